//! What is kept of the database between requests, and how the log makes it void.

use std::hash::{Hash, Hasher};

use cache::{Cache, Figures, Keyed, Name, Weighed};
use entity::vocabulary::{ChangeAction, ExternalAuthority, RecordKind};
use model::id::RecordId;
use projection::Projection;
use record::LookUpKey;
use store::Moved;

use super::shape::{Keeping, Shape};

/// What may make a value another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Subject {
    /// A change of a record, or one that touches it.
    Record(RecordId),
    /// A change of any record of a kind, or one that touches any.
    Kind(RecordKind),
    /// An identifier that a record gets or loses, as a number made from it.
    Identifier(u64),
}

impl Subject {
    pub(crate) const fn record(kind: RecordKind, id: i64) -> Self {
        Self::Record(RecordId { kind, id })
    }

    /// What an authority calls a record.
    pub(crate) fn identifier(authority: ExternalAuthority, value: &str) -> Self {
        let mut state = std::hash::DefaultHasher::new();
        (authority, value).hash(&mut state);
        Self::Identifier(state.finish())
    }
}

/// What all requests share of what was read: a projection, whose place is that of the log up to which
/// nothing older is served.
pub struct Kept(Cache<Subject>);

impl Kept {
    /// Keeps so many bytes; 0 keeps nothing. The log stands at `place`.
    #[must_use]
    pub fn new(bytes: u64, place: i64) -> Self {
        Self(Cache::new(bytes, place))
    }

    /// Whether it may keep anything.
    #[must_use]
    pub fn keeps_any(&self) -> bool {
        self.0.has_room()
    }

    /// How it has done.
    #[must_use]
    pub fn figures(&self) -> Figures {
        self.0.figures()
    }

    /// The value of a key, if it is there.
    pub(super) fn get<K: Shape>(&self, key: &K) -> Option<K::Value> {
        let held: Held<K::Value> = self.0.get(&KeptKey::of(key)?)?;
        Some(held.value)
    }

    pub(super) fn values(&self) -> &Cache<Subject> {
        &self.0
    }
}

impl Projection for Kept {
    const NAME: &'static str = "cache";

    fn place(&self) -> i64 {
        self.0.applied()
    }

    fn take_in(&self, moved: &[Moved]) {
        let Some(last) = moved.last() else { return };
        if moved.iter().any(moves_all) {
            return self.begin_anew(last.seq);
        }
        self.0.apply(moved.iter().flat_map(subjects), last.seq);
    }

    fn begin_anew(&self, place: i64) {
        self.0.apply_all(place);
    }
}

/// Whether a change may make anything another: sources decide by their priority what counts, and all
/// that rests on one may be millions.
fn moves_all(moved: &Moved) -> bool {
    moved.subject.kind == RecordKind::Source && moved.action != ChangeAction::Created
}

fn subjects(moved: &Moved) -> impl Iterator<Item = Subject> {
    let records = moved.touches.iter().copied().chain([moved.subject]);
    let records = records.flat_map(|id| [Subject::Record(id), Subject::Kind(id.kind)]);
    let keys = moved.keys.iter().filter_map(|key| match key {
        LookUpKey::Name(_) => None,
        LookUpKey::Identifier {
            authority, value, ..
        } => Some(Subject::identifier(*authority, value)),
    });
    records.chain(keys)
}

/// A key whose value is kept.
pub(super) struct KeptKey<K> {
    key: K,
    name: Name,
    subject: Subject,
}

impl<K: Shape> KeptKey<K> {
    pub(super) fn of(key: &K) -> Option<Self> {
        let Keeping { name, subject } = key.keeping()?;
        let key = key.clone();
        Some(Self { key, name, subject })
    }

    /// All of these, if they are kept.
    pub(super) fn all(keys: &[K]) -> Option<Vec<Self>> {
        keys.iter().map(Self::of).collect()
    }

    pub(super) fn key(&self) -> &K {
        &self.key
    }

    pub(super) fn into_key(self) -> K {
        self.key
    }
}

impl<K: Clone> Clone for KeptKey<K> {
    fn clone(&self) -> Self {
        Self {
            key: self.key.clone(),
            name: self.name.clone(),
            subject: self.subject,
        }
    }
}

impl<K: PartialEq> PartialEq for KeptKey<K> {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl<K: Eq> Eq for KeptKey<K> {}

impl<K: Hash> Hash for KeptKey<K> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

impl<K: Shape> Keyed<Subject> for KeptKey<K> {
    fn name(&self) -> Name {
        self.name.clone()
    }

    fn subject(&self) -> Subject {
        self.subject
    }
}

/// A value with what it takes.
#[derive(Clone)]
pub(super) struct Held<V> {
    pub(super) value: V,
    bytes: usize,
}

impl<V> Held<V> {
    pub(super) fn of<K: Shape<Value = V>>(value: V) -> Self {
        let bytes = K::bytes(&value);
        Self { value, bytes }
    }
}

impl<V: Clone + Send + Sync + 'static> Weighed for Held<V> {
    fn bytes(&self) -> usize {
        self.bytes
    }
}
