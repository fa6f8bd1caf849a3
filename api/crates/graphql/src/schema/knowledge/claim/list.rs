//! Pages of claims: those about a record, and those of a source.

use std::collections::HashSet;
use std::sync::Arc;

use edge::{ClaimConditions, ClaimEdge};
use entity::claim;
use entity::vocabulary::{Property, RecordKind};
use model::id::{RecordId, encode};
use paging::{PageRequest, Placed};

use super::implied::Speaker;
use super::{Claim, ClaimConnection, ClaimFilter, PlacedClaim};
use crate::loader::{ClaimsAbout, ClaimsOf};
use crate::schema::kit::error::Result;
use crate::schema::kit::placed::placed_page;
use crate::scope::Scope;

/// Where what others say of a record stands, and behind it what the record says itself.
const OTHERS: i64 = 0;
const OWN: i64 = 1;

/// The claims about a record.
pub(crate) async fn claims_about(
    scope: &Scope,
    subject: RecordId,
    filter: Option<ClaimFilter>,
    page: &PageRequest,
) -> Result<ClaimConnection> {
    let conditions = ClaimFilter::conditions(filter)?;
    let (stored, speaker) = futures_util::future::try_join(
        scope.load(ClaimsAbout(subject)),
        Speaker::of(scope, subject),
    )
    .await?;
    let keys = stored
        .iter()
        .map(|claim| (claim.property, claim.key.as_str()));
    let governed: HashSet<(Property, &str)> = keys.collect();
    let own = match speaker {
        Some(speaker) => speaker.says_but(&governed)?,
        None => Vec::new(),
    };
    let own = own
        .into_iter()
        .filter(|claim| conditions.admits(&edge(&claim.0)));
    // Before any that is stored, whatever the id of that.
    let own = (i64::MIN..).zip(own).map(|(id, claim)| Placed {
        place: OWN,
        id,
        item: Some(claim),
    });
    let stored = stored.iter().filter_map(|claim| placed(claim, &conditions));
    let items: Vec<PlacedClaim> = stored.chain(own).collect();
    let owner = encode(subject.kind, subject.id);
    let name = (&*owner, "claims");
    let page = placed_page(scope, &items, |claim| Some(claim.clone()), name, page).await?;
    Ok(ClaimConnection { page })
}

/// The claims of a source.
pub(crate) async fn claims_of_source(
    scope: &Scope,
    source: i64,
    filter: Option<ClaimFilter>,
    page: &PageRequest,
) -> Result<ClaimConnection> {
    let conditions = ClaimFilter::conditions(filter)?;
    let stored = scope.load(ClaimsOf(source)).await?;
    let place = |claim: &ClaimEdge| placed(claim, &conditions);
    let owner = encode(RecordKind::Source, source);
    let page = placed_page(scope, &stored, place, (&owner, "claims"), page).await?;
    Ok(ClaimConnection { page })
}

/// What a record says itself is passed over where nobody vouches for it, and where its source has
/// said something else since.
fn placed(claim: &ClaimEdge, conditions: &ClaimConditions) -> Option<PlacedClaim> {
    let is_shown = !claim.is_own || (claim.is_current && claim.source.is_some());
    let place = || Placed {
        place: if claim.is_own { OWN } else { OTHERS },
        id: claim.id,
        item: None,
    };
    (is_shown && conditions.admits(claim)).then(place)
}

fn edge(row: &Arc<claim::Model>) -> ClaimEdge {
    ClaimEdge {
        id: row.id,
        source: row.source_id,
        property: row.property,
        key: row.property_key.clone(),
        certainty: row.certainty,
        known_from: row.known_from,
        known_until: row.known_until,
        is_own: row.is_own,
        is_current: row.is_current,
    }
}

impl Claim {
    pub(super) fn stored(row: &claim::Model) -> Self {
        Self::of(Arc::new(row.clone()))
    }
}
