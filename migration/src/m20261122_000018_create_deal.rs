//! Deals and places.

use sea_orm_migration::prelude::*;

use crate::shape::define;

/// Deals and places.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        define(
            manager,
            "CREATE TABLE deal (
             id {id},
             work_id BIGINT NOT NULL REFERENCES work (id),
             kind SMALLINT NOT NULL,
             buyer_id BIGINT REFERENCES company (id),
             seller_id BIGINT REFERENCES company (id),
             price_amount TEXT,
             price_currency TEXT,
             price_approximate BOOLEAN NOT NULL,
             territories TEXT,
             announced_edtf TEXT,
             note TEXT,
             certainty SMALLINT NOT NULL,
             version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
             updated_at BIGINT NOT NULL
         )",
        )
        .await?;
        define(manager, "CREATE INDEX deal_by_work ON deal (work_id)").await?;
        define(
            manager,
            "CREATE TABLE work_location (
             id {id},
             work_id BIGINT NOT NULL REFERENCES work (id),
             kind SMALLINT NOT NULL,
             name TEXT NOT NULL,
             country TEXT,
             certainty SMALLINT NOT NULL,
             version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
             updated_at BIGINT NOT NULL
         )",
        )
        .await?;
        define(
            manager,
            "CREATE INDEX work_location_by_work ON work_location (work_id)",
        )
        .await?;
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
