//! Writing works, and keeping their roles in step with them.

use std::collections::BTreeSet;

use entity::vocabulary::{SubjectKind, WorkKind};
use entity::work;
use sea_orm::ConnectionTrait;

use super::WriteTransaction;
use super::first_release::{FirstRelease, Follow, first_releases};
use super::put::{Current, Stored};
use super::reference::{Name, Reference};
use super::role::{follow_work, people_of};
use super::subject::{edtf, money, span, upsert};
use super::work_parts::{Parts, load_parts, store_parts};
use crate::model::fold::fold;
use crate::store::StoreError;
use crate::store::log::Touch;
use crate::store::read::by_ids;
use crate::store::record::{Check, Fault, WorkId, WorkRecord};

impl Stored for WorkRecord {
    const SUBJECT: SubjectKind = SubjectKind::Work;

    fn id(&self) -> i64 {
        self.id.0
    }

    fn public_id(&self) -> String {
        self.id.public()
    }

    fn faults(&self) -> Vec<Fault> {
        let mut check = Check::default();
        self.check(&mut check);
        check.into_faults()
    }

    fn part_ids(&self) -> Vec<(SubjectKind, i64)> {
        let titles = self.titles.iter();
        titles
            .map(|title| (SubjectKind::Title, title.id.0))
            .collect()
    }

    fn refers_to(&self) -> Vec<Reference> {
        let series = self.series.iter();
        let series = series.map(|id| Reference::new("series", SubjectKind::Work, id.0));
        let takings = self.box_office.iter();
        let takings =
            takings.map(|of| Reference::new("boxOffice.source", SubjectKind::Source, of.source.0));
        let sources = Reference::to_sources(&self.sources);
        series.chain(takings).chain(sources).collect()
    }

    fn names_used(&self) -> Vec<Name> {
        let mut names = Name::each("genre", "genres", &self.genres);
        names.extend(Name::each("keyword", "keywords", &self.keywords));
        names
    }

    fn comes_late(&self) -> bool {
        self.series.is_some()
    }

    async fn current(tx: &impl ConnectionTrait, ids: &[i64]) -> Result<Current<Self>, StoreError> {
        let rows = by_ids::<work::Entity>(tx, ids).await?;
        if rows.is_empty() {
            return Ok(Current::new());
        }
        let mut parts = load_parts(tx, ids).await?;
        let mut current = Current::new();
        for (id, row) in rows {
            let version = row.version;
            let parts = parts.remove(&id).unwrap_or_default();
            current.insert(id, (record(row, parts)?, version));
        }
        Ok(current)
    }

    async fn store(
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
        let row = |(before, after, version): &(Option<&Self>, &Self, i32)| {
            let row = after.row(*version, at, first.get(&after.id.0));
            (before.is_some(), row)
        };
        upsert::<work::Entity>(tx, changed.iter().map(row)).await?;
        store_parts(tx, &works).await?;
        for (before, after, _) in changed {
            if before.is_some_and(|before| before.moves_roles(after)) {
                follow_work(tx, &after.row(1, at, first.get(&after.id.0))).await?;
            }
        }
        Ok(())
    }

    async fn touches(
        transaction: &WriteTransaction,
        before: Option<&Self>,
        after: &Self,
    ) -> Result<BTreeSet<Touch>, StoreError> {
        if !before.is_some_and(|before| before.moves_roles(after)) {
            return Ok(BTreeSet::new());
        }
        let mut touches = people_of(&transaction.tx, after.id.0).await?;
        touches.insert(Touch {
            kind: SubjectKind::Work,
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

impl WorkRecord {
    /// Whether a change of the work changes what its roles hold of it.
    fn moves_roles(&self, after: &Self) -> bool {
        self.kind != after.kind
            || self.series != after.series
            || self.release_date != after.release_date
    }

    /// Its row; without a date of its own it takes that of its first release.
    fn row(&self, version: i32, at: i64, first: Option<&FirstRelease>) -> work::Model {
        let days = span(self.release_date.as_ref());
        let budget = self.budget.as_ref();
        let mut row = work::Model {
            id: self.id.0,
            kind: self.kind,
            kind_raw: self.kind_raw.clone(),
            title: self.title.clone(),
            title_folded: fold(&self.title),
            original_title: self.original_title.clone(),
            original_folded: self.original_title.as_deref().map(fold),
            series_id: self.series.map(|id| id.0),
            season_number: self.season_number,
            episode_number: self.episode_number,
            release_edtf: self.release_date.as_ref().map(ToString::to_string),
            released_from: days.from,
            released_on: days.on,
            released_to: days.to,
            release_certainty: self.release_certainty,
            first_release_edtf: None,
            first_release_certainty: None,
            end_year: self.end_year,
            runtime_minutes: self.runtime_minutes,
            original_language: self.original_language.clone(),
            budget_amount: budget.map(|budget| budget.amount.clone()),
            budget_currency: budget.map(|budget| budget.currency_code.clone()),
            budget_approximate: budget.is_some_and(|budget| budget.is_approximate),
            votes: self.votes,
            rating: self.rating,
            popularity: self.popularity,
            version,
            updated_at: at,
        };
        if self.release_date.is_none() {
            row.follow(first);
        }
        row
    }
}

fn record(row: work::Model, parts: Parts) -> Result<WorkRecord, StoreError> {
    Ok(WorkRecord {
        id: WorkId(row.id),
        kind: row.kind,
        kind_raw: row.kind_raw,
        title: row.title,
        original_title: row.original_title,
        titles: parts.titles,
        series: row.series_id.map(WorkId),
        season_number: row.season_number,
        episode_number: row.episode_number,
        release_date: edtf(row.release_edtf.as_deref())?,
        release_certainty: row.release_certainty,
        end_year: row.end_year,
        runtime_minutes: row.runtime_minutes,
        genres: parts.genres,
        original_language: row.original_language,
        countries: parts.countries,
        languages: parts.languages,
        synopses: parts.synopses,
        taglines: parts.taglines,
        keywords: parts.keywords,
        budget: money(
            row.budget_amount,
            row.budget_currency,
            row.budget_approximate,
        ),
        certifications: parts.certifications,
        box_office: parts.box_office,
        links: parts.links,
        votes: row.votes,
        rating: row.rating,
        popularity: row.popularity,
        external_ids: parts.external,
        sources: parts.sources,
    })
}
