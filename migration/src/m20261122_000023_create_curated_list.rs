//! Curated lists.

use sea_orm_migration::prelude::*;

use crate::shape::define;

/// Curated lists.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        define(
            manager,
            "CREATE TABLE curated_list (
             id {id},
             title TEXT NOT NULL,
             about_work_id BIGINT REFERENCES work (id),
             version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
             updated_at BIGINT NOT NULL
         )",
        )
        .await?;
        define(
            manager,
            "CREATE INDEX curated_list_by_work ON curated_list (about_work_id)",
        )
        .await?;
        define(
            manager,
            "CREATE TABLE list_entry (
             id {id},
             list_id BIGINT NOT NULL REFERENCES curated_list (id),
             position INTEGER NOT NULL CHECK (position > 0),
             work_id BIGINT REFERENCES work (id),
             note TEXT,
             UNIQUE (list_id, position)
         )",
        )
        .await?;
        define(
            manager,
            "CREATE INDEX list_entry_by_work ON list_entry (work_id)",
        )
        .await?;
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
