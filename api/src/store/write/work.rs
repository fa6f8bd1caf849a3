//! Writing works, and keeping their roles in step with them.

use std::collections::{BTreeSet, HashMap};

use entity::vocabulary::SubjectKind;
use entity::{genre, title, work, work_genre};
use sea_orm::DatabaseTransaction;

use super::WriteTransaction;
use super::put::{Current, Stored};
use super::role::{follow_work, people_of};
use super::subject::{
    delete_of, edtf, external_ids, insert_all, replace_external_ids, replace_sources, sources,
    upsert,
};
use crate::model::edtf::{Edtf, UNDATED};
use crate::model::fold::fold;
use crate::store::StoreError;
use crate::store::log::Touch;
use crate::store::read::{by_ids, by_owners, genres_named};
use crate::store::record::{
    Check, ExternalIds, Fault, SourceId, TitleId, TitleRecord, WorkId, WorkRecord, work_space,
};

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

    async fn current(tx: &DatabaseTransaction, ids: &[i64]) -> Result<Current<Self>, StoreError> {
        let rows = by_ids::<work::Entity>(tx, ids).await?;
        let mut titles = by_owners::<title::Entity>(tx, ids).await?;
        let mut genres = genres_of(tx, ids).await?;
        let mut external = external_ids(tx, Self::SUBJECT, ids).await?;
        let mut sources = sources(tx, Self::SUBJECT, ids).await?;
        let mut current = Current::new();
        for (id, row) in rows {
            let version = row.version;
            let parts = Parts {
                titles: titles.remove(&id).unwrap_or_default(),
                genres: genres.remove(&id).unwrap_or_default(),
                external: external.remove(&id).unwrap_or_default(),
                sources: sources.remove(&id).unwrap_or_default(),
            };
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
        let row = |(before, after, version): &(Option<&Self>, &Self, i32)| {
            (before.is_some(), after.row(*version, at))
        };
        upsert::<work::Entity>(tx, changed.iter().map(row)).await?;
        store_parts(tx, &works).await?;
        for (before, after, _) in changed {
            if before.is_some_and(|before| before.moves_roles(after)) {
                follow_work(tx, &after.row(1, at)).await?;
            }
        }
        Ok(())
    }

    async fn touches(
        transaction: &WriteTransaction,
        before: Option<&Self>,
        after: &Self,
    ) -> Result<BTreeSet<Touch>, StoreError> {
        match before {
            Some(before) if before.moves_roles(after) => {
                people_of(&transaction.tx, after.id.0).await
            }
            _ => Ok(BTreeSet::new()),
        }
    }
}

/// What belongs to a work beside its row.
struct Parts {
    titles: Vec<title::Model>,
    genres: Vec<String>,
    external: ExternalIds,
    sources: BTreeSet<SourceId>,
}

async fn store_parts(tx: &DatabaseTransaction, works: &[&WorkRecord]) -> Result<(), StoreError> {
    let ids: Vec<i64> = works.iter().map(|work| work.id.0).collect();
    delete_of::<title::Entity>(tx, &title::Column::WorkId, &ids).await?;
    let titles = works.iter().flat_map(|work| work.title_rows());
    insert_all::<title::Entity, _>(tx, titles.collect()).await?;
    delete_of::<work_genre::Entity>(tx, &work_genre::Column::WorkId, &ids).await?;
    insert_all::<work_genre::Entity, _>(tx, genre_rows(tx, works).await?).await?;
    let external: Vec<_> = works
        .iter()
        .map(|work| (work.id.0, work_space(work.kind), &work.external_ids))
        .collect();
    replace_external_ids(tx, SubjectKind::Work, &external).await?;
    let sources: Vec<_> = works
        .iter()
        .map(|work| (work.id.public(), work.id.0, &work.sources))
        .collect();
    replace_sources(tx, SubjectKind::Work, &sources).await
}

async fn check_series(tx: &DatabaseTransaction, works: &[&WorkRecord]) -> Result<(), StoreError> {
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
        let in_batch = works.iter().any(|other| other.id == series);
        if !in_batch && !known.contains_key(&series.0) {
            let reason = format!("there is no work {}", series.public());
            return Err(StoreError::invalid(work.id.public(), "series", reason));
        }
    }
    Ok(())
}

async fn genres_of(
    tx: &DatabaseTransaction,
    works: &[i64],
) -> Result<HashMap<i64, Vec<String>>, StoreError> {
    let links = by_owners::<work_genre::Entity>(tx, works).await?;
    let ids: BTreeSet<i64> = links.values().flatten().map(|link| link.genre_id).collect();
    let genres = by_ids::<genre::Entity>(tx, &ids.into_iter().collect::<Vec<_>>()).await?;
    let name = |link: &work_genre::Model| genres.get(&link.genre_id).map(|row| row.name.clone());
    let names = |links: &Vec<work_genre::Model>| links.iter().filter_map(name).collect();
    Ok(links
        .iter()
        .map(|(work, links)| (*work, names(links)))
        .collect())
}

async fn genre_rows(
    tx: &DatabaseTransaction,
    works: &[&WorkRecord],
) -> Result<Vec<work_genre::Model>, StoreError> {
    let folded: BTreeSet<String> = works
        .iter()
        .flat_map(|work| work.genres.iter().map(|name| fold(name)))
        .collect();
    let known = genres_named(tx, &folded.into_iter().collect::<Vec<_>>()).await?;
    let mut rows = Vec::new();
    for work in works {
        for (position, name) in (1..).zip(&work.genres) {
            let genre_id = *known.get(&fold(name)).ok_or_else(|| {
                let reason = format!("there is no genre \"{name}\"");
                StoreError::invalid(work.id.public(), "genres", reason)
            })?;
            rows.push(work_genre::Model {
                work_id: work.id.0,
                genre_id,
                position,
            });
        }
    }
    Ok(rows)
}

impl WorkRecord {
    /// Whether a change of the work changes what its roles hold of it.
    fn moves_roles(&self, after: &Self) -> bool {
        self.kind != after.kind
            || self.series != after.series
            || self.release_date != after.release_date
    }

    fn row(&self, version: i32, at: i64) -> work::Model {
        let date = self.release_date.as_ref();
        let (from, to) = date.map_or((UNDATED, UNDATED), Edtf::certain_span);
        work::Model {
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
            release_edtf: date.map(ToString::to_string),
            released_from: from,
            released_on: date.and_then(Edtf::earliest).unwrap_or(UNDATED),
            released_to: to,
            release_certainty: self.release_certainty,
            end_year: self.end_year,
            runtime_minutes: self.runtime_minutes,
            votes: self.votes,
            rating: self.rating,
            popularity: self.popularity,
            version,
            updated_at: at,
        }
    }

    fn title_rows(&self) -> Vec<title::Model> {
        let row = |(position, title): (i32, &TitleRecord)| title::Model {
            id: title.id.0,
            work_id: self.id.0,
            position,
            text: title.text.clone(),
            text_folded: fold(&title.text),
            country: title.country.clone(),
            language: title.language.clone(),
            kind: title.kind,
        };
        (1..).zip(&self.titles).map(row).collect()
    }
}

fn record(row: work::Model, parts: Parts) -> Result<WorkRecord, StoreError> {
    let title = |row: title::Model| TitleRecord {
        id: TitleId(row.id),
        text: row.text,
        country: row.country,
        language: row.language,
        kind: row.kind,
    };
    Ok(WorkRecord {
        id: WorkId(row.id),
        kind: row.kind,
        kind_raw: row.kind_raw,
        title: row.title,
        original_title: row.original_title,
        titles: parts.titles.into_iter().map(title).collect(),
        series: row.series_id.map(WorkId),
        season_number: row.season_number,
        episode_number: row.episode_number,
        release_date: edtf(row.release_edtf.as_deref())?,
        release_certainty: row.release_certainty,
        end_year: row.end_year,
        runtime_minutes: row.runtime_minutes,
        genres: parts.genres,
        votes: row.votes,
        rating: row.rating,
        popularity: row.popularity,
        external_ids: parts.external,
        sources: parts.sources,
    })
}
