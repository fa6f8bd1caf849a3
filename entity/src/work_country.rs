//! The countries that a work comes from.

use sea_orm::entity::prelude::*;

/// The countries that a work comes from.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "work_country")]
pub struct Model {
    /// The work.
    #[sea_orm(primary_key, auto_increment = false)]
    pub work_id: i64,
    /// ISO 3166-1 alpha-2.
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    /// Place in the work's list, from 1.
    pub position: i32,
}

impl ActiveModelBehavior for ActiveModel {}
