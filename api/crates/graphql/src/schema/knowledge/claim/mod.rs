//! `Claim`: who says what about a property of a record, how surely, and since when.

mod claimable;
mod fact;
mod implied;
mod input;
mod list;
mod place;
mod status;
mod value;
mod write;

use std::sync::Arc;

use ::claim::ClaimValue as Stated;
use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};
use edge::ClaimConditions;
use entity::vocabulary::{Property as StoredProperty, RecordKind};
use entity::{claim, source};
use futures_util::FutureExt;
use model::id::{RecordId, encode};
use model::instant::Instant;
use paging::Placed;

use super::source::Source;
use crate::error::ApiError;
use crate::schema::kit::error::Result;
use crate::schema::kit::paging::{connection, plain_edge, scope};
use crate::schema::kit::partial_date::PartialDate;
use crate::schema::kit::reading::Reading;
use crate::schema::kit::scalar::{Date, DateTime};
use crate::schema::vocabulary::{Certainty, ClaimStance, MissingReason, Property};
use crate::scope::Scope;

pub(crate) use claimable::Claimable;
pub(crate) use fact::{Fact, dated_fact, facts_of, stated_day, winning_sources};
pub(crate) use implied::{claim_of_id, is_implied_id};
pub(crate) use input::MoneyInput;
pub(crate) use list::{claims_about, claims_of_source};
pub(crate) use status::status_fact;
pub(crate) use value::ClaimValue;
pub(crate) use write::ClaimMutation;

/// Which claims. Without `minCertainty` claims of every certainty are listed, denials and claims that were taken back included.
#[derive(InputObject, Clone, Debug, Default)]
pub(crate) struct ClaimFilter {
    /// Only claims on these properties; any if left out.
    properties: MaybeUndefined<Vec<Property>>,
    /// Only claims of this certainty or a stronger one; every one if left out.
    min_certainty: MaybeUndefined<Certainty>,
    /// Only claims that counted on this day: said by then, and not yet taken back.
    known_at: MaybeUndefined<Date>,
    /// With true, only claims that count: neither taken back nor replaced by a newer one of the same source.
    current_only: MaybeUndefined<bool>,
}

impl ClaimFilter {
    fn conditions(filter: Option<Self>) -> Result<ClaimConditions> {
        let filter = filter.unwrap_or_default();
        let mut read = Reading::default();
        let least = read.given("minCertainty", filter.min_certainty);
        let conditions = ClaimConditions {
            properties: read.list("properties", filter.properties),
            min_certainty: least.map(Into::into),
            known_at: read.given("knownAt", filter.known_at).map(|date| date.0),
            current_only: read
                .given("currentOnly", filter.current_only)
                .unwrap_or_default(),
        };
        read.done().map(|()| conditions)
    }
}

/// A claim: stored, or what a record says itself.
#[derive(Clone)]
pub(crate) struct Claim(
    Arc<claim::Model>,
    /// Its source, where that is not to be read: what a dry run made is gone by now.
    Option<Arc<source::Model>>,
);

impl Claim {
    /// The claim of a row.
    pub(crate) fn of(row: Arc<claim::Model>) -> Self {
        Self(row, None)
    }

    fn subject_of(&self) -> RecordId {
        RecordId {
            kind: self.0.subject_kind,
            id: self.0.subject_id,
        }
    }

    fn stated(&self) -> Result<Option<Stated>> {
        let value = self.0.value.as_deref().map(Stated::from_canonical);
        value.transpose().map_err(ApiError::internal)
    }

    async fn source_row(&self, scope: &Scope) -> Result<Arc<source::Model>> {
        if let Some(source) = &self.1 {
            return Ok(source.clone());
        }
        // Lists leave out what a record without sources says itself.
        let id = self.0.source_id;
        let id = id.ok_or_else(|| ApiError::internal("a claim without a source was listed"))?;
        scope.get::<source::Entity>(id).await
    }
}

/// Who says what about a property of a record, how surely, and since when. A record that comes from a data set rests on claims without having any stored: then what it says is a claim of its leading source, and is shown like any other.
#[Object]
impl Claim {
    /// The id of this claim.
    pub(crate) async fn id(&self) -> ID {
        ID(if self.0.is_own {
            implied::id_of(&self.0)
        } else {
            encode(RecordKind::Claim, self.0.id)
        })
    }

    /// The record that it is about.
    async fn subject(&self, ctx: &Context<'_>) -> Result<Claimable> {
        Claimable::get(scope(ctx)?, self.subject_of()).await
    }

    /// The property that it is about; RECORD for the record as such.
    async fn property(&self) -> Property {
        self.0.property.into()
    }

    /// The property's key: `title`, `price`; with OTHER it says which: `education`.
    async fn property_key(&self) -> &str {
        &self.0.property_key
    }

    /// What the property is said to be, or with DENIES not to be. Null where a reason stands in its place, for the record as such, and where every value is denied.
    async fn value(&self) -> Option<Result<ClaimValue>> {
        self.stated()
            .map(|value| value.map(ClaimValue::of))
            .transpose()
    }

    /// The value in words: `about 55000000 USD`; for the record as such its label. Null where there is no value.
    async fn value_text(&self, ctx: &Context<'_>) -> Option<Result<String>> {
        async move {
            let text = async {
                let subject =
                    (self.0.property == StoredProperty::Record).then(|| self.subject_of());
                value::text_of(ctx, self.stated()?.as_ref(), subject).await
            };
            text.await.transpose()
        }
        .boxed()
        .await
    }

    /// Why there is no value.
    async fn missing(&self) -> Option<MissingReason> {
        self.0.missing.map(Into::into)
    }

    /// Whether it says that it is so, or that it is not.
    async fn stance(&self) -> ClaimStance {
        self.0.stance.into()
    }

    /// How sure the source is.
    async fn certainty(&self) -> Certainty {
        self.0.certainty.into()
    }

    /// Who says so.
    async fn source(&self, ctx: &Context<'_>) -> Result<Source> {
        Ok(Source(self.source_row(scope(ctx)?).await?))
    }

    /// The words of the source, in short.
    async fn excerpt(&self) -> Option<&str> {
        self.0.excerpt.as_deref()
    }

    /// When it was stated, as precise as it is known.
    async fn stated_on(&self) -> Option<Result<PartialDate>> {
        PartialDate::stored(self.0.stated_edtf.as_deref()).transpose()
    }

    /// When it came in.
    async fn recorded_at(&self) -> DateTime {
        DateTime(Instant(self.0.recorded_at))
    }

    /// When it was taken back; null while it stands.
    async fn retracted_at(&self) -> Option<DateTime> {
        self.0.retracted_at.map(|at| DateTime(Instant(at)))
    }

    /// Why it was taken back; null where it stands, and where no reason was given.
    async fn retraction_reason(&self) -> Option<&str> {
        self.0.retraction_reason.as_deref()
    }

    /// Whether it counts: neither taken back nor replaced by a newer claim of the same source. What counts is not always what is served: see `facts`.
    async fn is_current(&self) -> bool {
        self.0.is_current
    }

    /// Whether it counts and nobody else asserts the same: the fact rests on this source alone.
    async fn is_sole(&self) -> bool {
        self.0.is_sole
    }
}

/// A claim in a list: one that a record makes itself, or one to be read when it stands on the page.
pub(crate) type PlacedClaim = Placed<Option<Claim>>;

async fn claim_node(scope: &Scope, placed: &PlacedClaim) -> Result<Claim> {
    match &placed.item {
        Some(claim) => Ok(claim.clone()),
        None => Ok(Claim::of(scope.get::<claim::Entity>(placed.id).await?)),
    }
}

connection!(
    ClaimConnection, ClaimEdge, PlacedClaim => Claim = claim_node,
    "A page of claims: what was claimed, in the order in which it came in, then what records say themselves.",
    "A claim."
);
plain_edge!(ClaimEdge, PlacedClaim => Claim = claim_node, "A claim in a list.");

/// A record as claims name it.
pub(crate) const fn subject(kind: RecordKind, id: i64) -> RecordId {
    RecordId { kind, id }
}
