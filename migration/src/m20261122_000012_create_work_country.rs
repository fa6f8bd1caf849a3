//! Countries and languages of works.

use sea_orm_migration::prelude::*;

use crate::shape::define;

/// Countries and languages of works.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        define(
            manager,
            "CREATE TABLE work_country (
             work_id BIGINT NOT NULL REFERENCES work (id),
             code {folded} NOT NULL,
             position INTEGER NOT NULL CHECK (position > 0),
             PRIMARY KEY (work_id, code)
         ) {keyed}",
        )
        .await?;
        define(
            manager,
            "CREATE INDEX work_country_by_code ON work_country (code, work_id)",
        )
        .await?;
        define(
            manager,
            "CREATE TABLE work_language (
             work_id BIGINT NOT NULL REFERENCES work (id),
             tag {folded} NOT NULL,
             position INTEGER NOT NULL CHECK (position > 0),
             PRIMARY KEY (work_id, tag)
         ) {keyed}",
        )
        .await?;
        define(
            manager,
            "CREATE INDEX work_language_by_tag ON work_language (tag, work_id)",
        )
        .await?;
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
