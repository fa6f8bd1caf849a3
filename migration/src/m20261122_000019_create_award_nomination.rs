//! Awards.

use sea_orm_migration::prelude::*;

use crate::shape::define;

/// Awards.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        define(
            manager,
            "CREATE TABLE award_nomination (
             id {id},
             award TEXT NOT NULL,
             award_folded {folded} NOT NULL,
             category TEXT NOT NULL,
             year INTEGER NOT NULL,
             result SMALLINT NOT NULL,
             work_id BIGINT REFERENCES work (id),
             version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
             updated_at BIGINT NOT NULL
         )",
        )
        .await?;
        define(
            manager,
            "CREATE INDEX award_nomination_by_work ON award_nomination (work_id, year)",
        )
        .await?;
        define(
            manager,
            "CREATE TABLE award_person (
             nomination_id BIGINT NOT NULL REFERENCES award_nomination (id),
             person_id BIGINT NOT NULL REFERENCES person (id),
             position INTEGER NOT NULL CHECK (position > 0),
             PRIMARY KEY (nomination_id, person_id)
         ) {keyed}",
        )
        .await?;
        define(
            manager,
            "CREATE INDEX award_person_by_person ON award_person (person_id, nomination_id)",
        )
        .await?;
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
