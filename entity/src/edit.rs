//! Fields of records that an editor wrote over, and what the records' own sources said of them.

use sea_orm::entity::prelude::*;

use crate::vocabulary::RecordKind;

/// A field of a record that cannot be claimed and that an editor wrote over: the record holds what
/// the editor said, and this row what its own source said, so that a file that is read again is
/// compared with that.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "edit")]
pub struct Model {
    /// The kind of the record.
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject_kind: RecordKind,
    /// The record.
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject_id: i64,
    /// The field, as the interchange format names it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub field: String,
    /// What the record's own source says, as JSON; `null` where it says nothing.
    pub own: String,
    /// The source that the editor named.
    pub source_id: i64,
}

impl ActiveModelBehavior for ActiveModel {}
