//! The log: one row a change, in commit order and without gaps.

use sea_orm::entity::prelude::*;

use crate::vocabulary::{ChangeAction, RecordKind};

/// The log: one row a change, in commit order and without gaps. Who made it and when stands in its
/// set.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "change")]
pub struct Model {
    /// Place in the log, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    /// The record.
    pub subject_id: i64,
    /// The record's version after it.
    pub version: i32,
    /// The kind of the record.
    pub subject_kind: RecordKind,
    /// What it did.
    pub action: ChangeAction,
    /// Owners whose edge lists moved, packed.
    pub touches: Option<Vec<u8>>,
    /// Keys by which the record is found otherwise, packed.
    pub keys: Option<Vec<u8>>,
    /// What changed: a JSON object from field to `[before, after]`; of a record that is gone, from
    /// field to what it held; of one that is new, nothing.
    pub fields: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
