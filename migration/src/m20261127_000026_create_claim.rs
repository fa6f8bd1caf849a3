//! Claims.

use sea_orm_migration::prelude::*;

use crate::shape::{covering_index, define};

/// What filters of a list of claims look at.
const CARRIED: &str =
    "property, property_key, certainty, known_from, known_until, is_own, is_current";

/// Claims.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        define(
            manager,
            "CREATE TABLE claim (
             id {id},
             subject_kind SMALLINT NOT NULL,
             subject_id BIGINT NOT NULL,
             property SMALLINT NOT NULL,
             property_key {folded} NOT NULL,
             value TEXT,
             missing SMALLINT,
             stance SMALLINT NOT NULL,
             certainty SMALLINT NOT NULL,
             source_id BIGINT REFERENCES source (id),
             excerpt TEXT,
             stated_edtf TEXT,
             recorded_at BIGINT NOT NULL,
             retracted_at BIGINT,
             known_from INTEGER NOT NULL,
             known_until INTEGER NOT NULL,
             is_own BOOLEAN NOT NULL,
             is_current BOOLEAN NOT NULL,
             is_sole BOOLEAN NOT NULL,
             version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
             updated_at BIGINT NOT NULL,
             CHECK (value IS NULL OR missing IS NULL),
             CHECK (source_id IS NOT NULL OR is_own)
         )",
        )
        .await?;
        let of_subject = "subject_kind, subject_id, id";
        let carried = format!("{CARRIED}, source_id");
        covering_index(manager, "claim_by_subject", "claim", of_subject, &carried).await?;
        covering_index(
            manager,
            "claim_by_source",
            "claim",
            "source_id, id",
            CARRIED,
        )
        .await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
