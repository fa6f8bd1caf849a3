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
    /// The field, as the interchange format names it; those within it with a point before them.
    pub field: String,
    /// What is wrong with it.
    pub reason: String,
}

/// Gathers the faults of a record.
#[derive(Debug, Default)]
pub struct Check {
    /// The fields around what is being checked.
    path: Vec<&'static str>,
    faults: Vec<Fault>,
}

impl Check {
    /// Notes a fault.
    pub fn fault(&mut self, field: &str, reason: impl Into<String>) {
        self.fault_of(FaultKind::Value, field, reason);
    }

    /// Notes a fault of a kind.
    pub fn fault_of(&mut self, kind: FaultKind, field: &str, reason: impl Into<String>) {
        let above = self.path.iter().copied();
        let path: Vec<&str> = above
            .chain([field])
            .filter(|name| !name.is_empty())
            .collect();
        self.faults.push(Fault {
            kind,
            field: path.join("."),
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
    pub fn within(&mut self, field: &'static str, check: impl FnOnce(&mut Self)) {
        self.path.push(field);
        check(self);
        self.path.pop();
    }

    /// The faults that were found.
    #[must_use]
    pub fn into_faults(self) -> Vec<Fault> {
        self.faults
    }
}
