//! What mutations with an idempotency key did.

use sea_orm::entity::prelude::*;

/// What a mutation with an idempotency key did, so that its repetition can be answered.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "idempotency")]
pub struct Model {
    /// Rising by one, so that the oldest rows are known without counting.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// Who called it.
    pub actor: String,
    /// The key that they gave it.
    pub key: String,
    /// The SHA-256 hash of the mutation's name and input, in hexadecimal.
    pub input: String,
    /// What it did, as JSON: ids.
    pub result: String,
    /// The log's head after it.
    pub head: i64,
    /// Microseconds since 1970 (UTC).
    pub at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
