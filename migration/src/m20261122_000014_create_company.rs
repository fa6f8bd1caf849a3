//! Companies and what they did for works.

use sea_orm_migration::prelude::*;

use crate::shape::define;

/// Companies and what they did for works.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        define(
            manager,
            "CREATE TABLE company (
             id {id},
             name TEXT NOT NULL,
             name_folded {folded} NOT NULL,
             country TEXT,
             version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
             updated_at BIGINT NOT NULL
         )",
        )
        .await?;
        define(
            manager,
            "CREATE INDEX company_by_name ON company (name_folded)",
        )
        .await?;
        define(
            manager,
            "CREATE TABLE company_role (
             id {id},
             work_id BIGINT NOT NULL REFERENCES work (id),
             company_id BIGINT NOT NULL REFERENCES company (id),
             kind SMALLINT NOT NULL,
             territories TEXT,
             certainty SMALLINT NOT NULL,
             version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
             updated_at BIGINT NOT NULL,
             UNIQUE (work_id, company_id, kind)
         )",
        )
        .await?;
        define(
            manager,
            "CREATE INDEX company_role_by_company ON company_role (company_id, kind, work_id)",
        )
        .await?;
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
