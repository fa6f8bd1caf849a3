//! The sources of a record: its implicit claim.

use sea_orm::entity::prelude::*;

use crate::vocabulary::RecordKind;

/// The sources of a record: its implicit claim.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "record_source")]
pub struct Model {
    /// The kind of the record.
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject_kind: RecordKind,
    /// The record.
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject_id: i64,
    /// The source.
    #[sea_orm(primary_key, auto_increment = false)]
    pub source_id: i64,
}

impl ActiveModelBehavior for ActiveModel {}
