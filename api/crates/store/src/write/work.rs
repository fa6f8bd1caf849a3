//! Writing works, and keeping their roles in step with them.

use std::collections::{BTreeSet, HashMap};

use entity::vocabulary::{ExternalAuthority, RecordKind, WorkKind};
use entity::{external_id, work};
use model::count::counted;
use model::id::RecordId;
use record::{Declared, Fault, FaultKind, Row, WorkRecord};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Statement};

use super::WriteTransaction;
use super::figures::{Figures, leading_figures};
use super::first_release::{FirstRelease, Follow, first_releases};
use super::put::{Changed, Current, Stored};
use super::role::people_of;
use super::subject::upsert;
use super::work_parts::{Parts, load_parts, store_parts};
use crate::read::by_ids;
use crate::{StoreError, dialect};

impl Stored for WorkRecord {
    fn comes_late(&self) -> bool {
        self.series.is_some()
    }

    fn faults_of_own(&self) -> Vec<Fault> {
        Self::faults_of_own(self)
    }

    async fn faults_among(
        tx: &impl ConnectionTrait,
        changed: &[(Option<&Self>, &Self)],
    ) -> Result<Vec<(usize, Fault)>, StoreError> {
        held_series(tx, changed).await
    }

    async fn held_as_shown(
        tx: &impl ConnectionTrait,
        shown: &Current<Self>,
        own: &Current<Self>,
    ) -> Result<BTreeSet<i64>, StoreError> {
        let is_one = |(id, (work, _)): &(&i64, &(Self, i32))| {
            let by_itself = own.get(id).is_none_or(|(own, _)| is_series(own.kind));
            is_series(work.kind) && !by_itself
        };
        let by_claims: Vec<i64> = shown.iter().filter(is_one).map(|(id, _)| *id).collect();
        Ok(holders(tx, &by_claims).await?.into_keys().collect())
    }

    fn told_apart_by(&self) -> Option<(&'static str, String)> {
        let number = self.external_ids.0.get(&ExternalAuthority::Tmdb)?;
        Some(("externalIds.TMDB", format!("{:?} {number}", self.space())))
    }

    async fn perhaps_alike(
        tx: &impl ConnectionTrait,
        records: &[&Self],
    ) -> Result<BTreeSet<i64>, StoreError> {
        let number = |work: &&Self| work.external_ids.0.get(&ExternalAuthority::Tmdb).cloned();
        let numbers: Vec<String> = records.iter().filter_map(number).collect();
        if numbers.is_empty() {
            return Ok(BTreeSet::new());
        }
        let among = dialect::among_texts(tx.get_database_backend(), "value", &numbers);
        let works: Vec<i64> = external_id::Entity::find()
            .select_only()
            .column(external_id::Column::SubjectId)
            .filter(external_id::COLUMN.authority.eq(ExternalAuthority::Tmdb))
            .filter(external_id::COLUMN.subject_kind.eq(RecordKind::Work))
            .filter(among)
            .into_tuple()
            .all(tx)
            .await?;
        Ok(works.into_iter().collect())
    }

    fn is_found_otherwise(&self, before: &Self) -> bool {
        self.kind != before.kind
            || self.release_date != before.release_date
            || self.names_date() != before.names_date()
            || self.is_denied != before.is_denied
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
        changed: &[Changed<'_, Self>],
    ) -> Result<(), StoreError> {
        let (tx, at) = (&transaction.tx, transaction.at);
        let works: Vec<&Self> = changed.iter().map(|(_, work, _)| *work).collect();
        check_series(tx, &works).await?;
        // Of a work that is new there are no releases yet.
        let undated = changed
            .iter()
            .filter(|(before, after, _)| before.is_some() && !after.names_date());
        let undated: Vec<i64> = undated.map(|(_, after, _)| after.id.0).collect();
        let first = first_releases(tx, &undated).await?;
        // Nor ratings.
        let known = changed.iter().filter(|(before, ..)| before.is_some());
        let known: Vec<i64> = known.map(|(_, after, _)| after.id.0).collect();
        let figures = leading_figures(tx, &known).await?;
        let rows = changed.iter().map(|(before, after, version)| {
            let mut row = row(after, *version, at, &first);
            Figures::show(figures.get(&after.id.0), &mut row);
            (before.is_some(), row)
        });
        upsert::<work::Entity>(tx, rows).await?;
        let pairs = changed.iter().map(|(before, of, _)| (*before, *of));
        let held = held_series(tx, &pairs.collect::<Vec<_>>()).await?;
        if let Some((place, fault)) = held.into_iter().next() {
            let work = works.get(place).map(|work| work.id.public());
            return Err(StoreError::of_fault(work.unwrap_or_default(), fault));
        }
        store_parts(tx, changed).await?;
        for (before, after, _) in changed {
            if before.is_some_and(|before| moves_roles(before, after)) {
                transaction.edges.of_work(after.id.0);
            }
        }
        Ok(())
    }

    async fn touches(
        transaction: &WriteTransaction,
        before: Option<&Self>,
        after: &Self,
    ) -> Result<BTreeSet<RecordId>, StoreError> {
        let Some(before) = before.filter(|before| moves_roles(before, after)) else {
            return Ok(BTreeSet::new());
        };
        // What else a series is does not stand in the edges of its episodes.
        let with_episodes = before.is_denied != after.is_denied;
        let mut touches = people_of(&transaction.tx, after.id.0, with_episodes).await?;
        touches.insert(after.record_id());
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
            Some(kind) if is_series(kind) => continue,
            Some(_) => format!("{} is no series", series.public()),
            None => format!("there is no work {}", series.public()),
        };
        return Err(StoreError::invalid(work.id.public(), "series", reason));
    }
    Ok(())
}

/// Whether works of a kind have episodes.
pub(super) const fn is_series(kind: WorkKind) -> bool {
    matches!(kind, WorkKind::Series | WorkKind::MiniSeries)
}

/// What keeps series from becoming something else: episodes and seasons that hold them.
async fn held_series(
    tx: &impl ConnectionTrait,
    changed: &[(Option<&WorkRecord>, &WorkRecord)],
) -> Result<Vec<(usize, Fault)>, StoreError> {
    let turns = |(before, after): &(Option<&WorkRecord>, &WorkRecord)| {
        before.is_some_and(|before| is_series(before.kind)) && !is_series(after.kind)
    };
    let turned = changed.iter().filter(|pair| turns(pair));
    let ids: Vec<i64> = turned.map(|(_, after)| after.id.0).collect();
    let held = holders(tx, &ids).await?;
    let fault = |(place, (_, work)): (usize, &(Option<&WorkRecord>, &WorkRecord))| {
        let Holders { episodes, seasons } =
            held.get(&work.id.0).filter(|_| ids.contains(&work.id.0))?;
        let fault = Fault {
            kind: FaultKind::Value,
            field: "kind".to_owned(),
            reason: format!(
                "{} and {} hold it to be a series: they have to go before",
                counted(episodes, "episode"),
                counted(seasons, "season")
            ),
        };
        Some((place, fault))
    };
    Ok(changed.iter().enumerate().filter_map(fault).collect())
}

/// How many hold a work to be a series.
#[derive(Default)]
struct Holders {
    episodes: i64,
    seasons: i64,
}

/// Those of these works that episodes or seasons hold.
async fn holders(
    tx: &impl ConnectionTrait,
    ids: &[i64],
) -> Result<HashMap<i64, Holders>, StoreError> {
    let mut held: HashMap<i64, Holders> = HashMap::new();
    if ids.is_empty() {
        return Ok(held);
    }
    let backend = tx.get_database_backend();
    let among = dialect::among_sql(backend, "series_id", &dialect::bind(backend, 1));
    for table in ["work", "season"] {
        let sql =
            format!("SELECT series_id, COUNT(*) FROM {table} WHERE {among} GROUP BY series_id");
        let binds = [dialect::id_list(backend, ids)];
        let statement = Statement::from_sql_and_values(backend, sql, binds);
        for row in tx.query_all_raw(statement).await? {
            let of = held.entry(row.try_get_by_index(0)?).or_default();
            let count = row.try_get_by_index(1)?;
            match table {
                "work" => of.episodes = count,
                _ => of.seasons = count,
            }
        }
    }
    Ok(held)
}

/// Whether a change of the work changes what its roles hold of it.
fn moves_roles(before: &WorkRecord, after: &WorkRecord) -> bool {
    before.kind != after.kind
        || before.series != after.series
        || before.release_date != after.release_date
        || before.names_date() != after.names_date()
        || before.is_denied != after.is_denied
}

/// Its row; without a date of its own that is more than hearsay it takes that of its first release.
fn row(
    work: &WorkRecord,
    version: i32,
    at: i64,
    first: &HashMap<i64, FirstRelease>,
) -> work::Model {
    let mut row = work.to_row(version, at);
    if !work.names_date() {
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
