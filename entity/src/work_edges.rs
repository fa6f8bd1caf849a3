//! The roles of works, packed.

use sea_orm::entity::prelude::*;

/// The roles of works, packed. A long list has several parts.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "work_edges")]
pub struct Model {
    /// The work.
    #[sea_orm(primary_key, auto_increment = false)]
    pub work_id: i64,
    /// Where the part begins: its people have this id or a greater one.
    #[sea_orm(primary_key, auto_increment = false)]
    pub from_person: i64,
    /// The edges, see `docs/edge-lists.md`.
    pub edges: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}
