//! A job within a department, as data sets word it; interned, for a hundred million roles share a few thousand words.

use sea_orm::entity::prelude::*;

/// A job within a department, as data sets word it; interned, for a hundred million roles share a few thousand words.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "job")]
pub struct Model {
    /// The record's id: authority and number in one, see the id rules.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// The words, in lower case; empty for id 0, which stands for no named job.
    #[sea_orm(unique)]
    pub name: String,
}

impl ActiveModelBehavior for ActiveModel {}
