//! A stage in the life of a production.

use sea_orm::entity::prelude::*;

use crate::vocabulary::{Certainty, MilestoneKind, MilestoneSpan};

/// A stage in the life of a production.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "milestone")]
pub struct Model {
    /// The record's id: authority and number in one, see the id rules.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// The work.
    pub work_id: i64,
    /// Which stage.
    pub kind: MilestoneKind,
    /// When, in EDTF.
    pub date_edtf: Option<String>,
    /// A point or a period.
    pub span: MilestoneSpan,
    /// How sure it is.
    pub certainty: Certainty,
    /// A short note.
    pub note: Option<String>,
    /// Whether claims deny that there is such a record.
    pub is_denied: bool,
    /// Counts the record's own changes, from 1.
    pub version: i32,
    /// Microseconds since 1970 (UTC) of its last change.
    pub updated_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
