//! The works of a collection.

use sea_orm::entity::prelude::*;

/// The works of a collection.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "collection_work")]
pub struct Model {
    /// The collection.
    #[sea_orm(primary_key, auto_increment = false)]
    pub collection_id: i64,
    /// The work.
    #[sea_orm(primary_key, auto_increment = false)]
    pub work_id: i64,
    /// Place in the collection, from 1.
    pub position: i32,
}

impl ActiveModelBehavior for ActiveModel {}
