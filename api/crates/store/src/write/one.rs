//! One record within a transaction: what is there, as the transaction sees it.

use std::collections::HashMap;

use model::id::RecordId;

use super::WriteTransaction;
use super::put::Stored;
use crate::read::{Keyed, Owned, SubjectRows, by_ids, by_owners, by_subjects};
use crate::{StoreError, WholeRecord, whole};

impl WriteTransaction {
    /// The record with this id and its version, what the transaction has put included.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn stored<R: Stored>(&self, id: i64) -> Result<Option<(R, i32)>, StoreError> {
        Ok(R::current(&self.tx, &[id]).await?.remove(&id))
    }

    /// The row with this id, what the transaction has put included.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn row<E: Keyed>(&self, id: i64) -> Result<Option<E::Model>, StoreError> {
        Ok(by_ids::<E>(&self.tx, &[id]).await?.remove(&id))
    }

    /// The rows with these ids, what the transaction has put included, by id.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn rows<E: Keyed>(&self, ids: &[i64]) -> Result<HashMap<i64, E::Model>, StoreError> {
        by_ids::<E>(&self.tx, ids).await
    }

    /// The rows of an owner, likewise.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn rows_of<E: Owned>(&self, owner: i64) -> Result<Vec<E::Model>, StoreError> {
        let mut rows = by_owners::<E>(&self.tx, &[owner]).await?;
        Ok(rows.remove(&owner).unwrap_or_default())
    }

    /// The rows about a record, likewise.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn rows_about<E: SubjectRows>(
        &self,
        RecordId { kind, id }: RecordId,
    ) -> Result<Vec<E::Model>, StoreError> {
        let mut rows = by_subjects::<E>(&self.tx, kind, &[id]).await?;
        Ok(rows.remove(&id).unwrap_or_default())
    }

    /// A record whole, likewise.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn whole(&self, subject: RecordId) -> Result<Option<WholeRecord>, StoreError> {
        let RecordId { kind, id } = subject;
        Ok(whole(&self.tx, kind, &[id]).await?.remove(&id))
    }
}
