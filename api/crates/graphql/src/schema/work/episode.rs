//! `Episode`.

use std::ops::Deref;

use async_graphql::{Context, Object};
use entity::work;

use super::season::season_of;
use super::{Season, Series, WorkCore};
use crate::schema::kit::Shared;
use crate::schema::kit::error::Result;
use crate::schema::kit::paging::scope;

/// One episode of a series or mini-series.
#[derive(Clone)]
pub(crate) struct Episode(pub(crate) WorkCore);

impl Deref for Episode {
    type Target = WorkCore;

    fn deref(&self) -> &WorkCore {
        &self.0
    }
}

/// One episode of a series or mini-series.
#[Object]
impl Episode {
    #[graphql(flatten)]
    async fn core(&self) -> Shared<&WorkCore> {
        Shared::new(&self.0)
    }

    /// Its series; null where that is not known.
    async fn series(&self, ctx: &Context<'_>) -> Option<Result<Series>> {
        let id = self.0.row().series_id?;
        let found = async { scope(ctx)?.find::<work::Entity>(id).await };
        found
            .await
            .map(|row| row.map(|row| Series(WorkCore(row))))
            .transpose()
    }

    /// The season it belongs to, where that is known as more than a number.
    async fn season(&self, ctx: &Context<'_>) -> Option<Result<Season>> {
        let row = self.0.row();
        let found = async { season_of(scope(ctx)?, row.series_id, row.season_number).await };
        found.await.transpose()
    }

    /// The number of the season it belongs to.
    async fn season_number(&self) -> Option<i32> {
        self.0.row().season_number
    }

    /// Its number within the season.
    async fn number(&self) -> Option<i32> {
        self.0.row().episode_number
    }
}
