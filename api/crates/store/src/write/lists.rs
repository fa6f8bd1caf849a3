//! What plain records hold in tables of their own, and what they have to be among others.

use std::collections::BTreeSet;

use entity::{about, award_person, collection_work, external_id, list_entry, work};
use model::id::RecordId;
use record::{
    AwardRecord, CollectionRecord, CommentaryRecord, CompanyRecord, Declared, EntryRecord,
    ListEntryId, ListRecord, PersonId, QuoteRecord, SeasonRecord, SharedCharacterRecord, WorkId,
};
use sea_orm::ConnectionTrait;

use super::parts::{rows_that_differ, store_rows};
use super::plain::{Plain, fill, ids};
use super::put::{Changed, Current};
use super::subject::external_ids;
use super::work::is_series;
use crate::StoreError;
use crate::read::{by_ids, by_owners, subjects_of};

/// How the list in a field becomes rows of a table and comes back: for each record the field, what
/// reads its rows, how a row becomes a member, and how the record becomes rows.
macro_rules! lists {
    ($($record:ident.$field:ident: $entity:ty = $read:expr, $member:expr, $rows:expr;)+) => {$(
        impl Plain for $record {
            async fn load_parts(
                tx: &impl ConnectionTrait,
                records: &mut Current<Self>,
            ) -> Result<(), StoreError> {
                let found = $read(tx, &ids(records)).await?;
                fill(records, found, |record, rows| {
                    record.$field = rows.into_iter().map($member).collect();
                });
                Ok(())
            }

            async fn store_parts(
                tx: &impl ConnectionTrait,
                changed: &[Changed<'_, Self>],
            ) -> Result<(), StoreError> {
                let rows = rows_that_differ(changed, |record| &record.$field, $rows);
                store_rows::<$entity>(tx, rows).await
            }
        }
    )+};
}

lists! {
    AwardRecord.people: award_person::Entity = by_owners::<award_person::Entity>,
        |row| PersonId(row.person_id),
        |award| numbered(&award.people, |position, person| award_person::Model {
            nomination_id: award.id.0,
            person_id: person.0,
            position,
        });
    ListRecord.entries: list_entry::Entity = by_owners::<list_entry::Entity>,
        |row| EntryRecord {
            id: ListEntryId(row.id),
            work: row.work_id.map(WorkId),
            note: row.note,
        },
        |list| numbered(&list.entries, |position, entry| list_entry::Model {
            id: entry.id.0,
            list_id: list.id.0,
            position,
            work_id: entry.work.map(|id| id.0),
            note: entry.note.clone(),
        });
    CollectionRecord.works: collection_work::Entity = by_owners::<collection_work::Entity>,
        |row| WorkId(row.work_id),
        |collection| numbered(&collection.works, |position, work| collection_work::Model {
            collection_id: collection.id.0,
            work_id: work.0,
            position,
        });
    QuoteRecord.about: about::Entity =
        async |tx, ids: &[i64]| subjects_of(tx, QuoteRecord::KIND, ids).await,
        |row| subject(&row),
        |quote| about_rows(quote, &quote.about);
    CommentaryRecord.about: about::Entity =
        async |tx, ids: &[i64]| subjects_of(tx, CommentaryRecord::KIND, ids).await,
        |row| subject(&row),
        |commentary| about_rows(commentary, &commentary.about);
}

/// The members of a list as rows, by their places.
fn numbered<T, M>(members: &[T], row: impl Fn(i32, &T) -> M) -> Vec<M> {
    let places = (1..).zip(members);
    places.map(|(place, member)| row(place, member)).collect()
}

fn subject(row: &about::Model) -> RecordId {
    RecordId {
        kind: row.subject_kind,
        id: row.subject_id,
    }
}

fn about_rows<R: Declared>(record: &R, about: &[RecordId]) -> Vec<about::Model> {
    numbered(about, |position, subject| about::Model {
        record_kind: R::KIND,
        record_id: record.id(),
        subject_kind: subject.kind,
        subject_id: subject.id,
        position,
    })
}

/// Identifiers by other authorities are the same in all records that have them.
macro_rules! with_external_ids {
    ($($record:ident),+) => {$(
        impl Plain for $record {
            async fn load_parts(
                tx: &impl ConnectionTrait,
                records: &mut Current<Self>,
            ) -> Result<(), StoreError> {
                let found = external_ids(tx, Self::KIND, &ids(records)).await?;
                fill(records, found, |record, found| record.external_ids = found);
                Ok(())
            }

            async fn store_parts(
                tx: &impl ConnectionTrait,
                changed: &[Changed<'_, Self>],
            ) -> Result<(), StoreError> {
                let rows = rows_that_differ(changed, |record| &record.external_ids, |record| {
                    record.external_ids.rows(Self::KIND, record.id.0, record.space())
                });
                store_rows::<external_id::Entity>(tx, rows).await
            }
        }
    )+};
}
with_external_ids!(CompanyRecord, SharedCharacterRecord);

/// A season is that of a series.
impl Plain for SeasonRecord {
    async fn check_among(tx: &impl ConnectionTrait, seasons: &[&Self]) -> Result<(), StoreError> {
        let series: BTreeSet<i64> = seasons.iter().map(|season| season.series.0).collect();
        let series: Vec<i64> = series.into_iter().collect();
        let works = by_ids::<work::Entity>(tx, &series).await?;
        let is_wrong = |season: &&&Self| {
            let work = works.get(&season.series.0);
            work.is_some_and(|work| !is_series(work.kind))
        };
        let Some(wrong) = seasons.iter().find(is_wrong) else {
            return Ok(());
        };
        let reason = format!("{} is no series", wrong.series.public());
        Err(StoreError::invalid(wrong.public_id(), "series", reason))
    }
}
