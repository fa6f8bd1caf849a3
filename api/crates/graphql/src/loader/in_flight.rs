//! What a request has asked for: a key is loaded once, also while its first load is under way, and
//! stands for the same to the request's end.
//!
//! The cache of a `DataLoader` knows only what has arrived, so that two branches of a query that
//! meet the same record at different steps would read it twice whenever the database is slow.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use async_graphql::dataloader::DataLoader;
use foldhash::fast::RandomState;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared};

use super::Reader;
use super::kept::Kept;
use super::shape::Shape;
use crate::error::ApiError;

/// The values of keys that were asked for together, under way or there.
type Batch<K> = Shared<BoxFuture<'static, Result<Arc<HashMap<K, <K as Shape>::Value>>, ApiError>>>;

/// What a key has come to.
#[derive(Clone)]
enum Asked<K: Shape> {
    There(K::Value),
    InBatch(Batch<K>),
}

/// For so many keys of a type there is room at once.
const FEW: usize = 28;

/// What the keys of a type have come to.
type Known<K> = HashMap<K, Asked<K>, RandomState>;

/// From the type of a key to what its keys have come to.
#[derive(Default)]
pub(super) struct InFlight(Mutex<HashMap<TypeId, Box<dyn Any + Send>, RandomState>>);

/// Some keys with what they have come to, in the order in which they were asked for.
pub(super) struct Awaited<K: Shape> {
    /// Nothing for those that nobody had asked for: they are in the new batch.
    asked: Vec<(K, Option<Asked<K>>)>,
    new: Option<Batch<K>>,
}

impl InFlight {
    fn of<K: Shape, T>(&self, look: impl FnOnce(&mut Known<K>) -> T) -> Option<T> {
        let mut asked = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let room = || Known::<K>::with_capacity_and_hasher(FEW, RandomState::default());
        let empty = || Box::new(room()) as Box<dyn Any + Send>;
        let asked = asked.entry(TypeId::of::<K>()).or_insert_with(empty);
        // The type is the key of the map, so there is one.
        asked.downcast_mut().map(look)
    }

    /// Takes a value of a key for read.
    pub(super) fn put<K: Shape>(&self, key: K, value: K::Value) {
        self.of(|asked| asked.insert(key, Asked::There(value)));
    }

    /// Whether a key has been asked for in this request.
    pub(super) fn is_asked<K: Shape>(&self, key: &K) -> bool {
        self.of(|known: &mut Known<K>| known.contains_key(key)) == Some(true)
    }

    /// What a key stands for, if that is there.
    pub(super) fn there<K: Shape>(&self, kept: Option<&Kept>, key: &K) -> Option<K::Value> {
        match self.of(|known| come_to(known, kept, key)).flatten()? {
            Asked::There(value) => Some(value),
            Asked::InBatch(_) => None,
        }
    }

    /// What a key stands for; a new one that is not kept is a batch of its own, which the loader reads
    /// together with those of others.
    pub(super) async fn value<K: Shape>(
        &self,
        loader: &Arc<DataLoader<Reader>>,
        kept: Option<&Kept>,
        key: K,
    ) -> Result<K::Value, ApiError> {
        let look = |known: &mut Known<K>| {
            come_to(known, kept, &key).unwrap_or_else(|| {
                let new = Asked::InBatch(batch(loader.clone(), vec![key.clone()]));
                known.insert(key.clone(), new.clone());
                new
            })
        };
        let value = match self.of(look) {
            Some(Asked::There(value)) => Some(value),
            Some(Asked::InBatch(batch)) => batch.await?.get(&key).cloned(),
            None => None,
        };
        value.ok_or_else(lacks)
    }

    /// What these keys stand for; those that are new and not kept make a batch. It starts when it is
    /// awaited.
    pub(super) fn for_keys<K: Shape>(
        &self,
        loader: &Arc<DataLoader<Reader>>,
        kept: Option<&Kept>,
        keys: impl IntoIterator<Item = K>,
    ) -> Awaited<K> {
        let look = |known: &mut Known<K>| {
            let asked = keys.into_iter().map(|key| {
                let asked = come_to(known, kept, &key);
                (key, asked)
            });
            let asked: Vec<_> = asked.collect();
            let new = asked.iter().filter(|(_, asked)| asked.is_none());
            let new: Vec<K> = new.map(|(key, _)| key.clone()).collect();
            if new.is_empty() {
                return Awaited { asked, new: None };
            }
            let batch = batch(loader.clone(), new.clone());
            let in_batch = |key| (key, Asked::InBatch(batch.clone()));
            known.extend(new.into_iter().map(in_batch));
            Awaited {
                asked,
                new: Some(batch),
            }
        };
        self.of(look).unwrap_or_else(|| Awaited {
            asked: Vec::new(),
            new: None,
        })
    }
}

/// What a key has come to: what is kept of it is there, too.
fn come_to<K: Shape>(known: &mut Known<K>, kept: Option<&Kept>, key: &K) -> Option<Asked<K>> {
    if let Some(asked) = known.get(key) {
        return Some(asked.clone());
    }
    let value = kept.and_then(|kept| kept.get(key))?;
    known.insert(key.clone(), Asked::There(value.clone()));
    Some(Asked::There(value))
}

fn batch<K: Shape>(loader: Arc<DataLoader<Reader>>, keys: Vec<K>) -> Batch<K> {
    let load = async move { loader.load_many(keys).await.map(Arc::new) };
    load.boxed().shared()
}

fn lacks() -> ApiError {
    ApiError::internal("a loader gave no value for a key")
}

impl<K: Shape> Awaited<K> {
    /// The values, in the order of the keys.
    pub(super) async fn values(self) -> Result<Vec<K::Value>, ApiError> {
        // Ours first: it starts with that.
        let new = match self.new {
            Some(new) => Some(new.await?),
            None => None,
        };
        let mut values = Vec::with_capacity(self.asked.len());
        for (key, asked) in self.asked {
            let value = match asked {
                Some(Asked::There(value)) => Some(value),
                Some(Asked::InBatch(batch)) => batch.await?.get(&key).cloned(),
                None => new.as_ref().and_then(|new| new.get(&key).cloned()),
            };
            values.push(value.ok_or_else(lacks)?);
        }
        Ok(values)
    }
}
