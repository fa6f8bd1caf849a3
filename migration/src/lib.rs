//! The migrations of Filmgraph's tables, in order, for SQLite and PostgreSQL alike.
//!
//! A migration never imports `entity`: it stays what it was while entities move on.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DatabaseConnection;

mod m20261122_000001_create_change;
mod m20261122_000002_create_source;
mod m20261122_000003_create_work;
mod m20261122_000004_create_title;
mod m20261122_000005_create_genre;
mod m20261122_000006_create_person;
mod m20261122_000008_create_external_id;
mod m20261122_000009_create_milestone;
mod m20261122_000010_create_keyword;
mod m20261122_000011_create_profession;
mod m20261122_000012_create_work_country;
mod m20261122_000013_create_work_text;
mod m20261122_000014_create_company;
mod m20261122_000015_create_character;
mod m20261122_000016_create_season;
mod m20261122_000017_create_release;
mod m20261122_000018_create_deal;
mod m20261122_000019_create_award_nomination;
mod m20261122_000020_create_rating;
mod m20261122_000021_create_work_relation;
mod m20261122_000022_create_quote;
mod m20261122_000023_create_curated_list;
mod m20261122_000024_create_collection;
mod m20261122_000025_create_image;
mod m20261127_000026_create_claim;
mod m20261127_000027_create_api_key;
mod m20261127_000028_create_idempotency;
mod m20261127_000029_add_first_release;
mod m20261129_000030_pack_change;
mod m20261129_000031_create_tombstone;
mod m20261129_000032_create_edit;
mod m20261129_000033_add_retraction_reason;
mod m20261129_000034_create_coverage;
mod m20261130_000035_create_record_key;
mod m20261130_000036_add_denial;
mod m20261130_000037_add_own_figures;
mod m20261130_000038_add_portrayed;
mod m20261130_000039_count_kinds_apart;
mod m20261201_000007_create_role;
mod m20261202_000040_create_career;
mod shape;

struct Migrator;

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
            Box::new(m20261201_000007_create_role::Migration),
            Box::new(m20261122_000008_create_external_id::Migration),
            Box::new(m20261122_000009_create_milestone::Migration),
            Box::new(m20261122_000010_create_keyword::Migration),
            Box::new(m20261122_000011_create_profession::Migration),
            Box::new(m20261122_000012_create_work_country::Migration),
            Box::new(m20261122_000013_create_work_text::Migration),
            Box::new(m20261122_000014_create_company::Migration),
            Box::new(m20261122_000015_create_character::Migration),
            Box::new(m20261122_000016_create_season::Migration),
            Box::new(m20261122_000017_create_release::Migration),
            Box::new(m20261122_000018_create_deal::Migration),
            Box::new(m20261122_000019_create_award_nomination::Migration),
            Box::new(m20261122_000020_create_rating::Migration),
            Box::new(m20261122_000021_create_work_relation::Migration),
            Box::new(m20261122_000022_create_quote::Migration),
            Box::new(m20261122_000023_create_curated_list::Migration),
            Box::new(m20261122_000024_create_collection::Migration),
            Box::new(m20261122_000025_create_image::Migration),
            Box::new(m20261127_000026_create_claim::Migration),
            Box::new(m20261127_000027_create_api_key::Migration),
            Box::new(m20261127_000028_create_idempotency::Migration),
            Box::new(m20261127_000029_add_first_release::Migration),
            Box::new(m20261129_000030_pack_change::Migration),
            Box::new(m20261129_000031_create_tombstone::Migration),
            Box::new(m20261129_000032_create_edit::Migration),
            Box::new(m20261129_000033_add_retraction_reason::Migration),
            Box::new(m20261129_000034_create_coverage::Migration),
            Box::new(m20261130_000035_create_record_key::Migration),
            Box::new(m20261130_000036_add_denial::Migration),
            Box::new(m20261130_000037_add_own_figures::Migration),
            Box::new(m20261130_000038_add_portrayed::Migration),
            Box::new(m20261130_000039_count_kinds_apart::Migration),
            Box::new(m20261202_000040_create_career::Migration),
        ]
    }
}

/// The names of the migrations that this program has, in order.
#[must_use]
pub fn known() -> Vec<String> {
    let migrations = Migrator::migrations();
    migrations.iter().map(|m| m.name().to_owned()).collect()
}

/// The migrations that were given up before the first release: what they made is no longer read.
const GIVEN_UP: [&str; 1] = ["m20261122_000007_create_role"];

/// Whether a migration of this name was given up.
#[must_use]
pub fn is_given_up(name: &str) -> bool {
    GIVEN_UP.contains(&name)
}

/// The name of the table of the migrations that a database has had.
#[must_use]
pub fn table() -> String {
    Migrator::migration_table_name().to_string()
}

/// The names of the migrations that the database has had, in order; none where there is no table
/// of them. Changes nothing.
///
/// # Errors
/// Whatever the database says.
pub async fn applied(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    if !SchemaManager::new(db).has_table(table()).await? {
        return Ok(Vec::new());
    }
    let rows = Migrator::get_migration_models(db).await?;
    Ok(rows.into_iter().map(|row| row.version).collect())
}

/// Applies every migration that the database has not had.
///
/// # Errors
/// Whatever the database says; each migration is applied whole or not at all.
pub async fn up(db: &DatabaseConnection) -> Result<(), DbErr> {
    Migrator::up(db, None).await
}
