//! Our own interchange format: JSON Lines, one record a line. See `docs/format.md`.

use std::collections::BTreeMap;
use std::io::{self, BufRead};

use entity::vocabulary::RecordKind;
use model::id::encode;
use record::Record;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use store::KnownBy;
use store::write::RecordKey;

use super::explain::{content, fields_of};
use super::lines::{Line, Lines, MAX_LINE_BYTES};
use super::packed::why_packed;
use super::tree::object;
use crate::ingest::resolve::{Open, write_ways_to_deleted};

/// The newest version that this program reads.
pub const FORMAT_VERSION: u32 = 2;
/// The version from which on lines may have no ids, and keys.
pub(super) const OPEN_VERSION: u32 = 2;

/// A line that is not what it should be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {}{reason}", field_prefix(field))]
pub struct BadLine {
    /// From 1.
    pub line: u64,
    /// The field; empty where it is the whole line.
    pub field: String,
    /// What is wrong with it.
    pub reason: String,
}

fn field_prefix(field: &str) -> String {
    if field.is_empty() {
        String::new()
    } else {
        format!("{field}: ")
    }
}

/// Why a file, or a line of it, cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum FormatError {
    /// The line is not a record.
    #[error(transparent)]
    Line(#[from] BadLine),
    /// The file cannot be read.
    #[error("line {line}: cannot be read: {error}")]
    Read {
        /// From 1.
        line: u64,
        /// What the system said.
        error: io::Error,
    },
}

/// The first line of a file.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Head {
    #[serde(rename = "type")]
    kind: String,
    format_version: u32,
}

/// The type of the first line.
pub(super) const HEAD_TYPE: &str = "filmgraph";
/// The first line of a file in which every record and reference has its id.
pub const HEAD: &str = r#"{"type":"filmgraph","formatVersion":1}"#;
/// The first line of a file with keys, or without ids.
pub const OPEN_HEAD: &str = r#"{"type":"filmgraph","formatVersion":2}"#;

/// What a line holds.
// A batch holds some hundreds of one kind.
#[allow(clippy::large_enum_variant)]
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// A record.
    Record(Record),
    /// A tombstone, and by what the record that it stands for is found again.
    Buried(Record, Vec<RecordKey>),
    /// What becomes one with the ids that it lacks.
    Open(Open),
}

impl Content {
    /// The kind of the record; none of a tombstone.
    pub(crate) fn kind(&self) -> Option<RecordKind> {
        match self {
            Self::Record(Record::Tombstone(_)) | Self::Buried(..) => None,
            Self::Record(record) => Some(record.record_id().kind),
            Self::Open(open) => Some(open.kind),
        }
    }
}

/// A line with where it stands.
#[derive(Debug, PartialEq)]
pub struct Numbered {
    /// The line, from 1.
    pub line: u64,
    /// How long the line is.
    pub bytes: usize,
    /// What it holds.
    pub content: Content,
}

/// The records of a file. Blank lines are passed over; after a line that is wrong the next one can
/// be read.
pub struct Records<R> {
    lines: Lines<R>,
    version: u32,
    /// The line that was wrong last.
    wrong: String,
}

impl<R: BufRead> Records<R> {
    /// Reads the head, which every file has; blank lines may stand before it.
    ///
    /// # Errors
    /// If the first line that holds anything is not the head of a version that this program reads.
    pub fn open(mut reader: R) -> Result<Self, FormatError> {
        let wrong = |line: u64, reason: String| BadLine {
            line,
            field: String::new(),
            reason,
        };
        let start = reader.fill_buf();
        let start = start.map_err(|error| FormatError::Read { line: 1, error })?;
        if let Some(reason) = why_packed(start) {
            return Err(wrong(1, reason).into());
        }
        let mut lines = Lines::new(reader);
        let version = loop {
            let line = lines.number() + 1;
            let read = lines.read();
            let read = read.map_err(|error| FormatError::Read { line, error })?;
            let text = match read {
                None => return Err(wrong(1, "the file is empty".to_owned()).into()),
                Some(Line::Text(text)) => text.trim_start_matches('\u{feff}'),
                Some(other) => return Err(wrong(line, reason_of(&other)).into()),
            };
            if !text.trim().is_empty() {
                break version_of(text).map_err(|reason| wrong(line, reason))?;
            }
        };
        Ok(Self {
            lines,
            version,
            wrong: String::new(),
        })
    }

    /// The text of the line that was wrong last; empty where it had none.
    pub(in crate::ingest) fn wrong(&self) -> &str {
        &self.wrong
    }

    /// How many lines have been read.
    pub fn lines(&self) -> u64 {
        self.lines.number()
    }

    fn next_record(&mut self) -> Result<Option<Numbered>, FormatError> {
        loop {
            let line = self.lines.number() + 1;
            let read = self.lines.read();
            let read = read.map_err(|error| FormatError::Read { line, error })?;
            let bad = |field: String, reason: String| BadLine {
                line,
                field,
                reason,
            };
            let text = match read {
                None => return Ok(None),
                Some(Line::Text(text)) if text.trim().is_empty() => continue,
                Some(Line::Text(text)) => text,
                Some(other) => {
                    self.wrong.clear();
                    return Err(bad(String::new(), reason_of(&other)).into());
                }
            };
            let bytes = text.len();
            return match content(text, self.version) {
                Ok(content) => Ok(Some(Numbered {
                    line,
                    bytes,
                    content,
                })),
                Err((field, mut reason)) => {
                    text.clone_into(&mut self.wrong);
                    if self.lines.is_cut() {
                        reason.push_str("; the file ends within this line, and may be cut off");
                    }
                    Err(bad(field, reason).into())
                }
            };
        }
    }
}

/// The line of a record with the keys that sources gave it; of a deleted one with all by which it is
/// found again.
///
/// # Errors
/// If it cannot be written as JSON.
pub fn line(record: &Record, known: Option<&KnownBy>) -> Result<String, serde_json::Error> {
    let Some(KnownBy { keys, identities }) = known else {
        return serde_json::to_string(record);
    };
    let Value::Object(mut fields) = serde_json::to_value(record)? else {
        return serde_json::to_string(record);
    };
    if matches!(record, Record::Tombstone(_)) {
        write_ways_to_deleted(&mut fields, keys, identities);
        return serde_json::to_string(&fields);
    }
    let (name, value) = written(keys, &fields);
    let mut line = Map::new();
    for (field, held) in fields {
        let is_id = field == "id";
        line.insert(field, held);
        if is_id {
            line.insert(name.to_owned(), value.clone());
        }
    }
    serde_json::to_string(&line)
}

/// Keys as a line has them: one key, where it is clear which source gave it.
fn written(keys: &BTreeMap<i64, String>, fields: &Map<String, Value>) -> (&'static str, Value) {
    let id = |source: &i64| encode(RecordKind::Source, *source);
    let sources = match (fields.get("source"), fields.get("sources")) {
        (Some(source), _) => vec![source.clone()],
        (None, Some(Value::Array(sources))) => sources.clone(),
        (None, _) => Vec::new(),
    };
    let mut all = keys.iter();
    if let (Some((source, key)), None) = (all.next(), all.next())
        && (*source == 0 || sources == [Value::from(id(source))])
    {
        return ("key", Value::from(key.as_str()));
    }
    let keys = keys
        .iter()
        .map(|(source, key)| (id(source), Value::from(key.as_str())));
    ("keys", Value::Object(keys.collect()))
}

/// The JSON Schema of a line that is a record.
#[must_use]
pub fn record_schema() -> schemars::Schema {
    schemars::schema_for!(Record)
}

fn version_of(text: &str) -> Result<u32, String> {
    let read = object(text).and_then(fields_of::<Head>);
    let head = read.map_err(|wrong| {
        let (field, reason) = wrong.told();
        format!(
            "has to be {HEAD}, or {OPEN_HEAD} where ids are left out: {}{reason}",
            field_prefix(&field)
        )
    })?;
    let versions = 1..=FORMAT_VERSION;
    if head.kind == HEAD_TYPE && versions.contains(&head.format_version) {
        return Ok(head.format_version);
    }
    let (kind, version) = (head.kind, head.format_version);
    Err(format!(
        "{kind} format {version} is not read here, only filmgraph 1 to {FORMAT_VERSION}"
    ))
}

fn reason_of(line: &Line<'_>) -> String {
    match line {
        Line::NotText(byte) => format!("is not UTF-8 at byte {byte}"),
        Line::TooLong | Line::Text(_) => format!("is longer than {MAX_LINE_BYTES} bytes"),
    }
}

impl<R: BufRead> Iterator for Records<R> {
    type Item = Result<Numbered, FormatError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_record().transpose()
    }
}

#[cfg(test)]
#[path = "jsonl_tests.rs"]
mod tests;
