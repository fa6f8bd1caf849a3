//! What a request has made of the lists that it read, so that aliases that differ only in their page
//! do not filter and order the same list again.

use std::any::Any;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use foldhash::fast::RandomState;
use tokio::sync::OnceCell;

use crate::error::ApiError;

/// A list: its owner's public id, and the field.
pub(crate) type Name = (String, &'static str);

/// Most memory that is kept so, in bytes. What is past it is made again when it is asked for again.
const MOST_BYTES: usize = 8 * 1024 * 1024;

/// What knows its size.
pub(crate) trait Weighed {
    /// About how many bytes it takes.
    fn bytes(&self) -> usize;
}

/// What has been made.
#[derive(Default)]
pub(super) struct Memo(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    lists: HashMap<Name, Vec<Box<dyn Any + Send + Sync>>, RandomState>,
    bytes: usize,
}

type Cell<V> = Arc<OnceCell<Arc<V>>>;

struct Entry<K, V> {
    key: K,
    cell: Cell<V>,
}

impl Memo {
    /// What was made for this list and key, or what `make` makes now; who asks for the same in the
    /// meantime waits for it.
    pub(super) async fn once<K, V>(
        &self,
        name: Name,
        key: K,
        make: impl Future<Output = Result<V, ApiError>>,
    ) -> Result<Arc<V>, ApiError>
    where
        K: PartialEq + Send + Sync + 'static,
        V: Weighed + Send + Sync + 'static,
    {
        let cell = self.cell::<K, V>(name.clone(), key);
        if let Some(made) = cell.get() {
            return Ok(made.clone());
        }
        let make = async {
            let made = make.await?;
            self.weigh::<K, V>(&name, &cell, &made);
            Ok(Arc::new(made))
        };
        cell.get_or_try_init(|| make).await.cloned()
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn cell<K, V>(&self, name: Name, key: K) -> Cell<V>
    where
        K: PartialEq + Send + Sync + 'static,
        V: Send + Sync + 'static,
    {
        let mut kept = self.kept();
        let entries = kept.lists.entry(name).or_default();
        let mut own = entries
            .iter()
            .filter_map(|entry| entry.downcast_ref::<Entry<K, V>>());
        if let Some(entry) = own.find(|entry| entry.key == key) {
            return entry.cell.clone();
        }
        let cell = Cell::<V>::default();
        let entry = Entry {
            key,
            cell: cell.clone(),
        };
        entries.push(Box::new(entry));
        cell
    }

    /// Keeps what was made if there is room; else nobody finds it any more but who waits for it.
    fn weigh<K: 'static, V: Weighed + 'static>(&self, name: &Name, cell: &Cell<V>, made: &V) {
        let mut kept = self.kept();
        let bytes = kept.bytes.saturating_add(made.bytes());
        if bytes <= MOST_BYTES {
            kept.bytes = bytes;
        } else if let Some(entries) = kept.lists.get_mut(name) {
            entries.retain(|entry| {
                let entry = entry.downcast_ref::<Entry<K, V>>();
                entry.is_none_or(|entry| !Arc::ptr_eq(&entry.cell, cell))
            });
        }
    }
}

#[cfg(test)]
#[path = "memo_tests.rs"]
mod tests;
