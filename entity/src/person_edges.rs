//! The roles of people, packed.

use sea_orm::entity::prelude::*;

/// The roles of people, packed. A long list has several parts.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "person_edges")]
pub struct Model {
    /// The person.
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: i64,
    /// Where the part begins: its works have this id or a greater one.
    #[sea_orm(primary_key, auto_increment = false)]
    pub from_work: i64,
    /// The edges, see `docs/edge-lists.md`.
    pub edges: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}
