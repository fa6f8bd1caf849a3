//! A link to elsewhere.

use sea_orm::entity::prelude::*;

use crate::vocabulary::{LinkKind, RecordKind};

/// A link to elsewhere.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "link")]
pub struct Model {
    /// The kind of the record.
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject_kind: RecordKind,
    /// The record.
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject_id: i64,
    /// Place in the list, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// What it leads to.
    pub kind: LinkKind,
    /// Where it leads.
    pub url: String,
    /// BCP 47.
    pub language: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
