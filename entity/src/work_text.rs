//! Texts about a work, by language.

use sea_orm::entity::prelude::*;

/// What a text is, as `kind` holds it: what the work is about.
pub const SYNOPSIS: i16 = 1;
/// Likewise: the line it was advertised with.
pub const TAGLINE: i16 = 2;

/// Texts about a work, by language.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "work_text")]
pub struct Model {
    /// The work.
    #[sea_orm(primary_key, auto_increment = false)]
    pub work_id: i64,
    /// 1 synopsis, 2 tagline.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: i16,
    /// Place in the list, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// BCP 47.
    pub language: Option<String>,
    /// The words.
    pub text: String,
}

impl ActiveModelBehavior for ActiveModel {}
