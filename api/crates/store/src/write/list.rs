//! Writing the entries of curated lists and the works of collections.

use entity::{collection_work, list_entry};
use record::{CollectionRecord, EntryRecord, ListEntryId, ListRecord, WorkId};
use sea_orm::ConnectionTrait;

use super::plain::Plain;
use super::put::Current;
use super::subject::{delete_of, insert_all};
use crate::StoreError;
use crate::read::by_owners;

impl Plain for ListRecord {
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
}

impl Plain for CollectionRecord {
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
