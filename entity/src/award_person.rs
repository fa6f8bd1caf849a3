//! Who was nominated.

use sea_orm::entity::prelude::*;

/// Who was nominated.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "award_person")]
pub struct Model {
    /// The nomination.
    #[sea_orm(primary_key, auto_increment = false)]
    pub nomination_id: i64,
    /// The person.
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: i64,
    /// Place in the list, from 1.
    pub position: i32,
}

impl ActiveModelBehavior for ActiveModel {}
