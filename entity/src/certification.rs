//! A rating that a work was given for its audience.

use sea_orm::entity::prelude::*;

/// A rating that a work was given for its audience.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "certification")]
pub struct Model {
    /// The work.
    #[sea_orm(primary_key, auto_increment = false)]
    pub work_id: i64,
    /// Place in the list, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// The rating, as the body writes it.
    pub rating: String,
    /// Who gave it.
    pub body: Option<String>,
    /// The youngest it is meant for.
    pub minimum_age: Option<i32>,
    /// A short note.
    pub note: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
