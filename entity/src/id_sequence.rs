//! The last number given out to records made here, by kind.

use sea_orm::entity::prelude::*;

use crate::vocabulary::RecordKind;

/// The last number given out to records made here, by kind.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "id_sequence")]
pub struct Model {
    /// The kind of record.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: RecordKind,
    /// The last number given out.
    pub last: i64,
}

impl ActiveModelBehavior for ActiveModel {}
