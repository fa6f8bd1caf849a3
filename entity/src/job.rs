//! A job within a department, in the words of data sets; interned, for a hundred million roles share a few thousand words.

use sea_orm::entity::prelude::*;

/// A job within a department, in the words of data sets; interned, for a hundred million roles share a few thousand words.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "job")]
pub struct Model {
    /// The record's id: authority and number in one, see the id rules.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// The words; empty for id 0, which stands for no named job.
    #[sea_orm(unique)]
    pub name: String,
    /// `name` folded for matching.
    pub name_folded: String,
}

impl ActiveModelBehavior for ActiveModel {}
