//! The log: one row a change, in commit order and without gaps.

use sea_orm::entity::prelude::*;

use crate::vocabulary::{ChangeAction, SubjectKind};

/// The log: one row a change, in commit order and without gaps.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "change")]
pub struct Model {
    /// Place in the log, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    /// Microseconds since 1970 (UTC).
    pub at: i64,
    /// Who made it.
    pub actor: String,
    /// What it did.
    pub action: ChangeAction,
    /// The kind of the record.
    pub subject_kind: SubjectKind,
    /// The record.
    pub subject_id: i64,
    /// The record's version after it.
    pub version: i32,
    /// Owners whose edge lists moved: a JSON list of `[subject kind code, id]`.
    pub touches: Option<String>,
    /// What changed: a JSON object from field to `[before, after]`.
    pub fields: Option<String>,
    /// The import that made it.
    pub import_run: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
