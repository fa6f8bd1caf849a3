//! Ratings.

use sea_orm_migration::prelude::*;

use crate::shape::define;

/// Ratings.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        define(
            manager,
            "CREATE TABLE rating (
             id {id},
             work_id BIGINT NOT NULL REFERENCES work (id),
             source_id BIGINT NOT NULL REFERENCES source (id),
             average DOUBLE PRECISION NOT NULL,
             out_of DOUBLE PRECISION NOT NULL,
             votes INTEGER,
             retrieved_at BIGINT,
             version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
             updated_at BIGINT NOT NULL,
             CHECK (average >= 0 AND average <= out_of),
             UNIQUE (work_id, source_id)
         )",
        )
        .await?;
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
