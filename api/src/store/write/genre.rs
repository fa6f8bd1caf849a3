//! Writing genres.

use entity::genre;
use entity::vocabulary::SubjectKind;
use sea_orm::DatabaseTransaction;

use super::WriteTransaction;
use super::put::{Current, Stored};
use super::subject::upsert;
use crate::model::fold::fold;
use crate::store::StoreError;
use crate::store::read::by_ids;
use crate::store::record::{Check, Fault, GenreId, GenreRecord};

impl Stored for GenreRecord {
    const SUBJECT: SubjectKind = SubjectKind::Genre;

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
        let rows = by_ids::<genre::Entity>(tx, ids).await?;
        let read = |(id, row): (i64, genre::Model)| {
            let record = Self {
                id: GenreId(id),
                name: row.name,
            };
            // A genre's name is all there is to it, and never changes: it has no version.
            (id, (record, 1))
        };
        Ok(rows.into_iter().map(read).collect())
    }

    async fn store(
        transaction: &mut WriteTransaction,
        changed: &[(Option<&Self>, &Self, i32)],
    ) -> Result<(), StoreError> {
        let row = |(before, after, _): &(Option<&Self>, &Self, i32)| {
            let row = genre::Model {
                id: after.id.0,
                name: after.name.clone(),
                name_folded: fold(&after.name),
            };
            (before.is_some(), row)
        };
        upsert::<genre::Entity>(&transaction.tx, changed.iter().map(row)).await
    }
}
