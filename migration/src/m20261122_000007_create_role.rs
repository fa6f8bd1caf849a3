//! Jobs, roles and the two edge lists.

use sea_orm_migration::prelude::*;

use crate::shape::{ByKey, by_key, covering_index, define};

/// The edge list of a work is what its unique key begins with; that of a person is an index. Each is
/// one range an owner, read whole, without a visit to the table.
const ROLE: ByKey = ByKey {
    table: "role",
    columns: "work_id BIGINT NOT NULL REFERENCES work (id),
             person_id BIGINT NOT NULL REFERENCES person (id),
             job_id BIGINT NOT NULL DEFAULT 0 REFERENCES job (id),
             series_id BIGINT,
             updated_at BIGINT NOT NULL,
             billing INTEGER CHECK (billing > 0),
             released_from INTEGER NOT NULL,
             released_on INTEGER NOT NULL,
             released_to INTEGER NOT NULL,
             episode_count INTEGER CHECK (episode_count > 0),
             version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
             department SMALLINT NOT NULL,
             attributes SMALLINT NOT NULL DEFAULT 0,
             certainty SMALLINT NOT NULL,
             work_kind SMALLINT NOT NULL,
             series_kind SMALLINT,
             characters_missing SMALLINT,
             characters TEXT,
             credited_as TEXT",
    key: "work_id, person_id, job_id, department",
    index: "role_by_work",
    carried: "attributes, certainty, work_kind, id, series_id, billing, released_from, released_on, released_to, series_kind",
};

/// What the index by person carries: wide columns first, as above.
const CAREER: &str = "work_id, id, job_id, series_id, billing, released_from, released_on, released_to, department, attributes, certainty, work_kind, series_kind";

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
        by_key(manager, &ROLE).await?;
        covering_index(manager, "role_by_person", "role", "person_id", CAREER).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
