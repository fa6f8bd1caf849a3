//! The interface `Work`, and the type that a work has by its kind.

use std::sync::Arc;

use entity::vocabulary::WorkKind as StoredKind;
use entity::work;

use super::{Episode, Film, Game, Recording, Series, WorkCore};
use crate::schema::kit::error::Result;
use crate::schema::kit::interface;
use crate::scope::Scope;

interface! {
    /// A film, series, episode, recording or game: anything that people have roles in.
    #[derive(Clone)]
    Work { Film, Series, Episode, Recording, Game }
}

impl Work {
    /// The work of a row, in the type that its kind says.
    pub(crate) fn of(row: Arc<work::Model>) -> Self {
        let kind = row.kind;
        let core = WorkCore(row);
        match kind {
            StoredKind::Series | StoredKind::MiniSeries => Self::Series(Series(core)),
            StoredKind::Episode => Self::Episode(Episode(core)),
            StoredKind::Recording => Self::Recording(Recording(core)),
            StoredKind::Game => Self::Game(Game(core)),
            StoredKind::Film
            | StoredKind::ShortFilm
            | StoredKind::TvFilm
            | StoredKind::Video
            | StoredKind::Special
            | StoredKind::MusicVideo
            | StoredKind::Other => Self::Film(Film(core)),
        }
    }

    /// The work that another record names.
    pub(crate) async fn by_id(scope: &Scope, id: i64) -> Result<Self> {
        Ok(Self::of(scope.get::<work::Entity>(id).await?))
    }

    /// What every work has.
    pub(crate) fn core(&self) -> &WorkCore {
        match self {
            Self::Film(work) => work,
            Self::Series(work) => work,
            Self::Episode(work) => work,
            Self::Recording(work) => work,
            Self::Game(work) => work,
        }
    }
}
