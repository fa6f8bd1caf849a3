//! What one transaction changed: a run of the log.

use sea_orm::entity::prelude::*;

/// What one transaction changed: the changes from its first to that before the next set's.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "change_set")]
pub struct Model {
    /// The place of its first change in the log.
    #[sea_orm(primary_key, auto_increment = false)]
    pub first: i64,
    /// Microseconds since 1970 (UTC).
    pub at: i64,
    /// The import that made it.
    pub import_run: Option<i64>,
    /// Who made it.
    pub actor: String,
}

impl ActiveModelBehavior for ActiveModel {}
