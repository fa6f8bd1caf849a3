//! Milestones of productions.

use sea_orm_migration::prelude::*;

use crate::shape::define;

/// Milestones of productions.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        define(
            manager,
            "CREATE TABLE milestone (
             id {id},
             work_id BIGINT NOT NULL REFERENCES work (id),
             kind SMALLINT NOT NULL,
             date_edtf TEXT,
             span SMALLINT NOT NULL,
             certainty SMALLINT NOT NULL,
             note TEXT,
             version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
             updated_at BIGINT NOT NULL
         )",
        )
        .await?;
        define(
            manager,
            "CREATE INDEX milestone_by_work ON milestone (work_id)",
        )
        .await?;
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
