//! A place of a work.

use sea_orm::entity::prelude::*;

use crate::vocabulary::{Certainty, LocationKind};

/// A place of a work.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "work_location")]
pub struct Model {
    /// The record's id: authority and number in one, see the id rules.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// The work.
    pub work_id: i64,
    /// What the place is to it.
    pub kind: LocationKind,
    /// The place.
    pub name: String,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// How sure it is.
    pub certainty: Certainty,
    /// Whether claims deny that there is such a record.
    pub is_denied: bool,
    /// Counts the record's own changes, from 1.
    pub version: i32,
    /// Microseconds since 1970 (UTC) of its last change.
    pub updated_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
