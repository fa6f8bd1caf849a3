//! Professions, and those of each person.

use sea_orm_migration::prelude::*;

use crate::shape::define;

/// Professions, and those of each person.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        define(
            manager,
            "CREATE TABLE profession (
             id {id},
             name TEXT NOT NULL UNIQUE,
             name_folded {folded} NOT NULL
         )",
        )
        .await?;
        define(
            manager,
            "CREATE TABLE person_profession (
             person_id BIGINT NOT NULL REFERENCES person (id),
             profession_id BIGINT NOT NULL REFERENCES profession (id),
             position INTEGER NOT NULL CHECK (position > 0),
             PRIMARY KEY (person_id, profession_id)
         ) {keyed}",
        )
        .await?;
        define(
            manager,
            "CREATE INDEX person_profession_by_profession ON person_profession (profession_id, person_id)",
        )
        .await?;
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
