//! TMDB and TheTVDB count films, series, episodes, games, people, companies and characters apart.

use sea_orm_migration::prelude::*;

use crate::shape::define;

/// TMDB and TheTVDB count films, series, episodes, games, people, companies and characters apart.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        define(
            manager,
            "UPDATE external_id SET space = CASE subject_kind
               WHEN 1 THEN COALESCE((
                 SELECT CASE WHEN kind IN (6, 7) THEN 2 WHEN kind = 8 THEN 4 WHEN kind = 11 THEN 5 ELSE 1 END
                 FROM work WHERE work.id = external_id.subject_id), 1)
               WHEN 2 THEN 3
               WHEN 12 THEN 6
               WHEN 13 THEN 7
               ELSE space END
             WHERE authority IN (2, 4)",
        )
        .await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
