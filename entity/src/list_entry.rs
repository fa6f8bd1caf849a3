//! An entry of a curated list.

use sea_orm::entity::prelude::*;

/// An entry of a curated list.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "list_entry")]
pub struct Model {
    /// The record's id: authority and number in one, see the id rules.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// The list.
    pub list_id: i64,
    /// Place in the list, from 1.
    pub position: i32,
    /// The work; none for something that is not here.
    pub work_id: Option<i64>,
    /// Why it is on the list.
    pub note: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
