//! Keys by which callers say who they are.

use sea_orm::entity::prelude::*;

/// A key by which a caller says who they are. The key itself is nowhere.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "api_key")]
pub struct Model {
    /// Its number, from 1; part of the key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// What its owner calls it; the log names it as the actor. Never given to another key.
    pub name: String,
    /// The SHA-256 hash of the whole key, in hexadecimal.
    pub hash: String,
    /// What it allows: the sum of 1 (read), 2 (edit), 4 (admin).
    pub scopes: i16,
    /// Microseconds since 1970 (UTC) at which it was made.
    pub created_at: i64,
    /// The same, of its last use, to about a minute.
    pub last_used_at: Option<i64>,
    /// The same, of its revocation.
    pub revoked_at: Option<i64>,
    /// The same, from which on it is no longer accepted.
    pub expires_at: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
