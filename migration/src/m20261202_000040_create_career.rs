//! What is made ready of long careers.

use sea_orm_migration::prelude::*;

use crate::shape::{define, stored_as_it_is};

/// What is made ready of long careers. A career that is null is to be made anew.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        define(
            manager,
            "CREATE TABLE career (person_id {id}, career {bytes})",
        )
        .await?;
        stored_as_it_is(manager, "career", "career").await?;
        for sql in [
            "CREATE INDEX career_due ON career (person_id) WHERE career IS NULL",
            "INSERT INTO career (person_id) SELECT DISTINCT person_id FROM person_edges WHERE from_work > 0",
        ] {
            define(manager, sql).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
