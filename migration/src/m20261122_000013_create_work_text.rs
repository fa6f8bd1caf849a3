//! Texts about works and people.

use sea_orm_migration::prelude::*;

use crate::shape::define;

/// Texts about works and people.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        define(
            manager,
            "CREATE TABLE work_text (
             work_id BIGINT NOT NULL REFERENCES work (id),
             kind SMALLINT NOT NULL,
             position INTEGER NOT NULL CHECK (position > 0),
             language TEXT,
             text TEXT NOT NULL,
             PRIMARY KEY (work_id, kind, position)
         )",
        )
        .await?;
        define(
            manager,
            "CREATE TABLE biography (
             person_id BIGINT NOT NULL REFERENCES person (id),
             position INTEGER NOT NULL CHECK (position > 0),
             language TEXT,
             text TEXT NOT NULL,
             PRIMARY KEY (person_id, position)
         )",
        )
        .await?;
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
