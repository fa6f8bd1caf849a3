//! Collections.

use sea_orm_migration::prelude::*;

use crate::shape::define;

/// Collections.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        define(
            manager,
            "CREATE TABLE collection (
             id {id},
             name TEXT NOT NULL,
             version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
             updated_at BIGINT NOT NULL
         )",
        )
        .await?;
        define(
            manager,
            "CREATE TABLE collection_work (
             collection_id BIGINT NOT NULL REFERENCES collection (id),
             work_id BIGINT NOT NULL REFERENCES work (id),
             position INTEGER NOT NULL CHECK (position > 0),
             PRIMARY KEY (collection_id, work_id)
         ) {keyed}",
        )
        .await?;
        define(
            manager,
            "CREATE INDEX collection_work_by_work ON collection_work (work_id)",
        )
        .await?;
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
