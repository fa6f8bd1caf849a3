//! How much a source has of a career, or of a cast and crew.

use sea_orm::entity::prelude::*;

use crate::vocabulary::{RecordKind, vocabulary};

/// How much a source has of a career, or of a cast and crew.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "coverage")]
pub struct Model {
    /// The record's id: authority and number in one, see the id rules.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// Work or person.
    pub subject_kind: RecordKind,
    /// Of which.
    pub subject_id: i64,
    /// In which departments, as JSON; none means in all.
    pub departments: Option<String>,
    /// For which kinds of work, as JSON; none means for all.
    pub kinds: Option<String>,
    /// Up to when.
    pub until_edtf: Option<String>,
    /// All of it, or a part.
    pub extent: CoverageExtent,
    /// Which source.
    pub source_id: i64,
    /// Counts the record's own changes, from 1.
    pub version: i32,
    /// Microseconds since 1970 (UTC) of its last change.
    pub updated_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}

vocabulary! {
    /// How much a source has of what there is.
    CoverageExtent {
        /// All of it.
        Complete = 1,
        /// A part of it: there is more than the source has.
        Partial = 2,
    }
}
