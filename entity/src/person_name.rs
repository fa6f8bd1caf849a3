//! A name of a person besides the one they are shown by.

use sea_orm::entity::prelude::*;

use crate::vocabulary::PersonNameKind;

/// A name of a person besides the one they are shown by.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "person_name")]
pub struct Model {
    /// The record's id: authority and number in one, see the id rules.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// The person.
    pub person_id: i64,
    /// Place in the list of the person's names, from 1.
    pub position: i32,
    /// The name.
    pub name: String,
    /// `name` folded for matching.
    pub name_folded: String,
    /// BCP 47.
    pub language: Option<String>,
    /// What it is.
    pub kind: PersonNameKind,
}

impl ActiveModelBehavior for ActiveModel {}
