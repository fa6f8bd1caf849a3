//! An image by its address; nothing is stored here.

use sea_orm::entity::prelude::*;

use crate::vocabulary::{ImageKind, RecordKind};

/// An image by its address; nothing is stored here.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "image")]
pub struct Model {
    /// The record's id: authority and number in one, see the id rules.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// Work or person.
    pub subject_kind: RecordKind,
    /// Of which.
    pub subject_id: i64,
    /// What it shows.
    pub kind: ImageKind,
    /// Where it is.
    pub url: String,
    /// Pixels.
    pub width: Option<i32>,
    /// Pixels.
    pub height: Option<i32>,
    /// BCP 47.
    pub language: Option<String>,
    /// What it shows, in words.
    pub alt_text: Option<String>,
    /// Where it comes from.
    pub source_id: i64,
    /// The words that its licence asks to be shown.
    pub attribution: Option<String>,
    /// Licence, as an SPDX identifier where there is one.
    pub license: Option<String>,
    /// Counts the record's own changes, from 1.
    pub version: i32,
    /// Microseconds since 1970 (UTC) of its last change.
    pub updated_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
