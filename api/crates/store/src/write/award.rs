//! Writing who was nominated for awards.

use entity::award_person;
use record::{AwardRecord, PersonId};
use sea_orm::ConnectionTrait;

use super::plain::Plain;
use super::put::Current;
use super::subject::{delete_of, insert_all};
use crate::StoreError;
use crate::read::by_owners;

impl Plain for AwardRecord {
    async fn load_parts(
        tx: &impl ConnectionTrait,
        records: &mut Current<Self>,
    ) -> Result<(), StoreError> {
        let ids: Vec<i64> = records.keys().copied().collect();
        let mut people = by_owners::<award_person::Entity>(tx, &ids).await?;
        for (id, (record, _)) in records {
            let rows = people.remove(id).unwrap_or_default();
            record.people = rows.iter().map(|row| PersonId(row.person_id)).collect();
        }
        Ok(())
    }

    async fn store_parts(tx: &impl ConnectionTrait, records: &[&Self]) -> Result<(), StoreError> {
        let ids: Vec<i64> = records.iter().map(|record| record.id.0).collect();
        delete_of::<award_person::Entity>(tx, &award_person::Column::NominationId, &ids).await?;
        let rows = records.iter().flat_map(|record| {
            let row = |(position, person): (i32, &PersonId)| award_person::Model {
                nomination_id: record.id.0,
                person_id: person.0,
                position,
            };
            (1..).zip(&record.people).map(row)
        });
        insert_all::<award_person::Entity, _>(tx, rows.collect()).await
    }
}
