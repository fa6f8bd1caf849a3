//! Images, videos and links, all by address.

use sea_orm_migration::prelude::*;

use crate::shape::define;

/// Images, videos and links, all by address.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        define(
            manager,
            "CREATE TABLE image (
             id {id},
             subject_kind SMALLINT NOT NULL,
             subject_id BIGINT NOT NULL,
             kind SMALLINT NOT NULL,
             url TEXT NOT NULL,
             width INTEGER,
             height INTEGER,
             language TEXT,
             alt_text TEXT,
             source_id BIGINT NOT NULL REFERENCES source (id),
             attribution TEXT,
             license TEXT,
             version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
             updated_at BIGINT NOT NULL
         )",
        )
        .await?;
        define(
            manager,
            "CREATE INDEX image_by_subject ON image (subject_kind, subject_id, kind)",
        )
        .await?;
        define(
            manager,
            "CREATE TABLE video (
             id {id},
             work_id BIGINT NOT NULL REFERENCES work (id),
             kind SMALLINT NOT NULL,
             title TEXT NOT NULL,
             url TEXT NOT NULL,
             embed_url TEXT,
             thumbnail_id BIGINT REFERENCES image (id),
             duration_seconds INTEGER,
             published_edtf TEXT,
             language TEXT,
             source_id BIGINT NOT NULL REFERENCES source (id),
             version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
             updated_at BIGINT NOT NULL
         )",
        )
        .await?;
        define(manager, "CREATE INDEX video_by_work ON video (work_id)").await?;
        define(
            manager,
            "CREATE TABLE link (
             subject_kind SMALLINT NOT NULL,
             subject_id BIGINT NOT NULL,
             position INTEGER NOT NULL CHECK (position > 0),
             kind SMALLINT NOT NULL,
             url TEXT NOT NULL,
             language TEXT,
             PRIMARY KEY (subject_kind, subject_id, position)
         )",
        )
        .await?;
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
