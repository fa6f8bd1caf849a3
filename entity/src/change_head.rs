//! The head of the log: one row.

use sea_orm::entity::prelude::*;

/// The head of the log: one row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "change_head")]
pub struct Model {
    /// Always 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i32,
    /// The newest place in the log; 0 while it is empty.
    pub seq: i64,
}

impl ActiveModelBehavior for ActiveModel {}
