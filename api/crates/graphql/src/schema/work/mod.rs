//! Works: their types, and the queries for them.

pub(crate) mod certification;
mod connection;
mod core;
mod episode;
mod film;
mod interface;
mod knowledge;
mod plain;
mod production;
mod season;
mod series;
mod shared;
#[cfg(test)]
mod size_tests;
pub(crate) mod title;
pub(crate) mod work_relation;

use std::collections::HashSet;

use async_graphql::{Context, Object};
use entity::vocabulary::WorkKind as StoredKind;
use entity::work;

use crate::schema::kit::error::Result;
use crate::schema::kit::paging::scope;
use crate::schema::kit::reference::WorkRef;
use crate::schema::kit::sure::Sure;
use crate::scope::Scope;

pub(crate) use self::core::{Decided, WorkCore};
pub(crate) use connection::WorkConnection;
pub(crate) use episode::Episode;
pub(crate) use film::Film;
pub(crate) use interface::Work;
pub(crate) use plain::{Game, Recording};
pub(crate) use season::Season;
pub(crate) use series::Series;

/// The kinds whose type is `Film`.
const FILM_KINDS: [StoredKind; 7] = [
    StoredKind::Film,
    StoredKind::ShortFilm,
    StoredKind::TvFilm,
    StoredKind::Video,
    StoredKind::Special,
    StoredKind::MusicVideo,
    StoredKind::Other,
];

/// The kinds whose type is `Series`.
const SERIES_KINDS: [StoredKind; 2] = [StoredKind::Series, StoredKind::MiniSeries];

/// Those of these works that claims deny, if a list is not to give them.
pub(crate) async fn denied_works(
    scope: &Scope,
    works: Vec<i64>,
    sure: Sure,
) -> Result<HashSet<i64>> {
    if sure.has(true) || works.is_empty() {
        return Ok(HashSet::new());
    }
    let works = scope.find_all::<work::Entity>(&works).await?;
    let denied = works.iter().filter(|work| work.is_denied);
    Ok(denied.map(|work| work.id).collect())
}

/// The queries for works.
#[derive(Default)]
pub(crate) struct WorkQuery;

#[Object]
impl WorkQuery {
    /// A work of any type: a film, series, episode, recording or game.
    async fn work(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which work, named in exactly one way.")] by: WorkRef,
    ) -> Option<Result<Work>> {
        let found = async { by.find(scope(ctx)?, &[]).await };
        found.await.map(|row| row.map(Work::of)).transpose()
    }

    /// A film: feature, short, television film, video, special or music video. A reference to a work
    /// of another type is null.
    async fn film(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which film, named in exactly one way.")] by: WorkRef,
    ) -> Option<Result<Film>> {
        let found = async { by.find(scope(ctx)?, &FILM_KINDS).await };
        found
            .await
            .map(|row| row.map(|row| Film(WorkCore(row))))
            .transpose()
    }

    /// A series or mini-series. A reference to a work of another type is null.
    async fn series(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which series, named in exactly one way.")] by: WorkRef,
    ) -> Option<Result<Series>> {
        let found = async { by.find(scope(ctx)?, &SERIES_KINDS).await };
        found
            .await
            .map(|row| row.map(|row| Series(WorkCore(row))))
            .transpose()
    }
}
