//! What somebody said.

use sea_orm::entity::prelude::*;

/// What somebody said.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "quote")]
pub struct Model {
    /// The record's id: authority and number in one, see the id rules.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// The words.
    pub text: String,
    /// Who said it.
    pub speaker_id: Option<i64>,
    /// To whom.
    pub interviewer_id: Option<i64>,
    /// Where it was published.
    pub source_id: i64,
    /// On what occasion.
    pub occasion: Option<String>,
    /// When, in EDTF.
    pub date_edtf: Option<String>,
    /// BCP 47.
    pub language: Option<String>,
    /// Whether claims deny that there is such a record.
    pub is_denied: bool,
    /// Counts the record's own changes, from 1.
    pub version: i32,
    /// Microseconds since 1970 (UTC) of its last change.
    pub updated_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
