//! What other authorities call our records.

use sea_orm_migration::prelude::*;

use crate::shape::define;

/// What other authorities call our records.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        define(
            manager,
            "CREATE TABLE external_id (
             authority SMALLINT NOT NULL,
             space SMALLINT NOT NULL,
             value {folded} NOT NULL,
             subject_kind SMALLINT NOT NULL,
             subject_id BIGINT NOT NULL,
             PRIMARY KEY (authority, space, value)
         ) {keyed}",
        )
        .await?;
        define(
            manager,
            "CREATE INDEX external_id_by_subject ON external_id (subject_kind, subject_id)",
        )
        .await?;
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
