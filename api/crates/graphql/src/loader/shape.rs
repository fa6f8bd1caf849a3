//! The shapes of reading: each says how its keys are read, and for how long what was read holds.

use std::collections::HashMap;
use std::hash::Hash;

use async_graphql::dataloader::Loader;
use cache::Name;
use entity::vocabulary::RecordKind;
use store::Share;

use super::Reader;
use super::kept::{Held, KeptKey, Subject};
use crate::error::ApiError;

/// What is kept of a key between requests.
pub(crate) struct Keeping {
    /// What tells the key from others of its shape.
    pub(crate) name: Name,
    /// What may make its value another.
    pub(crate) subject: Subject,
}

impl Keeping {
    /// Of what only a change of a record, or one that touches it, can make another.
    pub(crate) fn of_record(kind: RecordKind, id: i64) -> Self {
        Self {
            name: Name::Of(kind as i16, id),
            subject: Subject::record(kind, id),
        }
    }

    /// Of what a change of any record of a kind may make another.
    pub(crate) const fn of_kind(kind: RecordKind, name: Name) -> Self {
        let subject = Subject::Kind(kind);
        Self { name, subject }
    }
}

/// A shape of reading: its keys become one statement.
pub(crate) trait Shape: Clone + Eq + Hash + Send + Sync + 'static {
    /// What a key stands for.
    type Value: Clone + Send + Sync + 'static;

    /// The values of these keys. Every key has one, also where there is nothing: what is not there is
    /// not asked for twice.
    fn read(
        reader: &Reader,
        keys: &[Self],
    ) -> impl Future<Output = Result<HashMap<Self, Self::Value>, ApiError>> + Send;

    /// As what its value is kept between requests. None: each request reads it.
    fn keeping(&self) -> Option<Keeping> {
        None
    }

    /// About how many bytes a value takes, as far as it is kept.
    fn bytes(_value: &Self::Value) -> usize {
        0
    }
}

impl<K: Shape> Loader<K> for Reader {
    type Value = K::Value;
    type Error = ApiError;

    async fn load(&self, keys: &[K]) -> Result<HashMap<K, K::Value>, ApiError> {
        let kept = self.kept.as_ref().map(|kept| (kept, KeptKey::all(keys)));
        let Some((kept, Some(keys))) = kept else {
            return K::read(self, keys).await;
        };
        let read = |keys: Vec<KeptKey<K>>| async move {
            let asked: Vec<K> = keys.iter().map(|key| key.key().clone()).collect();
            let mut values = K::read(self, &asked).await?;
            let held = |key: KeptKey<K>| {
                let value = values.remove(key.key())?;
                Some((key, Held::of::<K>(value)))
            };
            Ok::<HashMap<_, _>, ApiError>(keys.into_iter().filter_map(held).collect())
        };
        // Light requests wait for no heavy one, also where both want the same.
        let values = match self.session.share() {
            Share::All => kept.values().read(keys, read).await?,
            Share::Half => kept.values().read_aside(keys, read).await?,
        };
        let value = |(key, held): (KeptKey<K>, Held<K::Value>)| (key.into_key(), held.value);
        Ok(values.into_iter().map(value).collect())
    }
}
