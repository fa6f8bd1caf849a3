//! Somebody who has roles.

use sea_orm::entity::prelude::*;

/// Somebody who has roles.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "person")]
pub struct Model {
    /// The record's id: authority and number in one, see the id rules.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// The name that is shown when nothing else is asked for.
    pub name: String,
    /// `name` folded for matching and order.
    pub name_folded: String,
    /// Date of birth in EDTF.
    pub birth_edtf: Option<String>,
    /// First day of birth as stated, days since 1970: what orders and finds by birth.
    pub born_on: Option<i32>,
    /// Place of birth.
    pub birth_place: Option<String>,
    /// Date of death in EDTF.
    pub death_edtf: Option<String>,
    /// Place of death.
    pub death_place: Option<String>,
    /// False for a name that no identity is known for.
    pub is_resolved: bool,
    /// How much they are looked at; greater is more.
    pub popularity: Option<f64>,
    /// Whether claims deny that there is such a record.
    pub is_denied: bool,
    /// Counts the record's own changes, from 1.
    pub version: i32,
    /// Microseconds since 1970 (UTC) of its last change.
    pub updated_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
