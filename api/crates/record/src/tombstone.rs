//! What is left of deleted records, as records.

use entity::vocabulary::RecordKind;
use model::edtf::Edtf;
use model::id::RecordId;
use model::instant::Instant;
use record_macro::record;

use crate::bound::{EXCERPT, LABEL};
use crate::{Check, Described, Fault, SourceId, Value};

/// What is left of a deleted record. It holds until the deletion is undone: the record is not read
/// again from a file, and its id answers why it is gone.
#[record(part, rules)]
pub struct TombstoneRecord {
    /// The id of the record that was deleted.
    pub id: RecordId,
    /// The id of the record whose deletion was asked for, and with which this one went: its own, or
    /// that of what it was part of.
    pub root: RecordId,
    /// What the record was called.
    #[field(words(LABEL))]
    pub label: String,
    /// When it was deleted.
    pub at: Instant,
    /// The source that gave the reason.
    pub source: SourceId,
    /// The reason, in the words of the source.
    #[field(text(EXCERPT))]
    pub excerpt: Option<String>,
    /// When the source said so.
    pub stated_on: Option<Edtf>,
}

impl TombstoneRecord {
    fn rules(&self, check: &mut Check) {
        for (field, id) in [("id", self.id), ("root", self.root)] {
            if !RecordKind::RECORDS.contains(&id.kind) {
                check.fault(field, "is the id of a part, which goes with its record");
            }
        }
    }
}

/// What is wrong with the words of a reason.
#[must_use]
pub fn excerpt_faults(excerpt: Option<&str>) -> Vec<Fault> {
    let mut check = Check::default();
    let fields = TombstoneRecord::FIELDS.iter();
    for field in fields.filter(|field| field.name == "excerpt") {
        excerpt.map(str::to_owned).check(field, &mut check);
    }
    check.into_faults()
}
