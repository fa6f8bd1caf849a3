//! Reading through the cache: what is there is taken, what somebody else is reading is waited for,
//! and the rest is read together.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use quick_cache::sync::{DefaultLifecycle, GuardResult, PlaceholderGuard};

use super::{Bytes, Cache, ENTRY_BYTES, Entries, Entry, Key, Keyed, Subject, Weighed};

/// The right to read a value, and the duty: others wait for it.
type Guard<'c> = PlaceholderGuard<
    'c,
    Key,
    Entry,
    Bytes,
    quick_cache::DefaultHashBuilder,
    DefaultLifecycle<Key, Entry>,
>;

/// What a key comes to.
enum Asked<'c, V> {
    There(V),
    Ours(Guard<'c>),
    Others,
}

impl<S: Subject> Cache<S> {
    /// The values of these keys. Those that are not there are read with `load`, in one go, each by one
    /// reader at a time; a reader that fails or is given up leaves its keys to those who wait.
    ///
    /// # Errors
    /// Those of `load`.
    pub async fn read<K, V, E, L>(
        &self,
        wanted: Vec<K>,
        load: impl Fn(Vec<K>) -> L,
    ) -> Result<HashMap<K, V>, E>
    where
        K: Keyed<S>,
        V: Weighed,
        L: Future<Output = Result<HashMap<K, V>, E>>,
    {
        let Some(entries) = &self.entries else {
            return load(wanted).await;
        };
        let mut found = HashMap::with_capacity(wanted.len());
        let mut left = wanted;
        let mut ours = Vec::new();
        loop {
            // Before the reading begins: what is read holds all that was committed up to here.
            let place = self.places.applied();
            let (mut others, mut there) = (Vec::new(), 0);
            for key in left {
                match self.ask::<K, V>(entries, &key) {
                    Asked::There(value) => {
                        found.insert(key, value);
                        there += 1;
                    }
                    Asked::Ours(guard) => ours.push((key, guard)),
                    Asked::Others => others.push(key),
                }
            }
            self.count(there, ours.len());
            if !ours.is_empty() {
                let keys = ours.iter().map(|(key, _)| key.clone()).collect();
                let mut read = load(keys).await?;
                for (key, guard) in ours.drain(..) {
                    if let Some(value) = read.remove(&key) {
                        put(guard, place, &value);
                        found.insert(key, value);
                    }
                }
            }
            // Nothing is kept from others while we wait. What somebody gave up is ours, and read in the
            // next round: were it handed on, two who wait would hand it to and fro.
            if let Some(key) = others.pop() {
                match entries.get_value_or_guard_async(&Key::of(&key)).await {
                    Err(guard) => ours.push((key, guard)),
                    Ok(_) => others.push(key),
                }
            } else {
                break;
            }
            left = others;
        }
        Ok(found)
    }

    /// The same for a reader for whom nobody is to wait: others may read the same in the meantime.
    ///
    /// # Errors
    /// Those of `load`.
    pub async fn read_aside<K, V, E, L>(
        &self,
        wanted: Vec<K>,
        load: impl FnOnce(Vec<K>) -> L,
    ) -> Result<HashMap<K, V>, E>
    where
        K: Keyed<S>,
        V: Weighed,
        L: Future<Output = Result<HashMap<K, V>, E>>,
    {
        let Some(entries) = &self.entries else {
            return load(wanted).await;
        };
        let place = self.places.applied();
        let mut found = HashMap::with_capacity(wanted.len());
        let mut left = Vec::new();
        for key in wanted {
            match self.get(&key) {
                Some(value) => {
                    found.insert(key, value);
                }
                None => left.push(key),
            }
        }
        if left.is_empty() {
            return Ok(found);
        }
        self.count(0, left.len());
        for (key, value) in load(left).await? {
            // What somebody else is reading is theirs to put.
            if let Asked::Ours(guard) = self.ask::<K, V>(entries, &key) {
                put(guard, place, &value);
            }
            found.insert(key, value);
        }
        Ok(found)
    }

    fn ask<'c, K: Keyed<S>, V: Weighed>(&self, entries: &'c Entries, of: &K) -> Asked<'c, V> {
        let key = Key::of(of);
        loop {
            match entries.get_value_or_guard(&key, Some(Duration::ZERO)) {
                GuardResult::Guard(guard) => return Asked::Ours(guard),
                GuardResult::Timeout => return Asked::Others,
                GuardResult::Value(entry) => {
                    if let Some(value) = self.valid(of, &entry) {
                        return Asked::There(value);
                    }
                    entries.remove_if(&key, |now| Arc::ptr_eq(&now.value, &entry.value));
                }
            }
        }
    }

    pub(super) fn count(&self, hits: usize, misses: usize) {
        self.hits.fetch_add(hits as u64, Ordering::Relaxed);
        self.misses.fetch_add(misses as u64, Ordering::Relaxed);
    }
}

fn put<V: Weighed>(guard: Guard<'_>, place: i64, value: &V) {
    let entry = Entry {
        place,
        bytes: ENTRY_BYTES.saturating_add(value.bytes() as u64),
        value: Arc::new(value.clone()),
    };
    // It is refused where it was removed in the meantime: then it is read again.
    let _ = guard.insert(entry);
}
