//! The roles of a character.

use sea_orm::entity::prelude::*;

/// The roles of a character.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "character_role")]
pub struct Model {
    /// The character.
    #[sea_orm(primary_key, auto_increment = false)]
    pub character_id: i64,
    /// The role.
    #[sea_orm(primary_key, auto_increment = false)]
    pub role_id: i64,
}

impl ActiveModelBehavior for ActiveModel {}
