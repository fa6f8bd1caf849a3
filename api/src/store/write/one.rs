//! One record within a transaction: what is there, as the transaction sees it.

use super::WriteTransaction;
use super::put::Stored;
use crate::store::StoreError;
use crate::store::read::{Keyed, by_ids};

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
}
