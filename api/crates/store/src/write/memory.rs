//! What mutations with an idempotency key did: written with the change, so that a repetition is
//! answered and not done again.

use entity::idempotency;
use sea_orm::{EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};

use super::WriteTransaction;
use crate::StoreError;

/// For how long, and how many, mutations are remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Memory {
    /// The time, in microseconds.
    pub micros: i64,
    /// The number, over all actors.
    pub rows: i64,
}

/// A mutation that was done before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remembered {
    /// The hash of its input.
    pub input: String,
    /// What it did, as JSON.
    pub result: String,
    /// The log's head after it.
    pub head: i64,
}

impl WriteTransaction {
    /// What the actor's mutation with this key did, if it is remembered.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn recall(
        &self,
        key: &str,
        memory: Memory,
    ) -> Result<Option<Remembered>, StoreError> {
        let row = idempotency::Entity::find()
            .filter(idempotency::COLUMN.actor.eq(self.actor.as_str()))
            .filter(idempotency::COLUMN.key.eq(key))
            .filter(
                idempotency::COLUMN
                    .at
                    .gte(self.at.saturating_sub(memory.micros)),
            )
            .one(&self.tx)
            .await?;
        Ok(row.map(|row| Remembered {
            input: row.input,
            result: row.result,
            head: row.head,
        }))
    }

    /// Remembers what the actor's mutation with this key did, as its last act, and forgets what is
    /// past the bounds. The row is kept even if nothing else was changed.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn remember(
        &mut self,
        key: &str,
        input: String,
        result: String,
        memory: Memory,
    ) -> Result<(), StoreError> {
        // Only now is it known where the head will stand.
        self.flush_log().await?;
        let newest = idempotency::Entity::find()
            .order_by_desc(idempotency::COLUMN.number)
            .limit(1)
            .one(&self.tx)
            .await?;
        let number = newest.map_or(0, |row| row.number) + 1;
        // Numbers rise by one and only the oldest go, so there are never more than the bound.
        idempotency::Entity::delete_many()
            .filter(
                idempotency::COLUMN
                    .number
                    .lte(number.saturating_sub(memory.rows)),
            )
            .exec(&self.tx)
            .await?;
        idempotency::Entity::delete_many()
            .filter(
                idempotency::COLUMN
                    .at
                    .lt(self.at.saturating_sub(memory.micros)),
            )
            .exec(&self.tx)
            .await?;
        let row = idempotency::ActiveModel {
            number: Set(number),
            actor: Set(self.actor.clone()),
            key: Set(key.to_owned()),
            input: Set(input),
            result: Set(result),
            head: Set(self.place),
            at: Set(self.at),
        };
        idempotency::Entity::insert(row)
            .exec_without_returning(&self.tx)
            .await?;
        self.keeps = true;
        Ok(())
    }
}
