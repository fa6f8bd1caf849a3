//! What a request is shown in the place of what is stored: records as they would be.

use std::sync::Arc;

use super::Loaders;
use super::shape::Shape;

/// Hands rows to loaders.
type Feed = Box<dyn FnOnce(&Loaders) + Send + Sync>;

/// Values of keys, read by somebody else: by a transaction that is taken back.
#[derive(Default)]
pub(crate) struct Preview(Vec<Feed>);

impl Preview {
    /// The value of a key.
    pub(crate) fn add<K: Shape>(&mut self, key: K, value: K::Value) {
        let put = move |loaders: &Loaders| loaders.asked.put(key, value);
        self.0.push(Box::new(put));
    }

    /// The genres of a work.
    pub(crate) fn add_genres(&mut self, work: i64, genres: Arc<[i64]>) {
        let put = move |loaders: &Loaders| loaders.books.put_genres(work, genres);
        self.0.push(Box::new(put));
    }

    pub(super) fn fill(self, loaders: &Loaders) {
        for put in self.0 {
            put(loaders);
        }
    }
}
