//! By what records are found again that files bring without an id.

use sea_orm_migration::prelude::*;

use crate::shape::define;

/// By what records are found again that files bring without an id.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for sql in [
            "CREATE TABLE record_key (
             source_id BIGINT NOT NULL,
             record_id BIGINT NOT NULL,
             record_kind SMALLINT NOT NULL,
             sort SMALLINT NOT NULL,
             words {folded} NOT NULL,
             PRIMARY KEY (record_kind, sort, words, source_id)
         ) {keyed}",
            "CREATE INDEX record_key_by_record ON record_key (record_kind, record_id, sort)",
            "CREATE INDEX quote_by_source ON quote (source_id)",
            "CREATE INDEX commentary_by_source ON commentary (source_id)",
        ] {
            define(manager, sql).await?;
        }
        Ok(())
    }
}
