//! Whether claims deny that there is such a record.

use sea_orm_migration::prelude::*;

use crate::shape::define;

/// The tables of the records that can be claimed and denied. Roles have a bit among their attributes,
/// which their edge lists carry.
const CLAIMABLE: [&str; 14] = [
    "work",
    "person",
    "company",
    "company_role",
    "release",
    "milestone",
    "deal",
    "work_location",
    "award_nomination",
    "work_relation",
    "quote",
    "commentary",
    "curated_list",
    "character",
];

/// Whether claims deny that there is such a record.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in CLAIMABLE {
            let sql =
                format!("ALTER TABLE {table} ADD COLUMN is_denied BOOLEAN NOT NULL DEFAULT FALSE");
            define(manager, &sql).await?;
        }
        // Few are: what lists have of works and people that are denied is looked up.
        for table in ["work", "person"] {
            let sql = format!("CREATE INDEX {table}_denied ON {table} (id) WHERE is_denied");
            define(manager, &sql).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
