//! Keywords, and those of each work.

use sea_orm_migration::prelude::*;

use crate::shape::define;

/// Keywords, and those of each work.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        define(
            manager,
            "CREATE TABLE keyword (
             id {id},
             name TEXT NOT NULL UNIQUE,
             name_folded {folded} NOT NULL
         )",
        )
        .await?;
        define(
            manager,
            "CREATE TABLE work_keyword (
             work_id BIGINT NOT NULL REFERENCES work (id),
             keyword_id BIGINT NOT NULL REFERENCES keyword (id),
             position INTEGER NOT NULL CHECK (position > 0),
             PRIMARY KEY (work_id, keyword_id)
         ) {keyed}",
        )
        .await?;
        define(
            manager,
            "CREATE INDEX work_keyword_by_keyword ON work_keyword (keyword_id, work_id)",
        )
        .await?;
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
