//! What became of earlier lines of the file, as far as later ones name them.

use std::collections::HashMap;

use entity::vocabulary::RecordKind;
use model::external::normalize;
use serde_json::{Map, Value};

use super::reference::{authority, composed, word};

/// The most marks of rejected lines that are remembered.
const MOST_MARKS: usize = 100_000;

/// By what a record is named: its kind, and a mark for its key and for each of its identifiers.
pub(in crate::ingest) type Marks = (RecordKind, Vec<String>);

/// A line that was rejected.
#[derive(Clone, Copy, Debug)]
struct Rejected {
    line: u64,
    is_mistaken: bool,
}

/// The lines of a file that were rejected, by what others name them by.
#[derive(Debug, Default)]
pub(in crate::ingest) struct Earlier(HashMap<(RecordKind, String), Rejected>);

impl Earlier {
    /// Notes a line that was rejected.
    pub(in crate::ingest) fn reject(&mut self, (kind, marks): Marks, line: u64, is_mistaken: bool) {
        for mark in marks {
            if self.0.len() < MOST_MARKS {
                self.0.insert((kind, mark), Rejected { line, is_mistaken });
            }
        }
    }

    /// Notes that a line went in: an earlier one that was rejected is forgotten.
    pub(in crate::ingest) fn accept(&mut self, kind: RecordKind, marks: Vec<String>) {
        if self.0.is_empty() {
            return;
        }
        for mark in marks {
            self.0.remove(&(kind, mark));
        }
    }

    /// The rejected line that one of these marks is of.
    pub(super) fn rejected(&self, (kind, marks): &Marks) -> Option<u64> {
        let mut found = marks.iter().filter_map(|mark| self.get(*kind, mark));
        found.next().map(|of| of.line)
    }

    /// The line that was rejected because its key is that of another record.
    pub(super) fn mistaken(&self, kind: RecordKind, mark: &str) -> Option<u64> {
        let found = self.get(kind, mark).filter(|of| of.is_mistaken);
        found.map(|of| of.line)
    }

    fn get(&self, kind: RecordKind, mark: &str) -> Option<Rejected> {
        if self.0.is_empty() {
            return None;
        }
        self.0.get(&(kind, mark.to_owned())).copied()
    }
}

/// The mark of a key.
pub(super) fn of_key(key: &str) -> String {
    format!("key {}", composed(key))
}

/// By what others may name the record of a line: its key and its identifiers.
pub(super) fn marks_of(fields: &Map<String, Value>) -> Vec<String> {
    let key = fields.get("key").and_then(Value::as_str).map(of_key);
    let external = fields.get("externalIds").and_then(Value::as_object);
    let external = external.into_iter().flatten().filter_map(|(name, value)| {
        let of = authority(name)?;
        let value = normalize(of, value.as_str()?).ok()?;
        Some(format!("{} {value}", word(of)))
    });
    key.into_iter().chain(external).collect()
}
