//! Works.

use sea_orm_migration::prelude::*;

use crate::shape::define;

/// Works.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        define(
            manager,
            "CREATE TABLE work (
             id {id},
             kind SMALLINT NOT NULL,
             kind_raw TEXT,
             title TEXT NOT NULL,
             title_folded {folded} NOT NULL,
             original_title TEXT,
             original_folded {folded},
             series_id BIGINT REFERENCES work (id),
             season_number INTEGER,
             episode_number INTEGER,
             release_edtf TEXT,
             released_from INTEGER NOT NULL,
             released_on INTEGER NOT NULL,
             released_to INTEGER NOT NULL,
             release_certainty SMALLINT NOT NULL,
             end_year INTEGER,
             runtime_minutes INTEGER CHECK (runtime_minutes > 0),
             original_language TEXT,
             budget_amount TEXT,
             budget_currency TEXT,
             budget_approximate BOOLEAN NOT NULL,
             votes INTEGER CHECK (votes >= 0),
             rating DOUBLE PRECISION CHECK (rating >= 0 AND rating <= 10),
             popularity DOUBLE PRECISION,
             version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
             updated_at BIGINT NOT NULL,
             CHECK (released_from <= released_to),
             CHECK (series_id <> id)
         )",
        )
        .await?;
        define(manager, "CREATE INDEX work_by_title ON work (title_folded)").await?;
        define(
            manager,
            "CREATE INDEX work_by_original_title ON work (original_folded)
             WHERE original_folded IS NOT NULL",
        )
        .await?;
        define(
            manager,
            "CREATE INDEX work_by_series ON work (series_id, season_number, episode_number)
             WHERE series_id IS NOT NULL",
        )
        .await?;
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
