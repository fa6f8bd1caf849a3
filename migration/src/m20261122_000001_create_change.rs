//! The log and its head, the first table: every write goes through it.

use sea_orm_migration::prelude::*;

use crate::shape::define;

/// The log and its head, the first table: every write goes through it.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        define(
            manager,
            "CREATE TABLE change (
             seq {id},
             at BIGINT NOT NULL,
             actor TEXT NOT NULL,
             action SMALLINT NOT NULL,
             subject_kind SMALLINT NOT NULL,
             subject_id BIGINT NOT NULL,
             version INTEGER NOT NULL,
             touches TEXT,
             fields TEXT,
             import_run BIGINT
         )",
        )
        .await?;
        define(
            manager,
            "CREATE INDEX change_by_subject ON change (subject_kind, subject_id, seq)",
        )
        .await?;
        define(
            manager,
            "CREATE TABLE change_head (id INTEGER PRIMARY KEY CHECK (id = 1), seq BIGINT NOT NULL)",
        )
        .await?;
        define(manager, "INSERT INTO change_head (id, seq) VALUES (1, 0)").await?;
        define(
            manager,
            "CREATE TABLE id_sequence (kind SMALLINT PRIMARY KEY, last BIGINT NOT NULL)",
        )
        .await?;
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
