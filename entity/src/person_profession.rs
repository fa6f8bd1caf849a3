//! The professions of a person.

use sea_orm::entity::prelude::*;

/// The professions of a person.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "person_profession")]
pub struct Model {
    /// The person.
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: i64,
    /// The profession.
    #[sea_orm(primary_key, auto_increment = false)]
    pub profession_id: i64,
    /// Place in the person's list, from 1.
    pub position: i32,
}

impl ActiveModelBehavior for ActiveModel {}
