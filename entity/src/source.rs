//! Where facts come from.

use sea_orm::entity::prelude::*;

use crate::vocabulary::SourceKind;

/// Where facts come from.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "source")]
pub struct Model {
    /// The record's id: authority and number in one, see the id rules.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// What it is.
    pub kind: SourceKind,
    /// Its title.
    pub title: String,
    /// `title` folded for matching.
    pub title_folded: String,
    /// Who published it.
    pub publisher: Option<String>,
    /// Authors in order: a JSON list of names.
    pub authors: Option<String>,
    /// Where it can be read.
    pub url: Option<String>,
    /// When it was published, in EDTF.
    pub published_edtf: Option<String>,
    /// Microseconds since 1970 (UTC) at which it was taken in.
    pub retrieved_at: Option<i64>,
    /// Licence, as an SPDX identifier where there is one.
    pub license: Option<String>,
    /// The words that its licence asks to be shown.
    pub attribution: Option<String>,
    /// Which source wins between equals: greater is stronger.
    pub priority: i32,
    /// Counts the record's own changes, from 1.
    pub version: i32,
    /// Microseconds since 1970 (UTC) of its last change.
    pub updated_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
