//! What is left of a deleted record.

use sea_orm::entity::prelude::*;

use crate::vocabulary::RecordKind;

/// What is left of a deleted record: what it was called, why it went, and what it held.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "tombstone")]
pub struct Model {
    /// The kind of the record.
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject_kind: RecordKind,
    /// The record.
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject_id: i64,
    /// The kind of the record with which it went.
    pub root_kind: RecordKind,
    /// The record whose deletion was asked for, and with which it went: itself, or what it was part
    /// of.
    pub root_id: i64,
    /// What the record was called.
    pub label: String,
    /// The source that gave the reason.
    pub source_id: i64,
    /// The reason, in the words of the source.
    pub excerpt: Option<String>,
    /// When the source said so, in EDTF.
    pub stated_edtf: Option<String>,
    /// Who deleted it.
    pub actor: String,
    /// When it was deleted, in microseconds since 1970 (UTC).
    pub at: i64,
    /// The version of the record after its deletion; 0 where it was deleted elsewhere.
    pub version: i32,
    /// What undoing needs: the record as it said itself, and what it held beside claims, as JSON; null
    /// where it was deleted elsewhere.
    pub record: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
