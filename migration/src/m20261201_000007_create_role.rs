//! Jobs, roles, and the edge lists of works and people.

use sea_orm_migration::prelude::*;

use crate::shape::{define, stored_as_it_is};

const JOB: &str = "CREATE TABLE job (
    id {id},
    name {folded} NOT NULL UNIQUE,
    name_folded {folded} NOT NULL
)";

/// In the order of their width: PostgreSQL fills up before wider ones.
const ROLE: &str = "CREATE TABLE role (
    id {id},
    work_id BIGINT NOT NULL REFERENCES work (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    job_id BIGINT NOT NULL DEFAULT 0 REFERENCES job (id),
    updated_at BIGINT NOT NULL,
    billing INTEGER CHECK (billing > 0),
    episode_count INTEGER CHECK (episode_count > 0),
    version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
    department SMALLINT NOT NULL,
    attributes SMALLINT NOT NULL DEFAULT 0,
    certainty SMALLINT NOT NULL,
    characters_missing SMALLINT,
    characters TEXT,
    credited_as TEXT
)";

/// Jobs, roles, and the edge lists of works and people.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for definition in [
            JOB,
            "CREATE INDEX job_by_name ON job (name_folded)",
            "INSERT INTO job (id, name, name_folded) VALUES (0, '', '')",
            ROLE,
            "CREATE UNIQUE INDEX role_by_work ON role (work_id, person_id, job_id, department)",
            "CREATE INDEX role_by_person ON role (person_id)",
        ] {
            define(manager, definition).await?;
        }
        for (table, owner, other) in [
            ("work_edges", "work_id", "from_person"),
            ("person_edges", "person_id", "from_work"),
        ] {
            let definition = format!(
                "CREATE TABLE {table} (
                    {owner} BIGINT NOT NULL,
                    {other} BIGINT NOT NULL,
                    edges {{bytes}} NOT NULL,
                    PRIMARY KEY ({owner}, {other})
                ) {{keyed}}"
            );
            define(manager, &definition).await?;
            stored_as_it_is(manager, table, "edges").await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
