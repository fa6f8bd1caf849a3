//! A nomination for an award, or the award.

use sea_orm::entity::prelude::*;

use crate::vocabulary::AwardResult;

/// A nomination for an award, or the award.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "award_nomination")]
pub struct Model {
    /// The record's id: authority and number in one, see the id rules.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// The award.
    pub award: String,
    /// `award` folded for matching.
    pub award_folded: String,
    /// The category.
    pub category: String,
    /// The year of the film.
    pub year: i32,
    /// What came of it.
    pub result: AwardResult,
    /// For which work.
    pub work_id: Option<i64>,
    /// Whether claims deny that there is such a record.
    pub is_denied: bool,
    /// Counts the record's own changes, from 1.
    pub version: i32,
    /// Microseconds since 1970 (UTC) of its last change.
    pub updated_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
