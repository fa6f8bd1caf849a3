//! What works say themselves of votes and rating, beside what their leading rating says.

use sea_orm_migration::prelude::*;

use crate::shape::define;

/// What works say themselves of votes and rating, beside what their leading rating says.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for sql in [
            "ALTER TABLE work ADD COLUMN own_votes INTEGER CHECK (own_votes >= 0)",
            "ALTER TABLE work ADD COLUMN own_rating DOUBLE PRECISION
             CHECK (own_rating >= 0 AND own_rating <= 10)",
            "UPDATE work SET own_votes = votes, own_rating = rating
             WHERE votes IS NOT NULL OR rating IS NOT NULL",
            "UPDATE work SET votes = ranked.votes, rating = ranked.rating
             FROM (SELECT r.work_id, r.votes, r.average * 10 / r.out_of AS rating,
                          ROW_NUMBER() OVER (PARTITION BY r.work_id
                            ORDER BY s.priority DESC, r.votes DESC NULLS LAST, r.id) AS place
                   FROM rating r JOIN source s ON s.id = r.source_id) AS ranked
             WHERE ranked.work_id = work.id AND ranked.place = 1",
            "CREATE INDEX rating_by_source ON rating (source_id, id)",
        ] {
            define(manager, sql).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
