//! What a request has asked for: a key is loaded once, also while its first load is under way, and
//! stands for the same to the request's end.
//!
//! The cache of a `DataLoader` knows only what has arrived, so that two branches of a query that
//! meet the same record at different steps would read it twice whenever the database is slow.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use async_graphql::dataloader::DataLoader;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared};

use super::Reader;
use super::kept::Kept;
use super::shape::Shape;
use crate::error::ApiError;

/// The values of keys that were asked for together, under way or there.
type Batch<K> = Shared<BoxFuture<'static, Result<Arc<HashMap<K, <K as Shape>::Value>>, ApiError>>>;

/// What a key has come to.
enum Asked<K: Shape> {
    There(K::Value),
    InBatch(Batch<K>),
}

/// From the type of a key to what its keys have come to.
#[derive(Default)]
pub(super) struct InFlight(Mutex<HashMap<TypeId, Box<dyn Any + Send>>>);

/// The values of some keys, and the batches that hold the others.
pub(super) struct Awaited<K: Shape> {
    there: HashMap<K, K::Value>,
    /// Those that nobody had asked for.
    new: Option<(Vec<K>, Batch<K>)>,
    known: Vec<(K, Batch<K>)>,
}

impl InFlight {
    fn of<K: Shape, T>(&self, look: impl FnOnce(&mut HashMap<K, Asked<K>>) -> T) -> Option<T> {
        let mut asked = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let empty = || Box::new(HashMap::<K, Asked<K>>::new()) as Box<dyn Any + Send>;
        let asked = asked.entry(TypeId::of::<K>()).or_insert_with(empty);
        // The type is the key of the map, so there is one.
        asked.downcast_mut().map(look)
    }

    /// Takes a value of a key for read.
    pub(super) fn put<K: Shape>(&self, key: K, value: K::Value) {
        self.of(|asked| asked.insert(key, Asked::There(value)));
    }

    /// The values of these keys; those that are new and not kept make a batch. It starts when it is
    /// awaited.
    pub(super) fn for_keys<K: Shape>(
        &self,
        loader: &Arc<DataLoader<Reader>>,
        kept: Option<&Kept>,
        keys: impl IntoIterator<Item = K>,
    ) -> Awaited<K> {
        let mut awaited = Awaited {
            there: HashMap::new(),
            new: None,
            known: Vec::new(),
        };
        self.of(|asked: &mut HashMap<K, Asked<K>>| {
            let mut new = Vec::new();
            for key in keys {
                match asked.get(&key) {
                    Some(Asked::There(value)) => {
                        awaited.there.insert(key, value.clone());
                    }
                    Some(Asked::InBatch(batch)) => awaited.known.push((key, batch.clone())),
                    None => match kept.and_then(|kept| kept.get(&key)) {
                        Some(value) => {
                            asked.insert(key.clone(), Asked::There(value.clone()));
                            awaited.there.insert(key, value);
                        }
                        None => new.push(key),
                    },
                }
            }
            if !new.is_empty() {
                let batch = batch(loader.clone(), new.clone());
                let in_batch = |key: &K| (key.clone(), Asked::InBatch(batch.clone()));
                asked.extend(new.iter().map(in_batch));
                awaited.new = Some((new, batch));
            }
        });
        awaited
    }
}

fn batch<K: Shape>(loader: Arc<DataLoader<Reader>>, keys: Vec<K>) -> Batch<K> {
    let load = async move { loader.load_many(keys).await.map(Arc::new) };
    load.boxed().shared()
}

impl<K: Shape> Awaited<K> {
    /// The values by key.
    pub(super) async fn values(self) -> Result<HashMap<K, K::Value>, ApiError> {
        let mut values = self.there;
        let mut take = |key: K, loaded: &HashMap<K, K::Value>| {
            if let Some(value) = loaded.get(&key) {
                values.insert(key, value.clone());
            }
        };
        if let Some((keys, batch)) = self.new {
            let loaded = batch.await?;
            keys.into_iter().for_each(|key| take(key, &loaded));
        }
        for (key, batch) in self.known {
            take(key, &*batch.await?);
        }
        Ok(values)
    }
}
