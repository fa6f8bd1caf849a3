//! Writing curated lists, collections and seasons.

use std::collections::BTreeSet;

use entity::vocabulary::SubjectKind;
use entity::{collection, collection_work, curated_list, list_entry, season};
use sea_orm::ConnectionTrait;

use super::plain::{Bounded, PerOwner, Plain};
use super::put::Current;
use super::reference::Reference;
use super::subject::{delete_of, insert_all};
use crate::store::StoreError;
use crate::store::read::by_owners;
use crate::store::record::{
    Check, CollectionId, CollectionRecord, EntryRecord, ListEntryId, ListId, ListRecord, SeasonId,
    SeasonRecord, SourceId, WorkId,
};

/// Seasons of one series: the longest-running have some seventy.
const SEASONS_PER_SERIES: i64 = 500;

impl Plain for ListRecord {
    type Table = curated_list::Entity;
    const KIND: SubjectKind = SubjectKind::List;

    fn key(&self) -> i64 {
        self.id.0
    }

    fn inspect(&self, check: &mut Check) {
        self.check(check);
    }

    fn references(&self) -> Vec<Reference> {
        let entries = self.entries.iter().filter_map(|entry| entry.work);
        let entries = entries.map(|id| Reference::new("entries.work", SubjectKind::Work, id.0));
        let about = self
            .about
            .map(|id| Reference::new("about", SubjectKind::Work, id.0));
        entries.chain(about).collect()
    }

    fn row(&self, version: i32, at: i64) -> curated_list::Model {
        curated_list::Model {
            id: self.id.0,
            title: self.title.clone(),
            about_work_id: self.about.map(|id| id.0),
            version,
            updated_at: at,
        }
    }

    fn version(row: &curated_list::Model) -> i32 {
        row.version
    }

    fn record(row: curated_list::Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: ListId(row.id),
            title: row.title,
            about: row.about_work_id.map(WorkId),
            entries: Vec::new(),
            sources: BTreeSet::new(),
        })
    }

    fn sources(&self) -> Option<&BTreeSet<SourceId>> {
        Some(&self.sources)
    }

    fn sources_mut(&mut self) -> Option<&mut BTreeSet<SourceId>> {
        Some(&mut self.sources)
    }

    async fn load_parts(
        tx: &impl ConnectionTrait,
        records: &mut Current<Self>,
    ) -> Result<(), StoreError> {
        let ids: Vec<i64> = records.keys().copied().collect();
        let mut entries = by_owners::<list_entry::Entity>(tx, &ids).await?;
        let entry = |row: list_entry::Model| EntryRecord {
            id: ListEntryId(row.id),
            work: row.work_id.map(WorkId),
            note: row.note,
        };
        for (id, (record, _)) in records {
            let rows = entries.remove(id).unwrap_or_default();
            record.entries = rows.into_iter().map(entry).collect();
        }
        Ok(())
    }

    async fn store_parts(tx: &impl ConnectionTrait, records: &[&Self]) -> Result<(), StoreError> {
        let ids: Vec<i64> = records.iter().map(|record| record.id.0).collect();
        delete_of::<list_entry::Entity>(tx, &list_entry::Column::ListId, &ids).await?;
        let rows = records.iter().flat_map(|record| {
            let row = |(position, entry): (i32, &EntryRecord)| list_entry::Model {
                id: entry.id.0,
                list_id: record.id.0,
                position,
                work_id: entry.work.map(|id| id.0),
                note: entry.note.clone(),
            };
            (1..).zip(&record.entries).map(row)
        });
        insert_all::<list_entry::Entity, _>(tx, rows.collect()).await
    }

    fn parts(&self) -> Option<(SubjectKind, Vec<i64>)> {
        let ids = self.entries.iter().map(|entry| entry.id.0).collect();
        Some((SubjectKind::ListEntry, ids))
    }
}

impl Plain for CollectionRecord {
    type Table = collection::Entity;
    const KIND: SubjectKind = SubjectKind::Collection;

    fn key(&self) -> i64 {
        self.id.0
    }

    fn inspect(&self, check: &mut Check) {
        self.check(check);
    }

    fn references(&self) -> Vec<Reference> {
        let works = self.works.iter();
        works
            .map(|id| Reference::new("works", SubjectKind::Work, id.0))
            .collect()
    }

    fn row(&self, version: i32, at: i64) -> collection::Model {
        collection::Model {
            id: self.id.0,
            name: self.name.clone(),
            version,
            updated_at: at,
        }
    }

    fn version(row: &collection::Model) -> i32 {
        row.version
    }

    fn record(row: collection::Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: CollectionId(row.id),
            name: row.name,
            works: Vec::new(),
        })
    }

    async fn load_parts(
        tx: &impl ConnectionTrait,
        records: &mut Current<Self>,
    ) -> Result<(), StoreError> {
        let ids: Vec<i64> = records.keys().copied().collect();
        let mut works = by_owners::<collection_work::Entity>(tx, &ids).await?;
        for (id, (record, _)) in records {
            let rows = works.remove(id).unwrap_or_default();
            record.works = rows.iter().map(|row| WorkId(row.work_id)).collect();
        }
        Ok(())
    }

    async fn store_parts(tx: &impl ConnectionTrait, records: &[&Self]) -> Result<(), StoreError> {
        let ids: Vec<i64> = records.iter().map(|record| record.id.0).collect();
        let owner = &collection_work::Column::CollectionId;
        delete_of::<collection_work::Entity>(tx, owner, &ids).await?;
        let rows = records.iter().flat_map(|record| {
            let row = |(position, work): (i32, &WorkId)| collection_work::Model {
                collection_id: record.id.0,
                work_id: work.0,
                position,
            };
            (1..).zip(&record.works).map(row)
        });
        insert_all::<collection_work::Entity, _>(tx, rows.collect()).await
    }
}

impl Plain for SeasonRecord {
    type Table = season::Entity;
    const KIND: SubjectKind = SubjectKind::Season;

    fn key(&self) -> i64 {
        self.id.0
    }

    fn inspect(&self, check: &mut Check) {
        self.check(check);
    }

    fn references(&self) -> Vec<Reference> {
        vec![Reference::new("series", SubjectKind::Work, self.series.0)]
    }

    fn row(&self, version: i32, at: i64) -> season::Model {
        season::Model {
            id: self.id.0,
            series_id: self.series.0,
            number: self.number,
            version,
            updated_at: at,
        }
    }

    fn version(row: &season::Model) -> i32 {
        row.version
    }

    fn record(row: season::Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: SeasonId(row.id),
            series: WorkId(row.series_id),
            number: row.number,
        })
    }

    fn per_owner() -> Option<Bounded<Self>> {
        let bound = PerOwner {
            table: "season",
            column: "series_id",
            field: "series",
            most: SEASONS_PER_SERIES,
        };
        Some((bound, |record| record.series.0))
    }
}
