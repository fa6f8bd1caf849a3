//! The genres of a work.

use sea_orm::entity::prelude::*;

/// The genres of a work.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "work_genre")]
pub struct Model {
    /// The work.
    #[sea_orm(primary_key, auto_increment = false)]
    pub work_id: i64,
    /// The genre.
    #[sea_orm(primary_key, auto_increment = false)]
    pub genre_id: i64,
    /// Place in the work's list, from 1.
    pub position: i32,
}

impl ActiveModelBehavior for ActiveModel {}
