//! `Genre`.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use entity::genre;
use entity::vocabulary::RecordKind;
use model::id::encode;
use model::slug::slug;
use store::read;

use crate::loader::api_error;
use crate::schema::kit::error::Result;
use crate::schema::kit::list::List;
use crate::schema::kit::paging::scope;

/// A genre.
#[derive(Clone)]
pub(crate) struct Genre(pub(crate) Arc<genre::Model>);

impl Genre {
    fn public_id(&self) -> String {
        encode(RecordKind::Genre, self.0.id)
    }
}

/// A genre: Drama, Comedy, Documentary.
#[Object]
impl Genre {
    /// The id of this genre.
    pub(crate) async fn id(&self) -> ID {
        ID(self.public_id())
    }

    /// The genre for addresses: `drama-g3za`.
    async fn slug(&self) -> String {
        slug(&self.0.name, &self.public_id())
    }

    /// Its canonical English name, which filters take.
    async fn name(&self) -> &str {
        &self.0.name
    }
}

/// The query for genres.
#[derive(Default)]
pub(crate) struct GenreQuery;

#[Object]
impl GenreQuery {
    /// The genres, by name; at most 1,000.
    async fn genres(&self, ctx: &Context<'_>) -> Result<List<Genre>> {
        let genres = read::genres(scope(ctx)?.session()).await;
        let genres = genres.map_err(api_error)?.into_iter();
        Ok(genres.map(|row| Genre(Arc::new(row))).collect())
    }
}
