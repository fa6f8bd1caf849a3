//! What keeps a record from being written.

use entity::vocabulary::RecordKind;
use model::id::RecordId;

/// What kind of fault it is, for programs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FaultKind {
    /// A value that is not acceptable.
    #[default]
    Value,
    /// Something that has to be there and is not.
    Missing,
    /// A text or list that is too long.
    TooLong,
    /// A reference to what is not there.
    Unknown,
    /// What another record has already.
    Duplicate,
    /// A reference to what was deleted.
    Gone,
    /// More than is done at a time.
    TooMany,
}

/// Something that keeps a record from being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What kind of fault it is.
    pub kind: FaultKind,
    /// The field, as the interchange format names it; those within it with a point before them, and
    /// places in lists likewise, from 0: `boxOffice.0.source`.
    pub field: String,
    /// What is wrong with it.
    pub reason: String,
}

/// Where something stands in a record: fields within fields, and places in lists.
#[derive(Clone, Debug, Default)]
pub(crate) struct Path {
    names: Vec<String>,
    /// The place in the list that stands in the next field.
    place: Option<usize>,
}

impl Path {
    /// Goes through what stands in a field.
    pub(crate) fn enter(&mut self, field: &str) -> usize {
        let depth = self.names.len();
        let place = self.place.take().map(|place| place.to_string());
        let names = [Some(field.to_owned()), place].into_iter().flatten();
        self.names.extend(names.filter(|name| !name.is_empty()));
        depth
    }

    /// Comes back to where [`Path::enter`] was called.
    pub(crate) fn leave(&mut self, depth: usize) {
        self.names.truncate(depth);
    }

    /// What comes next stands at this place of a list.
    pub(crate) fn at(&mut self, place: usize) {
        self.place = Some(place);
    }

    /// A list ends.
    pub(crate) fn end(&mut self) {
        self.place = None;
    }

    /// Where a field is.
    pub(crate) fn to(&self, field: &str) -> String {
        let mut here = self.clone();
        here.enter(field);
        here.names.join(".")
    }

    /// Whether a field stands in the record itself, and not in a list.
    pub(crate) fn is_root(&self) -> bool {
        self.names.is_empty() && self.place.is_none()
    }
}

/// Gathers the faults of a record.
#[derive(Debug, Default)]
pub struct Check {
    path: Path,
    faults: Vec<Fault>,
}

impl Check {
    /// Notes a fault.
    pub fn fault(&mut self, field: &str, reason: impl Into<String>) {
        self.fault_of(FaultKind::Value, field, reason);
    }

    /// Notes a fault of a kind.
    pub fn fault_of(&mut self, kind: FaultKind, field: &str, reason: impl Into<String>) {
        self.faults.push(Fault {
            kind,
            field: self.path.to(field),
            reason: reason.into(),
        });
    }

    /// Checks that a record is a work or a person.
    pub fn work_or_person(&mut self, field: &str, record: RecordId) {
        if !matches!(record.kind, RecordKind::Work | RecordKind::Person) {
            self.fault(field, "must be a work or a person");
        }
    }

    /// Checks what stands in a field.
    pub fn within(&mut self, field: &str, check: impl FnOnce(&mut Self)) {
        let depth = self.path.enter(field);
        check(self);
        self.path.leave(depth);
    }

    /// Checks the members of the list that stands in a field.
    pub(crate) fn each<V>(
        &mut self,
        members: impl IntoIterator<Item = V>,
        check: impl Fn(V, &mut Self),
    ) {
        for (place, member) in members.into_iter().enumerate() {
            self.path.at(place);
            check(member, self);
        }
        self.path.end();
    }

    /// How many faults were found so far.
    pub(crate) fn count(&self) -> usize {
        self.faults.len()
    }

    /// The faults that were found.
    #[must_use]
    pub fn into_faults(self) -> Vec<Fault> {
        self.faults
    }
}
