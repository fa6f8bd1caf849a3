//! A rating of a work by the users of a source.

use sea_orm::entity::prelude::*;

/// A rating of a work by the users of a source.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "rating")]
pub struct Model {
    /// The record's id: authority and number in one, see the id rules.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// The work.
    pub work_id: i64,
    /// The source.
    pub source_id: i64,
    /// The average.
    pub average: f64,
    /// The best that can be given.
    pub out_of: f64,
    /// How many people rated.
    pub votes: Option<i32>,
    /// Microseconds since 1970 (UTC) at which it was read.
    pub retrieved_at: Option<i64>,
    /// Counts the record's own changes, from 1.
    pub version: i32,
    /// Microseconds since 1970 (UTC) of its last change.
    pub updated_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
