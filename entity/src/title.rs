//! A title of a work besides the one it is shown by.

use sea_orm::entity::prelude::*;

use crate::vocabulary::TitleKind;

/// A title of a work besides the one it is shown by.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "title")]
pub struct Model {
    /// The record's id: authority and number in one, see the id rules.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// The work.
    pub work_id: i64,
    /// Place in the list of the work's titles, from 1.
    pub position: i32,
    /// The title.
    pub text: String,
    /// `text` folded for matching.
    pub text_folded: String,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// BCP 47.
    pub language: Option<String>,
    /// What it is used for.
    pub kind: TitleKind,
}

impl ActiveModelBehavior for ActiveModel {}
