//! Releases, certifications and box office.

use sea_orm_migration::prelude::*;

use crate::shape::define;

/// Releases, certifications and box office.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        define(
            manager,
            "CREATE TABLE release (
             id {id},
             work_id BIGINT NOT NULL REFERENCES work (id),
             country TEXT,
             kind SMALLINT NOT NULL,
             date_edtf TEXT,
             released_from INTEGER NOT NULL,
             released_on INTEGER NOT NULL,
             released_to INTEGER NOT NULL,
             certification TEXT,
             platform_id BIGINT REFERENCES company (id),
             note TEXT,
             certainty SMALLINT NOT NULL,
             version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
             updated_at BIGINT NOT NULL
         )",
        )
        .await?;
        define(
            manager,
            "CREATE INDEX release_by_work ON release (work_id, released_on)",
        )
        .await?;
        define(
            manager,
            "CREATE INDEX release_by_date ON release (released_on, id)",
        )
        .await?;
        define(
            manager,
            "CREATE TABLE certification (
             work_id BIGINT NOT NULL REFERENCES work (id),
             position INTEGER NOT NULL CHECK (position > 0),
             country TEXT NOT NULL,
             rating TEXT NOT NULL,
             body TEXT,
             minimum_age INTEGER,
             note TEXT,
             PRIMARY KEY (work_id, position)
         )",
        )
        .await?;
        define(
            manager,
            "CREATE TABLE box_office (
             work_id BIGINT NOT NULL REFERENCES work (id),
             position INTEGER NOT NULL CHECK (position > 0),
             country TEXT,
             gross_amount TEXT NOT NULL,
             opening_amount TEXT,
             currency TEXT NOT NULL,
             is_approximate BOOLEAN NOT NULL,
             opening_approximate BOOLEAN NOT NULL,
             source_id BIGINT NOT NULL REFERENCES source (id),
             PRIMARY KEY (work_id, position)
         )",
        )
        .await?;
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
