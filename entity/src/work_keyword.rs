//! The keywords of a work.

use sea_orm::entity::prelude::*;

/// The keywords of a work.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "work_keyword")]
pub struct Model {
    /// The work.
    #[sea_orm(primary_key, auto_increment = false)]
    pub work_id: i64,
    /// The keyword.
    #[sea_orm(primary_key, auto_increment = false)]
    pub keyword_id: i64,
    /// Place in the work's list, from 1.
    pub position: i32,
}

impl ActiveModelBehavior for ActiveModel {}
