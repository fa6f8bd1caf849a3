//! What quotes and commentaries are about.

use sea_orm::entity::prelude::*;

use crate::vocabulary::RecordKind;

/// What quotes and commentaries are about.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "about")]
pub struct Model {
    /// Quote or commentary.
    #[sea_orm(primary_key, auto_increment = false)]
    pub record_kind: RecordKind,
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub record_id: i64,
    /// The kind of the record that it is about.
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject_kind: RecordKind,
    /// That record.
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject_id: i64,
    /// Place in the list, from 1.
    pub position: i32,
}

impl ActiveModelBehavior for ActiveModel {}
