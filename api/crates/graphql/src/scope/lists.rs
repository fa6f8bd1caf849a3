//! What a request does with whole lists: its work, what it made of them, and what is read for them.

use std::sync::Arc;

use budget::Work;
use edge::Headers;

use super::{Name, Scope, Weighed};
use crate::error::ApiError;
use crate::loader::{Books, GenresOf, HeadersOf, Wanted};

impl Scope {
    /// What the request has done, and may do.
    #[must_use]
    pub fn work(&self) -> &Work {
        &self.0.work
    }

    /// Makes something of what was read, or gives what was made for the same name and key before.
    pub(crate) async fn once<K, V>(
        &self,
        name: Name,
        key: K,
        make: impl Future<Output = Result<V, ApiError>>,
    ) -> Result<Arc<V>, ApiError>
    where
        K: PartialEq + Send + Sync + 'static,
        V: Weighed + Send + Sync + 'static,
    {
        // On the heap, for what nests the fields of a document has little stack for each.
        self.read().memo.once(name, key, Box::pin(make)).await
    }

    /// Works whose headers are wanted; none to begin with.
    pub(crate) fn wanted_headers(&self) -> Wanted<HeadersOf> {
        self.read().loaders.wanted()
    }

    /// Works whose genres are wanted; none to begin with.
    pub(crate) fn wanted_genres(&self) -> Wanted<GenresOf> {
        self.read().loaders.wanted()
    }

    /// The headers and genres that have been read.
    pub(crate) fn books(&self) -> Arc<Books> {
        self.read().loaders.books().clone()
    }

    /// The genres of a work, in its order.
    pub(crate) async fn genres_of(&self, work: i64) -> Result<Arc<[i64]>, ApiError> {
        let read = self.read();
        let mut wanted = read.loaders.wanted::<GenresOf>();
        wanted.add(&self.0.work.turn().await, [work]);
        wanted.read().await?;
        let genres = read.loaders.books().genres(work);
        Ok(genres.unwrap_or_default())
    }
}
