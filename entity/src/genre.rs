//! A genre.

use sea_orm::entity::prelude::*;

/// A genre.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "genre")]
pub struct Model {
    /// The record's id: authority and number in one, see the id rules.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// Canonical English name.
    #[sea_orm(unique)]
    pub name: String,
    /// `name` folded for matching.
    pub name_folded: String,
}

impl ActiveModelBehavior for ActiveModel {}
