//! `Series`.

use std::ops::Deref;
use std::sync::Arc;

use async_graphql::{Context, Object};
use entity::season;
use futures_util::FutureExt;

use super::WorkCore;
use super::season::{EpisodeConnection, Season, episodes_of};
use crate::loader::OwnedBy;
use crate::schema::kit::Shared;
use crate::schema::kit::error::Result;
use crate::schema::kit::list::List;
use crate::schema::kit::paging::{requested, scope};
use crate::schema::kit::sure::Sure;

/// A series or mini-series.
#[derive(Clone)]
pub(crate) struct Series(pub(crate) WorkCore);

impl Deref for Series {
    type Target = WorkCore;

    fn deref(&self) -> &WorkCore {
        &self.0
    }
}

/// A series or mini-series.
#[Object]
impl Series {
    #[graphql(flatten)]
    async fn core(&self) -> Shared<&WorkCore> {
        Shared::new(&self.0)
    }

    /// The year in which it ended; null while it runs, or where that is not known.
    async fn end_year(&self) -> Option<i32> {
        self.0.row().end_year
    }

    /// Its seasons, by number.
    async fn seasons(&self, ctx: &Context<'_>) -> Result<List<Season>> {
        let rows = scope(ctx)?
            .load(OwnedBy::<season::Entity>::of(self.0.row().id))
            .await?;
        let season = |row: &season::Model| Season(Arc::new(row.clone()));
        Ok(rows.iter().map(season).collect())
    }

    /// Its episodes, by season and number, those without one last.
    async fn episodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those of the season with this number.")] season: Option<i32>,
        #[graphql(
            desc = "Whether what claims deny is among them.",
            default_with = "Some(false)"
        )]
        include_denied: Option<bool>,
        #[graphql(
            desc = "How many from the start, at most 100; 20 if neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what stands behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 100. Not together with first.")]
        last: Option<i32>,
        #[graphql(desc = "Only what stands before this cursor.")] before: Option<String>,
    ) -> Result<EpisodeConnection> {
        async move {
            let page = requested(first, after, last, before);
            let owner = self.public_id();
            let asked = (season, Sure::of(None, include_denied));
            episodes_of(scope(ctx)?, self.0.row().id, asked, &owner, &page).await
        }
        .boxed()
        .await
    }
}
