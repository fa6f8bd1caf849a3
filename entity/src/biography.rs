//! Texts about a person, by language.

use sea_orm::entity::prelude::*;

/// Texts about a person, by language.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "biography")]
pub struct Model {
    /// The person.
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: i64,
    /// Place in the list, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// BCP 47.
    pub language: Option<String>,
    /// The words.
    pub text: String,
}

impl ActiveModelBehavior for ActiveModel {}
