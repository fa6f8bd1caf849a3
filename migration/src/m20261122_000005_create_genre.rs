//! Genres, and those of each work.

use sea_orm_migration::prelude::*;

use crate::shape::define;

/// Genres, and those of each work.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        define(
            manager,
            "CREATE TABLE genre (
             id {id},
             name TEXT NOT NULL UNIQUE,
             name_folded {folded} NOT NULL UNIQUE
         )",
        )
        .await?;
        define(
            manager,
            "CREATE TABLE work_genre (
             work_id BIGINT NOT NULL REFERENCES work (id),
             genre_id BIGINT NOT NULL REFERENCES genre (id),
             position INTEGER NOT NULL CHECK (position > 0),
             PRIMARY KEY (work_id, genre_id)
         ) {keyed}",
        )
        .await?;
        define(
            manager,
            "CREATE INDEX work_genre_by_genre ON work_genre (genre_id, work_id)",
        )
        .await?;
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
