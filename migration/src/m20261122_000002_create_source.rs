//! Sources, and which records rest on which.

use sea_orm_migration::prelude::*;

use crate::shape::define;

/// Sources, and which records rest on which.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        define(
            manager,
            "CREATE TABLE source (
             id {id},
             kind SMALLINT NOT NULL,
             title TEXT NOT NULL,
             title_folded {folded} NOT NULL,
             publisher TEXT,
             authors TEXT,
             url TEXT,
             published_edtf TEXT,
             retrieved_at BIGINT,
             license TEXT,
             attribution TEXT,
             priority INTEGER NOT NULL,
             version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
             updated_at BIGINT NOT NULL
         )",
        )
        .await?;
        define(
            manager,
            "CREATE INDEX source_by_title ON source (title_folded)",
        )
        .await?;
        // What `store/read/server.rs` asks for, word by word: of millions of sources, the few data
        // sets (kind 1), and what comes with the program (kind 8 under its own authority, 15).
        define(
            manager,
            "CREATE INDEX source_of_data_set ON source (id) \
             WHERE kind = 1 OR (kind = 8 AND (id & 15) = 15)",
        )
        .await?;
        define(
            manager,
            "CREATE TABLE record_source (
             subject_kind SMALLINT NOT NULL,
             subject_id BIGINT NOT NULL,
             source_id BIGINT NOT NULL REFERENCES source (id),
             PRIMARY KEY (subject_kind, subject_id, source_id)
         ) {keyed}",
        )
        .await?;
        define(
            manager,
            "CREATE INDEX record_source_by_source ON record_source (source_id, subject_kind, subject_id)",
        )
        .await?;
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
