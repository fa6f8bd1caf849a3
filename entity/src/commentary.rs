//! What is said about works and people.

use sea_orm::entity::prelude::*;

use crate::vocabulary::CommentaryKind;

/// What is said about works and people.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "commentary")]
pub struct Model {
    /// The record's id: authority and number in one, see the id rules.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// What kind.
    pub kind: CommentaryKind,
    /// The words.
    pub text: String,
    /// Where it was published.
    pub source_id: i64,
    /// Whether claims deny that there is such a record.
    pub is_denied: bool,
    /// Counts the record's own changes, from 1.
    pub version: i32,
    /// Microseconds since 1970 (UTC) of its last change.
    pub updated_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
