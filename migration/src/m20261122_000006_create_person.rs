//! People and their further names.

use sea_orm_migration::prelude::*;

use crate::shape::define;

/// People and their further names.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        define(
            manager,
            "CREATE TABLE person (
             id {id},
             name TEXT NOT NULL,
             name_folded {folded} NOT NULL,
             birth_edtf TEXT,
             born_on INTEGER,
             birth_place TEXT,
             death_edtf TEXT,
             death_place TEXT,
             is_resolved BOOLEAN NOT NULL,
             popularity DOUBLE PRECISION,
             version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
             updated_at BIGINT NOT NULL
         )",
        )
        .await?;
        define(
            manager,
            "CREATE INDEX person_by_name ON person (name_folded)",
        )
        .await?;
        define(
            manager,
            "CREATE TABLE person_name (
             id {id},
             person_id BIGINT NOT NULL REFERENCES person (id),
             position INTEGER NOT NULL CHECK (position > 0),
             name TEXT NOT NULL,
             name_folded {folded} NOT NULL,
             language TEXT,
             kind SMALLINT NOT NULL,
             UNIQUE (person_id, position)
         )",
        )
        .await?;
        define(
            manager,
            "CREATE INDEX person_name_by_name ON person_name (name_folded, person_id)",
        )
        .await?;
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
