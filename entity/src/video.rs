//! A video by its address; nothing is stored here.

use sea_orm::entity::prelude::*;

use crate::vocabulary::VideoKind;

/// A video by its address; nothing is stored here.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "video")]
pub struct Model {
    /// The record's id: authority and number in one, see the id rules.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// The work.
    pub work_id: i64,
    /// What it is.
    pub kind: VideoKind,
    /// Its title.
    pub title: String,
    /// Where it is.
    pub url: String,
    /// Where it can be embedded from.
    pub embed_url: Option<String>,
    /// The image that stands for it.
    pub thumbnail_id: Option<i64>,
    /// How long it is.
    pub duration_seconds: Option<i32>,
    /// When it was published, in EDTF.
    pub published_edtf: Option<String>,
    /// BCP 47.
    pub language: Option<String>,
    /// Where it comes from.
    pub source_id: i64,
    /// Counts the record's own changes, from 1.
    pub version: i32,
    /// Microseconds since 1970 (UTC) of its last change.
    pub updated_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
