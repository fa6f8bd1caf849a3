//! Relations between works.

use sea_orm_migration::prelude::*;

use crate::shape::define;

/// Relations between works.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        define(
            manager,
            "CREATE TABLE work_relation (
             id {id},
             from_id BIGINT NOT NULL REFERENCES work (id),
             to_id BIGINT NOT NULL REFERENCES work (id),
             kind SMALLINT NOT NULL,
             aspect TEXT,
             certainty SMALLINT NOT NULL,
             version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
             updated_at BIGINT NOT NULL,
             UNIQUE (from_id, to_id, kind),
             CHECK (from_id <> to_id)
         )",
        )
        .await?;
        define(
            manager,
            "CREATE INDEX work_relation_by_target ON work_relation (to_id, kind)",
        )
        .await?;
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
