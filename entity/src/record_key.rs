//! By what records are found again that files bring without an id.

use sea_orm::entity::prelude::*;

use crate::vocabulary::{RecordKind, vocabulary};

/// By what a record is found again that a file brings without an id, or names without one.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "record_key")]
pub struct Model {
    /// The kind of the record.
    #[sea_orm(primary_key, auto_increment = false)]
    pub record_kind: RecordKind,
    /// What sort of words they are.
    #[sea_orm(primary_key, auto_increment = false)]
    pub sort: KeySort,
    /// The words: a key as it is written; of the others a digest.
    #[sea_orm(primary_key, auto_increment = false)]
    pub words: String,
    /// The source within which they hold; 0 where they hold in all.
    #[sea_orm(primary_key, auto_increment = false)]
    pub source_id: i64,
    /// The record.
    pub record_id: i64,
}

impl ActiveModelBehavior for ActiveModel {}

vocabulary! {
    /// What sort of words a record is found again by.
    KeySort {
        /// A key that whoever wrote the file gave it.
        Key = 1,
        /// What makes the record what it is.
        Identity = 2,
        /// A name or a key by which lines of a source named it.
        Reference = 3,
    }
}
