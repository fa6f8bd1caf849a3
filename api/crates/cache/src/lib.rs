//! What was read of the database, shared by all requests.
//!
//! Pure: it knows keys, values, and places in the log, and neither the database nor what a value is.
//!
//! Every value is of a *subject*: the record whose change may make it another. A value is kept with
//! the place up to which the log had been applied before the reading of it began, so that it holds
//! whatever was committed up to there. [`Cache::apply`] raises the place of the last change of each
//! subject that changed, and then the place that is applied. A value older than its subject's last
//! change is none. So a reading that began before a commit may end after the invalidation: what it
//! puts is older than the change and is never served, whatever the schedule.
//!
//! Subjects share a fixed number of slots by their hash: a change of one makes those of the same slot
//! be read again, which costs a reading and is never wrong.

mod places;
mod read;
#[cfg(test)]
mod schedule_tests;

use std::any::{Any, TypeId};
use std::hash::Hash;
use std::marker::PhantomData;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use quick_cache::Weighter;

use places::Places;

/// What an entry takes beside its value: its key, its places in the tables of the cache, its count.
const ENTRY_BYTES: u64 = 192;
/// What a value takes on average, for the size of the tables to begin with.
const USUAL_BYTES: u64 = 512;

/// What a value is of: the record whose change may make it another.
pub trait Subject: Copy + Eq + Hash + Send + Sync + 'static {}

impl<S: Copy + Eq + Hash + Send + Sync + 'static> Subject for S {}

/// What tells the keys of a shape apart.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Name {
    /// A number.
    Number(i64),
    /// A number of some kind.
    Of(i16, i64),
    /// Words.
    Words(Arc<str>),
}

/// A key: its type is the shape of the reading, and it says whose value it asks for.
pub trait Keyed<S: Subject>: Clone + Eq + Hash + Send + Sync + 'static {
    /// What tells it from other keys of its type.
    fn name(&self) -> Name;
    /// What may make the value another when it changes.
    fn subject(&self) -> S;
}

/// A value that says its size.
pub trait Weighed: Clone + Send + Sync + 'static {
    /// About how many bytes it takes.
    fn bytes(&self) -> usize;
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    shape: TypeId,
    name: Name,
}

impl Key {
    fn of<S: Subject, K: Keyed<S>>(key: &K) -> Self {
        Self {
            shape: TypeId::of::<K>(),
            name: key.name(),
        }
    }
}

#[derive(Clone)]
struct Entry {
    /// Up to where the log had been applied when the reading began.
    place: i64,
    bytes: u64,
    value: Arc<dyn Any + Send + Sync>,
}

#[derive(Clone)]
struct Bytes;

impl Weighter<Key, Entry> for Bytes {
    fn weight(&self, _: &Key, entry: &Entry) -> u64 {
        entry.bytes
    }
}

type Entries = quick_cache::sync::Cache<Key, Entry, Bytes>;

/// How a cache has done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Values that were there.
    pub hits: u64,
    /// Values that had to be read.
    pub misses: u64,
    /// Values that are kept.
    pub entries: u64,
    /// What they take.
    pub bytes: u64,
}

/// What was read of the database, as far as there is room.
pub struct Cache<S: Subject> {
    /// None where the cache is off.
    entries: Option<Entries>,
    subjects: PhantomData<fn(S)>,
    places: Places,
    hits: AtomicU64,
    misses: AtomicU64,
}

impl<S: Subject> Cache<S> {
    /// A cache of so many bytes, what it needs itself included; none at all if that is 0. The log has
    /// been applied up to `place`.
    #[must_use]
    pub fn new(bytes: u64, place: i64) -> Self {
        let estimated = usize::try_from(bytes / USUAL_BYTES).unwrap_or(usize::MAX);
        let entries = (bytes > 0).then(|| Entries::with_weighter(estimated, bytes, Bytes));
        Self {
            entries,
            subjects: PhantomData,
            places: Places::new(place),
            hits: AtomicU64::new(0),
            misses: AtomicU64::new(0),
        }
    }

    /// Up to where the log has been applied.
    #[must_use]
    pub fn applied(&self) -> i64 {
        self.places.applied()
    }

    /// Takes in that these records changed, at places up to `place`. After it, nothing older is served
    /// of them.
    pub fn apply(&self, changed: impl IntoIterator<Item = S>, place: i64) {
        self.places.apply(changed, place);
    }

    /// Takes in that anything may have changed up to `place`: nothing older is served at all.
    pub fn apply_all(&self, place: i64) {
        self.places.apply_all(place);
        if let Some(entries) = &self.entries {
            // Not cleared: readings that are under way are still waited for.
            entries.retain(|_, _| false);
        }
    }

    /// Whether it has room for anything.
    #[must_use]
    pub fn has_room(&self) -> bool {
        self.entries.is_some()
    }

    /// How it has done.
    #[must_use]
    pub fn figures(&self) -> Figures {
        let entries = self.entries.as_ref();
        Figures {
            hits: self.hits.load(Ordering::Relaxed),
            misses: self.misses.load(Ordering::Relaxed),
            entries: entries.map_or(0, |entries| entries.len() as u64),
            bytes: entries.map_or(0, Entries::weight),
        }
    }

    /// The value of a key, if it is there.
    #[must_use]
    pub fn get<K: Keyed<S>, V: Weighed>(&self, key: &K) -> Option<V> {
        let entry = self.entries.as_ref()?.get(&Key::of(key))?;
        let value = self.valid(key, &entry)?;
        self.count(1, 0);
        Some(value)
    }

    /// What an entry holds for a key, if nothing has changed since.
    fn valid<K: Keyed<S>, V: Weighed>(&self, key: &K, entry: &Entry) -> Option<V> {
        let is_valid = entry.place >= self.places.last_change(key.subject());
        let value = entry.value.downcast_ref::<V>().filter(|_| is_valid);
        value.cloned()
    }
}
