//! What a request has asked for: a key is loaded once, also while its first load is under way.
//!
//! The cache of a `DataLoader` knows only what has arrived, so that two branches of a query that
//! meet the same record at different steps would read it twice whenever the database is slow.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use async_graphql::dataloader::{DataLoader, Loader};
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared};

use super::Reader;
use crate::error::ApiError;

type ValueOf<K> = <Reader as Loader<K>>::Value;
/// The values of keys that were asked for together, under way or there.
type Batch<K> = Shared<BoxFuture<'static, Result<Arc<HashMap<K, ValueOf<K>>>, ApiError>>>;

/// From the type of a key to the batches of its keys.
#[derive(Default)]
pub(super) struct InFlight(Mutex<HashMap<TypeId, Box<dyn Any + Send>>>);

/// The batches that hold the values of some keys.
pub(super) struct Awaited<K>
where
    K: Send + Sync + Hash + Eq + Clone + 'static,
    Reader: Loader<K, Error = ApiError>,
{
    /// Those that nobody had asked for.
    new: Option<(Vec<K>, Batch<K>)>,
    known: Vec<(K, Batch<K>)>,
}

impl InFlight {
    /// Takes a value of a key for read.
    pub(super) fn put<K>(&self, key: K, value: ValueOf<K>)
    where
        K: Send + Sync + Hash + Eq + Clone + 'static,
        Reader: Loader<K, Error = ApiError>,
    {
        let mut asked = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let empty = || Box::new(HashMap::<K, Batch<K>>::new()) as Box<dyn Any + Send>;
        let asked = asked.entry(TypeId::of::<K>()).or_insert_with(empty);
        if let Some(asked) = asked.downcast_mut::<HashMap<K, Batch<K>>>() {
            let values = HashMap::from([(key.clone(), value)]);
            let ready = std::future::ready(Ok(Arc::new(values)));
            asked.insert(key, ready.boxed().shared());
        }
    }

    /// The batches of these keys; keys that are new make one. It starts when it is awaited.
    pub(super) fn for_keys<K>(
        &self,
        loader: &Arc<DataLoader<Reader>>,
        keys: impl IntoIterator<Item = K>,
    ) -> Awaited<K>
    where
        K: Send + Sync + Hash + Eq + Clone + 'static,
        Reader: Loader<K, Error = ApiError>,
    {
        let mut asked = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let empty = || Box::new(HashMap::<K, Batch<K>>::new()) as Box<dyn Any + Send>;
        let asked = asked.entry(TypeId::of::<K>()).or_insert_with(empty);
        let mut awaited = Awaited {
            new: None,
            known: Vec::new(),
        };
        // The type is the key of the map, so this holds.
        let Some(asked) = asked.downcast_mut::<HashMap<K, Batch<K>>>() else {
            return awaited;
        };
        let mut new = Vec::new();
        for key in keys {
            match asked.get(&key) {
                Some(batch) => awaited.known.push((key, batch.clone())),
                None => new.push(key),
            }
        }
        if !new.is_empty() {
            let batch = batch(loader.clone(), new.clone());
            asked.extend(new.iter().map(|key| (key.clone(), batch.clone())));
            awaited.new = Some((new, batch));
        }
        awaited
    }
}

fn batch<K>(loader: Arc<DataLoader<Reader>>, keys: Vec<K>) -> Batch<K>
where
    K: Send + Sync + Hash + Eq + Clone + 'static,
    Reader: Loader<K, Error = ApiError>,
{
    let load = async move { loader.load_many(keys).await.map(Arc::new) };
    load.boxed().shared()
}

impl<K> Awaited<K>
where
    K: Send + Sync + Hash + Eq + Clone + 'static,
    Reader: Loader<K, Error = ApiError>,
{
    /// The values by key.
    pub(super) async fn values(self) -> Result<HashMap<K, ValueOf<K>>, ApiError> {
        let mut values = HashMap::new();
        let mut take = |key: K, loaded: &HashMap<K, ValueOf<K>>| {
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
