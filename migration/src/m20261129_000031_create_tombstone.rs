//! What is left of deleted records, and finding what names a record that is to be deleted.

use sea_orm_migration::prelude::*;

use crate::shape::define;

/// What is left of deleted records, and finding what names a record that is to be deleted.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        define(
            manager,
            "CREATE TABLE tombstone (
             subject_kind SMALLINT NOT NULL,
             subject_id BIGINT NOT NULL,
             root_kind SMALLINT NOT NULL,
             root_id BIGINT NOT NULL,
             label TEXT NOT NULL,
             source_id BIGINT NOT NULL REFERENCES source (id),
             excerpt TEXT,
             stated_edtf TEXT,
             actor TEXT NOT NULL,
             at BIGINT NOT NULL,
             version INTEGER NOT NULL CHECK (version >= 0),
             record TEXT,
             PRIMARY KEY (subject_kind, subject_id)
         )",
        )
        .await?;
        for index in [
            "tombstone_by_root ON tombstone (root_kind, root_id)",
            "tombstone_by_source ON tombstone (source_id)",
            "quote_by_interviewer ON quote (interviewer_id)",
            "video_by_thumbnail ON video (thumbnail_id)",
            // Only values that are records: they are short, and few.
            "claim_by_record ON claim (value) WHERE substr(value, 1, 10) = '{\"record\":'",
        ] {
            define(manager, &format!("CREATE INDEX {index}")).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
