//! Characters that several works share.

use sea_orm_migration::prelude::*;

use crate::shape::define;

/// Characters that several works share.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        define(
            manager,
            "CREATE TABLE character (
             id {id},
             name TEXT NOT NULL,
             name_folded {folded} NOT NULL,
             version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
             updated_at BIGINT NOT NULL
         )",
        )
        .await?;
        define(
            manager,
            "CREATE INDEX character_by_name ON character (name_folded)",
        )
        .await?;
        define(
            manager,
            "CREATE TABLE character_role (
             character_id BIGINT NOT NULL REFERENCES character (id),
             role_id BIGINT NOT NULL REFERENCES role (id),
             PRIMARY KEY (character_id, role_id)
         ) {keyed}",
        )
        .await?;
        define(
            manager,
            "CREATE INDEX character_role_by_role ON character_role (role_id)",
        )
        .await?;
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
