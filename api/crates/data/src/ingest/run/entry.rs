//! The lines of a batch, from being read to being in.

use entity::vocabulary::RecordKind;
use model::id::RecordId;
use record::Record;
use store::write::RecordKey;

use crate::ingest::format::jsonl::BadLine;
use crate::ingest::left_out::{Thing, brought_by, brought_by_line, named};
use crate::ingest::resolve::{How, Mark, Marks, Open, Refusal};

/// A record that is to be put, and where it comes from.
pub(super) struct Entry {
    pub(super) line: u64,
    pub(super) record: Record,
    pub(super) how: How,
    pub(super) keys: Vec<RecordKey>,
    pub(super) warnings: Vec<(String, String)>,
    /// By what other lines name it.
    pub(super) marks: Vec<Mark>,
    /// The source within which its key holds; 0 where it has none.
    pub(super) source: i64,
}

impl Entry {
    /// One that came with its id.
    pub(super) const fn of(line: u64, record: Record, keys: Vec<RecordKey>) -> Self {
        Self {
            line,
            record,
            how: How::Id,
            keys,
            warnings: Vec::new(),
            marks: Vec::new(),
            source: 0,
        }
    }

    /// The record, and what is to be told of the line when it is in or refused.
    pub(super) fn put(self) -> (Told, Record) {
        let is_open = self.how != How::Id || !self.keys.is_empty();
        let told = Told {
            brought: brought_by(&self.record, &self.keys, is_open),
            line: self.line,
            how: self.how,
            keys: self.keys,
            warnings: self.warnings,
            marks: self.marks,
            source: self.source,
        };
        (told, self.record)
    }
}

/// A line that is put, while it is not known whether it goes in.
pub(super) struct Told {
    pub(super) line: u64,
    pub(super) how: How,
    pub(super) keys: Vec<RecordKey>,
    pub(super) warnings: Vec<(String, String)>,
    pub(super) marks: Vec<Mark>,
    /// The source within which its key holds; 0 where it has none.
    pub(super) source: i64,
    pub(super) brought: Vec<Thing>,
}

/// What a batch becomes.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) entries: Vec<Entry>,
    /// Lines that may be of the same record as one before them in the batch: they are looked at again
    /// when that is written, or was refused.
    pub(super) later: Vec<(u64, Open)>,
    /// What lines name that are of the same record as an earlier one of the file.
    pub(super) named: Vec<RecordKey>,
}

/// What became of a line.
pub(super) enum Outcome {
    In(Box<Told>, RecordId),
    /// An earlier line is of the same record.
    Twice(BadLine),
    /// It is wrong: what others may have of it, why, and what it needs.
    Rejected(Box<Rejected>, Box<Refusal>, Vec<Thing>),
}

impl Outcome {
    /// Whether it needs what is not there: whoever brings that is wrong first.
    pub(super) const fn needs_others(&self) -> bool {
        matches!(self, Self::Rejected(_, _, wants) if !wants.is_empty())
    }
}

/// By what other lines name the record of one, and what that line was to bring.
pub(super) struct Rejected {
    pub(super) marks: Marks,
    /// The source within which its key holds; 0 where that is not known, and of sources.
    pub(super) source: i64,
    pub(super) brought: Vec<Thing>,
}

impl Rejected {
    /// Of a line that names what is not there, or is wrong otherwise.
    pub(super) fn unresolved(open: &Open, refusal: Refusal) -> Outcome {
        let sources = refusal.sources.as_slice();
        let wants = refusal.want.as_deref();
        let wants = wants.map_or_else(Vec::new, |want| named(want, sources));
        let own = Self::of(open, sources);
        Outcome::Rejected(Box::new(own), Box::new(refusal), wants)
    }

    /// Of a line that these sources lead, as far as they are known.
    fn of(open: &Open, sources: &[i64]) -> Self {
        let leading = sources.first().copied();
        let is_source = open.kind == RecordKind::Source;
        let source = leading.or(is_source.then_some(0));
        Self {
            marks: open.marks(),
            source: source.unwrap_or_default(),
            brought: brought_by_line(open.kind, &open.fields, source),
        }
    }
}
