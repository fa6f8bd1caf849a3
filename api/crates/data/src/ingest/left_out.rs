//! Lines that are left out because they need what a wrong line was to bring. The wrong line is told;
//! those that need it are counted.

use std::collections::HashMap;

use entity::vocabulary::{ExternalAuthority, RecordKind};
use model::count::counted;
use model::external::normalize;
use model::fold::fold;
use model::id::{RecordId, decode, encode};
use record::{ExternalIds, Record};
use serde::Deserialize;
use serde_json::{Map, Value};
use store::write::{KeySort, RecordKey, Want};

use super::resolve::{By, Reference, authority, composed, naming};

/// The most things that are remembered of wrong lines: some 20 MB. Past that, lines that need more are
/// told one by one.
const MOST: usize = 200_000;

/// By what a record can be named.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Thing {
    Id(RecordId),
    /// A key, within a source; with none, within whichever.
    Key(RecordKind, Option<i64>, String),
    Identifier(RecordKind, ExternalAuthority, String),
    /// A name or title, folded.
    Name(RecordKind, String),
    /// A word of a vocabulary, as it is written.
    Word(RecordKind, String),
}

/// A line because of which others are left out.
#[derive(Debug)]
struct Cause {
    line: u64,
    /// What it is that others lack, where the line does so itself.
    lacks: Option<String>,
    count: u64,
}

/// What wrong lines were to bring, and what lines needed that is not there.
#[derive(Debug, Default)]
pub(super) struct LeftOut {
    causes: Vec<Cause>,
    by: HashMap<Thing, usize>,
}

impl LeftOut {
    /// Counts a line that needs one of these things, if it is known why that is not there; what the
    /// line was to bring is then not there for the same reason.
    pub(super) fn count(&mut self, wants: &[Thing], brings: &[Thing]) -> bool {
        let Some(at) = wants.iter().find_map(|want| self.by.get(want).copied()) else {
            return false;
        };
        if let Some(cause) = self.causes.get_mut(at) {
            cause.count += 1;
        }
        self.note_things(brings, at);
        true
    }

    /// Notes a wrong line.
    pub(super) fn note(&mut self, line: u64, wants: &[Thing], brings: Vec<Thing>) {
        if let Some(first) = wants.first() {
            self.note_cause(line, Some(first.to_string()), wants);
        }
        if !brings.is_empty() {
            self.note_cause(line, None, &brings);
        }
    }

    fn note_cause(&mut self, line: u64, lacks: Option<String>, things: &[Thing]) {
        if self.by.len() >= MOST {
            return;
        }
        let count = 0;
        self.causes.push(Cause { line, lacks, count });
        self.note_things(things, self.causes.len() - 1);
    }

    fn note_things(&mut self, things: &[Thing], at: usize) {
        for thing in things {
            if self.by.len() < MOST {
                self.by.entry(thing.clone()).or_insert(at);
            }
        }
    }

    /// Forgets what a later line has brought after all.
    pub(super) fn forget(&mut self, brought: impl IntoIterator<Item = Thing>) {
        if !self.by.is_empty() {
            for thing in brought {
                self.by.remove(&thing);
            }
        }
    }

    /// What is to be told at the end: the line, and how many others are left out because of it.
    pub(super) fn told(self) -> Vec<(u64, String)> {
        let due = self.causes.into_iter().filter(|cause| cause.count > 0);
        let told = due.map(|cause| (cause.line, message(&cause)));
        told.collect()
    }
}

fn message(cause: &Cause) -> String {
    let (need, are) = match cause.count {
        1 => ("needs", "is"),
        _ => ("need", "are"),
    };
    match &cause.lacks {
        None => format!(
            "{} {need} it and {are} left out",
            counted(cause.count, "record")
        ),
        Some(lacks) => format!(
            "{} more {need} {lacks}, too, and {are} left out",
            counted(cause.count, "record")
        ),
    }
}

impl std::fmt::Display for Thing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Id(id) => write!(f, "the {} {}", id.kind.words(), encode(id.kind, id.id)),
            Self::Key(kind, _, key) => write!(f, "the {} with the key \"{key}\"", kind.words()),
            Self::Identifier(kind, _, value) => write!(f, "the {} {value}", kind.words()),
            Self::Name(kind, name) | Self::Word(kind, name) => {
                write!(f, "the {} \"{name}\"", kind.words())
            }
        }
    }
}

/// What a record would be found by: lines with ids name others by theirs, and words of vocabularies;
/// those without do so by the rest, too.
pub(super) fn brought_by(record: &Record, keys: &[RecordKey], is_open: bool) -> Vec<Thing> {
    let mut brought = match record {
        // It stands for a record, and brings none.
        Record::Tombstone(_) => return Vec::new(),
        record => vec![Thing::Id(record.record_id())],
    };
    let keys = keys.iter().filter(|key| key.sort == KeySort::Key);
    brought.extend(keys.flat_map(|key| keyed(key.record_kind, &[key.source_id], &key.words)));
    let kind = record.record_id().kind;
    let (name, ids): (Option<&str>, Option<&ExternalIds>) = match record {
        Record::Genre(of) => (Some(&of.name), None),
        Record::Keyword(of) => (Some(&of.name), None),
        Record::Profession(of) => (Some(&of.name), None),
        _ if !is_open => (None, None),
        Record::Source(of) => (Some(&of.title), None),
        Record::Person(of) => (Some(&of.name), Some(&of.external_ids)),
        Record::Company(of) => (Some(&of.name), Some(&of.external_ids)),
        Record::Character(of) => (Some(&of.name), Some(&of.external_ids)),
        Record::Work(of) => (Some(&of.title), Some(&of.external_ids)),
        _ => (None, None),
    };
    brought.extend(name.into_iter().flat_map(|name| called(kind, name)));
    let ids = ids.into_iter().flat_map(|ids| &ids.0);
    brought
        .extend(ids.map(|(authority, value)| Thing::Identifier(kind, *authority, value.clone())));
    brought
}

/// A key within each of these sources, and within whichever.
fn keyed(kind: RecordKind, sources: &[i64], key: &str) -> Vec<Thing> {
    let within = sources.iter().copied().map(Some).chain([None]);
    within
        .map(|source| Thing::Key(kind, source, key.to_owned()))
        .collect()
}

fn called(kind: RecordKind, name: &str) -> [Thing; 2] {
    [
        Thing::Name(kind, fold(name)),
        Thing::Word(kind, name.to_owned()),
    ]
}

/// What a line would be found by that is no record, as far as it can be read; its key within the source
/// that leads it, where that is known.
pub(super) fn brought_by_line(
    kind: RecordKind,
    fields: &Map<String, Value>,
    source: Option<i64>,
) -> Vec<Thing> {
    let mut brought = Vec::new();
    let text = |name: &str| fields.get(name).and_then(Value::as_str);
    let id = text("id").and_then(|id| decode(id).ok());
    brought.extend(
        id.filter(|id| id.kind == kind)
            .map(|id| RecordId { kind, id: id.id })
            .map(Thing::Id),
    );
    let keys = fields.get("keys").and_then(Value::as_object);
    let keys = keys.into_iter().flatten().filter_map(|(source, key)| {
        let source = decode(source).ok().map(|of| of.id);
        Some((source, key.as_str()?))
    });
    let keys = keys.chain(text("key").map(|key| (source, key)));
    brought.extend(keys.flat_map(|(source, key)| keyed(kind, source.as_slice(), &composed(key))));
    let name = naming(kind).map_or("name", |(name, _)| name);
    brought.extend(text(name).into_iter().flat_map(|name| called(kind, name)));
    let ids = fields.get("externalIds").and_then(Value::as_object);
    let ids = ids.into_iter().flatten().filter_map(|(name, value)| {
        let authority = authority(name)?;
        let value = normalize(authority, value.as_str()?).ok()?;
        Some(Thing::Identifier(kind, authority, value))
    });
    brought.extend(ids);
    brought
}

/// The same of a line that was not read at all.
pub(super) fn brought_by_text(text: &str) -> Vec<Thing> {
    #[derive(Deserialize)]
    struct Typed {
        #[serde(rename = "type")]
        kind: String,
        #[serde(flatten)]
        fields: Map<String, Value>,
    }
    let Ok(line) = serde_json::from_str::<Typed>(text) else {
        return Vec::new();
    };
    let kind = super::resolve::kind_called(&line.kind);
    kind.map_or_else(Vec::new, |kind| brought_by_line(kind, &line.fields, None))
}

/// What a refused record needs.
pub(super) fn wanted(want: Option<Want>) -> Vec<Thing> {
    match want {
        None => Vec::new(),
        Some(Want::Record(id)) => vec![Thing::Id(id)],
        Some(Want::Name(kind, name)) => vec![Thing::Word(kind, name)],
    }
}

/// What a line of these sources names that was not resolved.
pub(super) fn named(want: &Reference, sources: &[i64]) -> Vec<Thing> {
    let kind = want.kind;
    match &want.by {
        By::Key(key) => keyed(kind, sources, key),
        By::Name { folded, .. } => vec![Thing::Name(kind, folded.clone())],
        By::Identifiers(ids) => ids
            .iter()
            .map(|(authority, value)| Thing::Identifier(kind, *authority, value.clone()))
            .collect(),
    }
}
