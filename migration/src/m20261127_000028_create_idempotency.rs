//! What mutations with an idempotency key did, and finding sources by address.

use sea_orm_migration::prelude::*;

use crate::shape::define;

/// What mutations with an idempotency key did, and finding sources by address.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        define(
            manager,
            "CREATE TABLE idempotency (
             number {id},
             actor {folded} NOT NULL,
             key {folded} NOT NULL,
             input {folded} NOT NULL,
             result TEXT NOT NULL,
             head BIGINT NOT NULL,
             at BIGINT NOT NULL,
             UNIQUE (actor, key)
         )",
        )
        .await?;
        define(
            manager,
            "CREATE INDEX idempotency_by_age ON idempotency (at)",
        )
        .await?;
        // An address may be longer than what an index of PostgreSQL takes.
        define(
            manager,
            "CREATE INDEX source_by_url ON source (substr(url, 1, 200))",
        )
        .await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
