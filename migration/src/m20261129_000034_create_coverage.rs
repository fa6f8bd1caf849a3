//! How much sources have of careers, and of casts and crews.

use sea_orm_migration::prelude::*;

use crate::shape::define;

/// How much sources have of careers, and of casts and crews.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for sql in [
            "CREATE TABLE coverage (
             id {id},
             subject_kind SMALLINT NOT NULL,
             subject_id BIGINT NOT NULL,
             departments TEXT, kinds TEXT,
             until_edtf TEXT,
             extent SMALLINT NOT NULL,
             source_id BIGINT NOT NULL REFERENCES source (id),
             version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
             updated_at BIGINT NOT NULL
         )",
            "CREATE INDEX coverage_by_subject ON coverage (subject_kind, subject_id)",
            "CREATE INDEX coverage_by_source ON coverage (source_id, id)",
        ] {
            define(manager, sql).await?;
        }
        Ok(())
    }
}
