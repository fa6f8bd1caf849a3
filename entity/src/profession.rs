//! A profession.

use sea_orm::entity::prelude::*;

/// A profession.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "profession")]
pub struct Model {
    /// The record's id: authority and number in one, see the id rules.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// The profession.
    #[sea_orm(unique)]
    pub name: String,
    /// `name` folded for matching.
    pub name_folded: String,
}

impl ActiveModelBehavior for ActiveModel {}
