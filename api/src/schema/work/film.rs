//! `Film`.

use std::ops::Deref;

use async_graphql::{ID, Object};

use super::shared::{CoreOf, WorkType};

/// A film: a feature, a short, a television film, a video, a special or a music video.
#[derive(Clone)]
pub(crate) struct Film(pub(crate) CoreOf<Film>);

impl WorkType for Film {
    const CORE: &'static str = "FilmCore";
}

impl Deref for Film {
    type Target = CoreOf<Film>;

    fn deref(&self) -> &CoreOf<Film> {
        &self.0
    }
}

/// A film: a feature, a short, a television film, a video, a special or a music video.
#[Object]
impl Film {
    #[graphql(flatten)]
    async fn core(&self) -> &CoreOf<Film> {
        &self.0
    }

    /// The id of this work.
    pub(crate) async fn id(&self) -> ID {
        ID(self.public_id())
    }
}
