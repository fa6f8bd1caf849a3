//! Quotes and commentary.

use sea_orm_migration::prelude::*;

use crate::shape::define;

/// Quotes and commentary.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        define(
            manager,
            "CREATE TABLE quote (
             id {id},
             text TEXT NOT NULL,
             speaker_id BIGINT REFERENCES person (id),
             interviewer_id BIGINT REFERENCES person (id),
             source_id BIGINT NOT NULL REFERENCES source (id),
             occasion TEXT,
             date_edtf TEXT,
             language TEXT,
             version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
             updated_at BIGINT NOT NULL
         )",
        )
        .await?;
        define(
            manager,
            "CREATE INDEX quote_by_speaker ON quote (speaker_id)",
        )
        .await?;
        define(
            manager,
            "CREATE TABLE commentary (
             id {id},
             kind SMALLINT NOT NULL,
             text TEXT NOT NULL,
             source_id BIGINT NOT NULL REFERENCES source (id),
             version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
             updated_at BIGINT NOT NULL
         )",
        )
        .await?;
        define(
            manager,
            "CREATE TABLE about (
             record_kind SMALLINT NOT NULL,
             record_id BIGINT NOT NULL,
             subject_kind SMALLINT NOT NULL,
             subject_id BIGINT NOT NULL,
             position INTEGER NOT NULL CHECK (position > 0),
             PRIMARY KEY (record_kind, record_id, subject_kind, subject_id)
         ) {keyed}",
        )
        .await?;
        define(
            manager,
            "CREATE INDEX about_by_subject ON about (subject_kind, subject_id, record_kind)",
        )
        .await?;
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
