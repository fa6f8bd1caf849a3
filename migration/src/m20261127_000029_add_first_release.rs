//! The date of a work's earliest release, where the work itself names none.

use sea_orm_migration::prelude::*;

use crate::shape::define;

/// The date of a work's earliest release, where the work itself names none.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [
            "first_release_edtf TEXT",
            "first_release_certainty SMALLINT",
        ] {
            define(manager, &format!("ALTER TABLE work ADD COLUMN {column}")).await?;
        }
        define(
            manager,
            "UPDATE work SET first_release_edtf = first.date_edtf,
                    first_release_certainty = first.certainty,
                    released_from = first.released_from, released_on = first.released_on,
                    released_to = first.released_to
             FROM (SELECT work_id, date_edtf, certainty, released_from, released_on, released_to,
                          ROW_NUMBER() OVER (PARTITION BY work_id ORDER BY released_on, id) AS place
                   FROM release WHERE date_edtf IS NOT NULL) AS first
             WHERE first.place = 1 AND first.work_id = work.id AND work.release_edtf IS NULL",
        )
        .await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
