//! Further titles of works.

use sea_orm_migration::prelude::*;

use crate::shape::define;

/// Further titles of works.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        define(
            manager,
            "CREATE TABLE title (
             id {id},
             work_id BIGINT NOT NULL REFERENCES work (id),
             position INTEGER NOT NULL CHECK (position > 0),
             text TEXT NOT NULL,
             text_folded {folded} NOT NULL,
             country TEXT,
             language TEXT,
             kind SMALLINT NOT NULL,
             UNIQUE (work_id, position)
         )",
        )
        .await?;
        define(
            manager,
            "CREATE INDEX title_by_text ON title (text_folded, work_id)",
        )
        .await?;
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
