//! Seasons of series.

use sea_orm_migration::prelude::*;

use crate::shape::define;

/// Seasons of series.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        define(
            manager,
            "CREATE TABLE season (
             id {id},
             series_id BIGINT NOT NULL REFERENCES work (id),
             number INTEGER NOT NULL,
             version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
             updated_at BIGINT NOT NULL,
             UNIQUE (series_id, number)
         )",
        )
        .await?;
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
