//! Why a claim was taken back.

use sea_orm_migration::prelude::*;

use crate::shape::define;

/// Why a claim was taken back.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        define(
            manager,
            "ALTER TABLE claim ADD COLUMN retraction_reason TEXT",
        )
        .await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
