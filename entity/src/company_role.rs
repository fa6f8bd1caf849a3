//! What a company did for a work.

use sea_orm::entity::prelude::*;

use crate::vocabulary::{Certainty, CompanyRoleKind};

/// What a company did for a work.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "company_role")]
pub struct Model {
    /// The record's id: authority and number in one, see the id rules.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// The work.
    pub work_id: i64,
    /// The company.
    pub company_id: i64,
    /// What it did.
    pub kind: CompanyRoleKind,
    /// Where: a JSON list of country codes; none means everywhere.
    pub territories: Option<String>,
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
