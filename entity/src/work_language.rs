//! The languages that are spoken in a work.

use sea_orm::entity::prelude::*;

/// The languages that are spoken in a work.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "work_language")]
pub struct Model {
    /// The work.
    #[sea_orm(primary_key, auto_increment = false)]
    pub work_id: i64,
    /// BCP 47.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tag: String,
    /// Place in the work's list, from 1.
    pub position: i32,
}

impl ActiveModelBehavior for ActiveModel {}
