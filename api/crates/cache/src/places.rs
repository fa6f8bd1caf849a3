//! Places in the log: up to where it has been applied, and where a record changed last.

use std::hash::{BuildHasher, Hash};
use std::sync::atomic::{AtomicI64, Ordering};

use foldhash::fast::RandomState;

/// Half a megabyte. At a thousand changes between two readings of a record, one in 65 of the others
/// is read again without need.
const SLOTS: usize = 1 << 16;

pub(super) struct Places {
    applied: AtomicI64,
    /// Where anything may have changed last.
    all: AtomicI64,
    /// Where the records of each slot changed last.
    slots: Box<[AtomicI64]>,
    hasher: RandomState,
}

impl Places {
    pub(super) fn new(place: i64) -> Self {
        let slots = (0..SLOTS).map(|_| AtomicI64::new(i64::MIN));
        Self {
            applied: AtomicI64::new(place),
            all: AtomicI64::new(i64::MIN),
            slots: slots.collect(),
            hasher: RandomState::default(),
        }
    }

    pub(super) fn applied(&self) -> i64 {
        self.applied.load(Ordering::SeqCst)
    }

    /// Where a record changed last, or later.
    pub(super) fn last_change(&self, of: impl Hash) -> i64 {
        let slot = self.slot(of).load(Ordering::SeqCst);
        slot.max(self.all.load(Ordering::SeqCst))
    }

    /// The places of the records first: whoever reads the place that is applied finds theirs.
    pub(super) fn apply(&self, changed: impl IntoIterator<Item = impl Hash>, place: i64) {
        for record in changed {
            self.slot(record).fetch_max(place, Ordering::SeqCst);
        }
        self.applied.fetch_max(place, Ordering::SeqCst);
    }

    pub(super) fn apply_all(&self, place: i64) {
        self.all.fetch_max(place, Ordering::SeqCst);
        self.applied.fetch_max(place, Ordering::SeqCst);
    }

    fn slot(&self, of: impl Hash) -> &AtomicI64 {
        // The remainder is below the length, whatever the pointer's width.
        let at = self.hasher.hash_one(of) % SLOTS as u64;
        &self.slots[at as usize]
    }
}
