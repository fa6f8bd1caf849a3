//! Keys by which callers say who they are; of each only a hash is kept.

use sea_orm_migration::prelude::*;

use crate::shape::define;

/// Keys by which callers say who they are; of each only a hash is kept.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        define(
            manager,
            "CREATE TABLE api_key (
             id {id},
             name {folded} NOT NULL UNIQUE,
             hash {folded} NOT NULL,
             scopes SMALLINT NOT NULL,
             created_at BIGINT NOT NULL,
             last_used_at BIGINT,
             revoked_at BIGINT,
             expires_at BIGINT
         )",
        )
        .await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
