//! What a work took in.

use sea_orm::entity::prelude::*;

/// What a work took in.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "box_office")]
pub struct Model {
    /// The work.
    #[sea_orm(primary_key, auto_increment = false)]
    pub work_id: i64,
    /// Place in the list, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// ISO 3166-1 alpha-2; none means worldwide.
    pub country: Option<String>,
    /// All of it, in major units, as a decimal.
    pub gross_amount: String,
    /// The first days.
    pub opening_amount: Option<String>,
    /// ISO 4217.
    pub currency: String,
    /// Whether all of it is only about right.
    pub is_approximate: bool,
    /// Whether the first days are only about right.
    pub opening_approximate: bool,
    /// Where it comes from.
    pub source_id: i64,
}

impl ActiveModelBehavior for ActiveModel {}
