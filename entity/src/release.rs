//! A release of a work.

use sea_orm::entity::prelude::*;

use crate::vocabulary::{Certainty, ReleaseKind};

/// A release of a work.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "release")]
pub struct Model {
    /// The record's id: authority and number in one, see the id rules.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// The work.
    pub work_id: i64,
    /// ISO 3166-1 alpha-2; none means everywhere or unknown.
    pub country: Option<String>,
    /// How.
    pub kind: ReleaseKind,
    /// When, in EDTF.
    pub date_edtf: Option<String>,
    /// First day on which it may have been, widened where the date is approximate; days since 1970.
    pub released_from: i32,
    /// First day as stated: what orders. Unknown is the greatest integer.
    pub released_on: i32,
    /// Last day on which it may have been, widened likewise.
    pub released_to: i32,
    /// The rating it was given: a JSON object.
    pub certification: Option<String>,
    /// The company on whose platform.
    pub platform_id: Option<i64>,
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
