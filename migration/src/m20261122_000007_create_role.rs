//! Jobs, roles and the two edge lists.

use sea_orm_migration::prelude::*;

use crate::shape::{covering_index, define};

/// Jobs, roles and the two edge lists.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        define(
            manager,
            "CREATE TABLE job (
             id {id},
             name {folded} NOT NULL UNIQUE,
             name_folded {folded} NOT NULL
         )",
        )
        .await?;
        define(manager, "CREATE INDEX job_by_name ON job (name_folded)").await?;
        define(
            manager,
            "INSERT INTO job (id, name, name_folded) VALUES (0, '', '')",
        )
        .await?;
        define(
            manager,
            "CREATE TABLE role (
             id {id},
             work_id BIGINT NOT NULL REFERENCES work (id),
             person_id BIGINT NOT NULL REFERENCES person (id),
             department SMALLINT NOT NULL,
             job_id BIGINT NOT NULL DEFAULT 0 REFERENCES job (id),
             billing INTEGER CHECK (billing > 0),
             characters TEXT,
             characters_missing SMALLINT,
             credited_as TEXT,
             attributes SMALLINT NOT NULL DEFAULT 0,
             episode_count INTEGER CHECK (episode_count > 0),
             certainty SMALLINT NOT NULL,
             work_kind SMALLINT NOT NULL,
             series_id BIGINT,
             series_kind SMALLINT,
             released_from INTEGER NOT NULL,
             released_on INTEGER NOT NULL,
             released_to INTEGER NOT NULL,
             version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
             updated_at BIGINT NOT NULL,
             UNIQUE (work_id, person_id, department, job_id)
         )",
        )
        .await?;
        // The two edge lists: one index range an owner, read whole, without a visit to the table.
        let carried = "id, department, job_id, billing, attributes, certainty, work_kind, series_id, series_kind, released_from, released_on, released_to";
        covering_index(
            manager,
            "role_by_work",
            "role",
            "work_id",
            &format!("person_id, {carried}"),
        )
        .await?;
        covering_index(
            manager,
            "role_by_person",
            "role",
            "person_id",
            &format!("work_id, {carried}"),
        )
        .await?;
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
