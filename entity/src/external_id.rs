//! What another authority calls a record.

use sea_orm::entity::prelude::*;

use crate::vocabulary::{ExternalAuthority, ExternalSpace, RecordKind};

/// What another authority calls a record.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "external_id")]
pub struct Model {
    /// Who gave it out.
    #[sea_orm(primary_key, auto_increment = false)]
    pub authority: ExternalAuthority,
    /// The number space within the authority.
    #[sea_orm(primary_key, auto_increment = false)]
    pub space: ExternalSpace,
    /// The identifier in canonical form.
    #[sea_orm(primary_key, auto_increment = false)]
    pub value: String,
    /// The kind of the record.
    pub subject_kind: RecordKind,
    /// The record.
    pub subject_id: i64,
}

impl ActiveModelBehavior for ActiveModel {}
