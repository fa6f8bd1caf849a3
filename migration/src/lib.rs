//! The migrations of Filmgraph's tables, in order, for SQLite and PostgreSQL alike.
//!
//! A migration never imports `entity`: it stays what it was while entities move on.

use sea_orm_migration::prelude::*;

mod m20261122_000001_create_change;
mod m20261122_000002_create_source;
mod m20261122_000003_create_work;
mod m20261122_000004_create_title;
mod m20261122_000005_create_genre;
mod m20261122_000006_create_person;
mod m20261122_000007_create_role;
mod m20261122_000008_create_external_id;
mod m20261122_000009_create_milestone;
mod shape;

/// Runs the migrations.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_000001_create_change::Migration),
            Box::new(m20261122_000002_create_source::Migration),
            Box::new(m20261122_000003_create_work::Migration),
            Box::new(m20261122_000004_create_title::Migration),
            Box::new(m20261122_000005_create_genre::Migration),
            Box::new(m20261122_000006_create_person::Migration),
            Box::new(m20261122_000007_create_role::Migration),
            Box::new(m20261122_000008_create_external_id::Migration),
            Box::new(m20261122_000009_create_milestone::Migration),
        ]
    }
}
