//! What an answer rests on besides what it shows: kept only for who asks for the sources.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

use model::id::RecordId;

/// Records, with the keys of the properties that are looked at; none is the record as such.
pub(crate) type Topics = HashMap<RecordId, BTreeSet<&'static str>>;

/// The records behind what an answer shows, where they are not in it themselves: the role behind a
/// director, the milestones behind a status.
#[derive(Default)]
pub(super) struct Grounds(Mutex<Topics>);

impl Grounds {
    pub(super) fn add(&self, subject: RecordId, keys: &[&'static str]) {
        let mut topics = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        topics.entry(subject).or_default().extend(keys);
    }

    pub(super) fn take(&self) -> Topics {
        let mut topics = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut topics)
    }
}
