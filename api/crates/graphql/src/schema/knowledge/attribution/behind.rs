//! The sources behind what an answer shows.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use entity::vocabulary::{Property, RecordKind};
use entity::{record_source, source, work};
use model::id::RecordId;
use record::{Entry, entries};
use store::read::leading;

use super::shown::Shown;
use crate::loader::{About, ClaimsAbout};
use crate::schema::kit::error::Result;
use crate::schema::knowledge::claim::winning_sources;
use crate::schema::work::WorkCore;
use crate::scope::{Scope, Topics};

/// The key of the date that a work may take from its earliest release.
const RELEASE_DATE: &str = "releaseDate";
/// The key of the date of a release.
const DATE: &str = "date";

/// The sources, each once, by id. The statements are those of one record of each kind, whatever the
/// number of records.
pub(super) async fn sources_behind(scope: &Scope, shown: Shown) -> Result<Vec<Arc<source::Model>>> {
    let Shown {
        mut topics,
        sources: mut ids,
    } = shown;
    for release in first_releases(scope, &topics).await? {
        topics.entry(release).or_default().insert(DATE);
    }
    let of = topics
        .iter()
        .map(|(subject, keys)| behind(scope, *subject, keys));
    for found in futures_util::future::try_join_all(of).await? {
        ids.extend(found);
    }
    let ids: Vec<i64> = ids.into_iter().collect();
    scope.find_all::<source::Entity>(&ids).await
}

/// The sources behind a record as such and behind some of its properties. Where somebody claims
/// something, those of the claims that won; else the record's own: all of them say that there is
/// such a record, and what it holds is said by the one that leads.
async fn behind(
    scope: &Scope,
    subject: RecordId,
    keys: &BTreeSet<&'static str>,
) -> Result<Vec<i64>> {
    let links = async {
        scope
            .load(About::<record_source::Entity>::of(subject.kind, subject.id))
            .await
    };
    let (links, claims) =
        futures_util::future::try_join(links, scope.load(ClaimsAbout(subject))).await?;
    let own: Vec<i64> = links.iter().map(|link| link.source_id).collect();
    let claimed: HashSet<(Property, &str)> = claims
        .iter()
        .map(|claim| (claim.property, claim.key.as_str()))
        .collect();
    let is_shown = |entry: &&Entry| entry.property == Property::Record || keys.contains(entry.key);
    let (claimed, plain): (Vec<&Entry>, Vec<&Entry>) = entries(subject.kind)
        .filter(is_shown)
        .partition(|entry| claimed.contains(&(entry.property, entry.key)));
    let mut found = Vec::new();
    if plain.iter().any(|entry| entry.property == Property::Record) {
        found.extend_from_slice(&own);
    } else if !plain.is_empty() {
        let rows = scope.find_all::<source::Entity>(&own).await?;
        found.extend(leading(rows.iter().map(AsRef::as_ref)).map(|row| row.id));
    }
    if !claimed.is_empty() {
        found.extend(winning_sources(scope, subject, &claimed).await?);
    }
    Ok(found)
}

/// The earliest releases of works whose date is shown and which name none themselves.
async fn first_releases(scope: &Scope, topics: &Topics) -> Result<Vec<RecordId>> {
    let dated = topics
        .iter()
        .filter(|(subject, keys)| subject.kind == RecordKind::Work && keys.contains(RELEASE_DATE));
    let works: Vec<i64> = dated.map(|(subject, _)| subject.id).collect();
    let rows = scope.find_all::<work::Entity>(&works).await?;
    let following = rows
        .into_iter()
        .filter(|row| !row.names_date() && row.first_release_edtf.is_some());
    let first = following.map(|row| async { WorkCore(row).first_release(scope, None).await });
    let first = futures_util::future::try_join_all(first).await?;
    Ok(first
        .into_iter()
        .flatten()
        .map(|(release, ..)| release)
        .collect())
}
