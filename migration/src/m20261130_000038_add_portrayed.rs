//! What records hold beside the names of characters that they themselves have.

use sea_orm_migration::prelude::*;

use crate::shape::define;

/// What records hold beside the names of characters that they themselves have.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        define(manager, "ALTER TABLE claim ADD COLUMN portrayed TEXT").await?;
        define(
            manager,
            "CREATE INDEX claim_portrayed ON claim (subject_kind, subject_id) WHERE portrayed IS NOT NULL",
        )
        .await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
