//! `Season`, and the episodes of a series.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use entity::vocabulary::RecordKind;
use entity::{season, work};
use futures_util::FutureExt;
use model::id::encode;
use paging::{PageRequest, Placed, place_of};
use store::read::EpisodePlace;

use super::WorkCore;
use super::{Episode, Series};
use crate::loader::{EpisodesOf, OwnedBy};
use crate::schema::kit::error::Result;
use crate::schema::kit::paging::{connection, plain_edge, requested, scope};
use crate::schema::kit::placed::placed_page;
use crate::schema::kit::sure::Sure;
use crate::scope::Scope;

/// A season of a series.
#[derive(Clone)]
pub(crate) struct Season(pub(crate) Arc<season::Model>);

/// A season of a series.
#[Object]
impl Season {
    /// The id of this season.
    pub(crate) async fn id(&self) -> ID {
        ID(encode(RecordKind::Season, self.0.id))
    }

    /// The series.
    async fn series(&self, ctx: &Context<'_>) -> Result<Series> {
        let row = scope(ctx)?.get::<work::Entity>(self.0.series_id).await?;
        Ok(Series(WorkCore(row)))
    }

    /// Its number; 0 is what many data sets call the specials.
    async fn number(&self) -> i32 {
        self.0.number
    }

    /// Its episodes, by number, those without one last.
    async fn episodes(
        &self,
        ctx: &Context<'_>,
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
            let owner = encode(RecordKind::Season, self.0.id);
            let page = requested(first, after, last, before);
            let asked = (Some(self.0.number), Sure::of(None, include_denied));
            episodes_of(scope(ctx)?, self.0.series_id, asked, &owner, &page).await
        }
        .boxed()
        .await
    }
}

/// The season with a number, of a series.
pub(super) async fn season_of(
    scope: &Scope,
    series: Option<i64>,
    number: Option<i32>,
) -> Result<Option<Season>> {
    let (Some(series), Some(number)) = (series, number) else {
        return Ok(None);
    };
    let seasons = scope.load(OwnedBy::<season::Entity>::of(series)).await?;
    let found = seasons.iter().find(|season| season.number == number);
    Ok(found.map(|season| Season(Arc::new(season.clone()))))
}

/// The episodes of a series, or of one season of it, by season and number.
pub(super) async fn episodes_of(
    scope: &Scope,
    series: i64,
    (season, sure): (Option<i32>, Sure),
    owner: &str,
    page: &PageRequest,
) -> Result<EpisodeConnection> {
    let episodes = scope.load(EpisodesOf(series)).await?;
    let admits = |episode: &EpisodePlace| {
        (season.is_none() || episode.season == season) && sure.has(episode.is_denied)
    };
    let place = |episode: &EpisodePlace| {
        admits(episode).then(|| Placed {
            place: place_of(
                episode.season.unwrap_or(i32::MAX),
                episode.number.unwrap_or(i32::MAX),
            ),
            id: episode.id,
            item: (),
        })
    };
    let page = placed_page(scope, &episodes, place, (owner, "episodes"), page).await?;
    Ok(EpisodeConnection { page })
}

/// An episode in a list, to be read when it stands on the page.
type PlacedEpisode = Placed<()>;

async fn episode_node(scope: &Scope, episode: &PlacedEpisode) -> Result<Episode> {
    let row = scope.get::<work::Entity>(episode.id).await?;
    Ok(Episode(WorkCore(row)))
}

connection!(
    EpisodeConnection, EpisodeEdge, PlacedEpisode => Episode = episode_node,
    "A page of episodes, by season and number, those without one last.", "An episode."
);
plain_edge!(EpisodeEdge, PlacedEpisode => Episode = episode_node, "An episode in a list.");
