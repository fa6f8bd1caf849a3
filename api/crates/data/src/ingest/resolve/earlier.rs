//! What became of earlier lines of the file, as far as later ones name them.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use entity::vocabulary::{ExternalAuthority, RecordKind};
use model::external::normalize;
use serde_json::{Map, Value};

use super::reference::{authority, composed, word};

/// The most marks of rejected lines that are remembered.
const MOST_MARKS: usize = 100_000;

/// By what a record is named.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::ingest) enum Mark {
    /// Its key, within the source that leads the line.
    Key(String),
    /// An identifier of another authority, with that.
    Identifier(String),
}

/// By what a record is named: its kind, and a mark for its key and for each of its identifiers.
pub(in crate::ingest) type Marks = (RecordKind, Vec<Mark>);

/// A line that was rejected.
#[derive(Clone, Copy, Debug)]
struct Rejected {
    /// The source within which its key holds; 0 where that is not known, and of sources.
    source: i64,
    line: u64,
    is_mistaken: bool,
}

/// The lines of a file that were rejected, by what others name them by.
#[derive(Debug, Default)]
pub(in crate::ingest) struct Earlier {
    by: HashMap<(RecordKind, Mark), Vec<Rejected>>,
    count: usize,
}

impl Earlier {
    /// Notes a line that was rejected, and the source that leads it.
    pub(in crate::ingest) fn reject(
        &mut self,
        (kind, marks): Marks,
        source: i64,
        line: u64,
        is_mistaken: bool,
    ) {
        for mark in marks {
            if self.count >= MOST_MARKS {
                return;
            }
            let of = self.by.entry((kind, mark)).or_default();
            let before = of.len();
            of.retain(|other| other.source != source);
            of.push(Rejected {
                source,
                line,
                is_mistaken,
            });
            self.count += of.len() - before.min(of.len());
        }
    }

    /// Notes that a line went in: an earlier one that was rejected is forgotten.
    pub(in crate::ingest) fn accept(&mut self, kind: RecordKind, marks: Vec<Mark>, source: i64) {
        if self.by.is_empty() {
            return;
        }
        for mark in marks {
            let is_key = matches!(mark, Mark::Key(_));
            let Entry::Occupied(mut of) = self.by.entry((kind, mark)) else {
                continue;
            };
            let before = of.get().len();
            of.get_mut()
                .retain(|other| is_key && other.source != source);
            let after = of.get().len();
            self.count = self.count.saturating_sub(before - after);
            if after == 0 {
                of.remove();
            }
        }
    }

    /// The rejected line that one of these marks is of: a key within one of these sources.
    pub(super) fn rejected_in(&self, marks: &Marks, sources: &[i64]) -> Option<u64> {
        self.find(marks, |mark, of| {
            matches!(mark, Mark::Identifier(_)) || sources.contains(&of.source)
        })
    }

    /// The same, of a key within any source.
    pub(super) fn rejected(&self, marks: &Marks) -> Option<u64> {
        self.find(marks, |_, _| true)
    }

    /// The line that was rejected because its key is that of another record: within one of these
    /// sources, or with none within any.
    pub(super) fn mistaken(&self, marks: &Marks, sources: Option<&[i64]>) -> Option<u64> {
        self.find(marks, |mark, of| {
            let is_within = sources.is_none_or(|sources| sources.contains(&of.source));
            matches!(mark, Mark::Key(_)) && of.is_mistaken && is_within
        })
    }

    /// The last line with one of these marks that is meant.
    fn find(
        &self,
        (kind, marks): &Marks,
        is_meant: impl Fn(&Mark, &Rejected) -> bool,
    ) -> Option<u64> {
        if self.by.is_empty() {
            return None;
        }
        marks.iter().find_map(|mark| {
            let of = self.by.get(&(*kind, mark.clone()))?;
            let mut meant = of.iter().rev().filter(|of| is_meant(mark, of));
            meant.next().map(|of| of.line)
        })
    }
}

/// The mark of a key.
pub(super) fn of_key(key: &str) -> Mark {
    Mark::Key(composed(key))
}

/// The mark of an identifier.
pub(super) fn of_identifier(authority: ExternalAuthority, value: &str) -> Mark {
    Mark::Identifier(format!("{} {value}", word(authority)))
}

/// By what others may name the record of a line: its key and its identifiers.
pub(super) fn marks_of(fields: &Map<String, Value>) -> Vec<Mark> {
    let key = fields.get("key").and_then(Value::as_str).map(of_key);
    let external = fields.get("externalIds").and_then(Value::as_object);
    let external = external.into_iter().flatten().filter_map(|(name, value)| {
        let of = authority(name)?;
        let value = normalize(of, value.as_str()?).ok()?;
        Some(of_identifier(of, &value))
    });
    key.into_iter().chain(external).collect()
}
