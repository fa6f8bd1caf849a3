//! A deal about a work.

use sea_orm::entity::prelude::*;

use crate::vocabulary::{Certainty, DealKind};

/// A deal about a work.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "deal")]
pub struct Model {
    /// The record's id: authority and number in one, see the id rules.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// The work.
    pub work_id: i64,
    /// What kind.
    pub kind: DealKind,
    /// The company that bought.
    pub buyer_id: Option<i64>,
    /// The company that sold.
    pub seller_id: Option<i64>,
    /// The price in major units, as a decimal.
    pub price_amount: Option<String>,
    /// ISO 4217.
    pub price_currency: Option<String>,
    /// Whether the price is only about right.
    pub price_approximate: bool,
    /// For where: a JSON list of country codes.
    pub territories: Option<String>,
    /// When it was announced, in EDTF.
    pub announced_edtf: Option<String>,
    /// A short note.
    pub note: Option<String>,
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
