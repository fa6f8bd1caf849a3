//! How one work relates to another.

use sea_orm::entity::prelude::*;

use crate::vocabulary::{Certainty, WorkRelationKind};

/// How one work relates to another.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "work_relation")]
pub struct Model {
    /// The record's id: authority and number in one, see the id rules.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// The work that the relation is said of.
    pub from_id: i64,
    /// The other work.
    pub to_id: i64,
    /// How.
    pub kind: WorkRelationKind,
    /// In what respect.
    pub aspect: Option<String>,
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
