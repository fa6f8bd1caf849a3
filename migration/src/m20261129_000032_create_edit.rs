//! Fields of records that an editor wrote over.

use sea_orm_migration::prelude::*;

use crate::shape::define;

/// Fields of records that an editor wrote over.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        define(
            manager,
            "CREATE TABLE edit (
             subject_kind SMALLINT NOT NULL,
             subject_id BIGINT NOT NULL,
             field {folded} NOT NULL,
             own TEXT NOT NULL,
             source_id BIGINT NOT NULL REFERENCES source (id),
             PRIMARY KEY (subject_kind, subject_id, field)
         ) {keyed}",
        )
        .await?;
        define(manager, "CREATE INDEX edit_by_source ON edit (source_id)").await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
