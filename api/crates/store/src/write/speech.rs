//! Writing what quotes and commentary are about.

use std::collections::HashMap;

use entity::about;
use entity::vocabulary::RecordKind;
use model::id::RecordId;
use record::{CommentaryRecord, Declared, QuoteRecord};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::plain::Plain;
use super::put::Current;
use super::subject::insert_all;
use crate::read::subjects_of as read_subjects;
use crate::{StoreError, dialect};

macro_rules! about {
    ($($record:ident),+) => {$(
        impl Plain for $record {
            async fn load_parts(
                tx: &impl ConnectionTrait,
                records: &mut Current<Self>,
            ) -> Result<(), StoreError> {
                let ids: Vec<i64> = records.keys().copied().collect();
                let mut found = subjects_of(tx, Self::KIND, &ids).await?;
                for (id, (record, _)) in records {
                    record.about = found.remove(id).unwrap_or_default();
                }
                Ok(())
            }

            async fn store_parts(tx: &impl ConnectionTrait, records: &[&Self]) -> Result<(), StoreError> {
                let about: Vec<_> = records
                    .iter()
                    .map(|record| (record.id.0, record.about.as_slice()))
                    .collect();
                replace_subjects(tx, Self::KIND, &about).await
            }
        }
    )+};
}
about!(QuoteRecord, CommentaryRecord);

async fn subjects_of(
    tx: &impl ConnectionTrait,
    kind: RecordKind,
    ids: &[i64],
) -> Result<HashMap<i64, Vec<RecordId>>, StoreError> {
    let rows = read_subjects(tx, kind, ids).await?;
    let subject = |row: &about::Model| RecordId {
        kind: row.subject_kind,
        id: row.subject_id,
    };
    let read = |(id, rows): (i64, Vec<about::Model>)| (id, rows.iter().map(subject).collect());
    Ok(rows.into_iter().map(read).collect())
}

async fn replace_subjects(
    tx: &impl ConnectionTrait,
    kind: RecordKind,
    records: &[(i64, &[RecordId])],
) -> Result<(), StoreError> {
    let ids: Vec<i64> = records.iter().map(|(id, _)| *id).collect();
    let among = dialect::among(tx.get_database_backend(), "record_id", &ids);
    about::Entity::delete_many()
        .filter(about::COLUMN.record_kind.eq(kind))
        .filter(among)
        .exec(tx)
        .await?;
    let rows = records.iter().flat_map(|(record, subjects)| {
        let row = move |(position, subject): (i32, &RecordId)| about::Model {
            record_kind: kind,
            record_id: *record,
            subject_kind: subject.kind,
            subject_id: subject.id,
            position,
        };
        (1..).zip(*subjects).map(row)
    });
    insert_all::<about::Entity, _>(tx, rows.collect()).await
}
