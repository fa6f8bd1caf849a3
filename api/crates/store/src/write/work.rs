//! Writing works, and keeping their roles in step with them.

use std::collections::{BTreeSet, HashMap};

use entity::vocabulary::{RecordKind, WorkKind};
use entity::work;
use model::id::RecordId;
use record::{Row, WorkRecord};
use sea_orm::ConnectionTrait;

use super::WriteTransaction;
use super::first_release::{FirstRelease, Follow, first_releases};
use super::put::{Current, Stored};
use super::role::{follow_work, people_of};
use super::subject::upsert;
use super::work_parts::{Parts, load_parts, store_parts};
use crate::StoreError;
use crate::read::by_ids;

impl Stored for WorkRecord {
    fn comes_late(&self) -> bool {
        self.series.is_some()
    }

    fn is_found_otherwise(&self, before: &Self) -> bool {
        self.kind != before.kind || self.release_date != before.release_date
    }

    async fn current(tx: &impl ConnectionTrait, ids: &[i64]) -> Result<Current<Self>, StoreError> {
        let rows = by_ids::<work::Entity>(tx, ids).await?;
        if rows.is_empty() {
            return Ok(Current::new());
        }
        let mut parts = load_parts(tx, ids).await?;
        let mut current = Current::new();
        for (id, row) in rows {
            let parts = parts.remove(&id).unwrap_or_default();
            current.insert(id, record(row, parts)?);
        }
        Ok(current)
    }

    async fn write_rows(
        transaction: &mut WriteTransaction,
        changed: &[(Option<&Self>, &Self, i32)],
    ) -> Result<(), StoreError> {
        let (tx, at) = (&transaction.tx, transaction.at);
        let works: Vec<&Self> = changed.iter().map(|(_, work, _)| *work).collect();
        check_series(tx, &works).await?;
        // Of a work that is new there are no releases yet.
        let undated = changed
            .iter()
            .filter(|(before, after, _)| before.is_some() && after.release_date.is_none());
        let undated: Vec<i64> = undated.map(|(_, after, _)| after.id.0).collect();
        let first = first_releases(tx, &undated).await?;
        let rows = changed
            .iter()
            .map(|(before, after, version)| (before.is_some(), row(after, *version, at, &first)));
        upsert::<work::Entity>(tx, rows).await?;
        store_parts(tx, changed).await?;
        for (before, after, _) in changed {
            if before.is_some_and(|before| moves_roles(before, after)) {
                follow_work(tx, &row(after, 1, at, &first)).await?;
            }
        }
        Ok(())
    }

    async fn touches(
        transaction: &WriteTransaction,
        before: Option<&Self>,
        after: &Self,
    ) -> Result<BTreeSet<RecordId>, StoreError> {
        if !before.is_some_and(|before| moves_roles(before, after)) {
            return Ok(BTreeSet::new());
        }
        let mut touches = people_of(&transaction.tx, after.id.0).await?;
        touches.insert(RecordId {
            kind: RecordKind::Work,
            id: after.id.0,
        });
        Ok(touches)
    }
}

/// The series of an episode has to be there, and to be one.
async fn check_series(tx: &impl ConnectionTrait, works: &[&WorkRecord]) -> Result<(), StoreError> {
    let named: Vec<i64> = works
        .iter()
        .filter_map(|work| work.series)
        .map(|id| id.0)
        .collect();
    if named.is_empty() {
        return Ok(());
    }
    let known = by_ids::<work::Entity>(tx, &named).await?;
    for work in works {
        let Some(series) = work.series else { continue };
        let in_batch = works
            .iter()
            .find(|other| other.id == series)
            .map(|other| other.kind);
        let kind = in_batch.or(known.get(&series.0).map(|row| row.kind));
        let reason = match kind {
            Some(WorkKind::Series | WorkKind::MiniSeries) => continue,
            Some(_) => format!("{} is no series", series.public()),
            None => format!("there is no work {}", series.public()),
        };
        return Err(StoreError::invalid(work.id.public(), "series", reason));
    }
    Ok(())
}

/// Whether a change of the work changes what its roles hold of it.
fn moves_roles(before: &WorkRecord, after: &WorkRecord) -> bool {
    before.kind != after.kind
        || before.series != after.series
        || before.release_date != after.release_date
}

/// Its row; without a date of its own it takes that of its first release.
fn row(
    work: &WorkRecord,
    version: i32,
    at: i64,
    first: &HashMap<i64, FirstRelease>,
) -> work::Model {
    let mut row = work.to_row(version, at);
    if work.release_date.is_none() {
        row.follow(first.get(&work.id.0));
    }
    row
}

fn record(row: work::Model, parts: Parts) -> Result<(WorkRecord, i32), StoreError> {
    let (work, version) = WorkRecord::from_row(row)?;
    let work = WorkRecord {
        titles: parts.titles,
        genres: parts.genres,
        countries: parts.countries,
        languages: parts.languages,
        synopses: parts.synopses,
        taglines: parts.taglines,
        keywords: parts.keywords,
        certifications: parts.certifications,
        box_office: parts.box_office,
        links: parts.links,
        external_ids: parts.external,
        sources: parts.sources,
        ..work
    };
    Ok((work, version))
}
