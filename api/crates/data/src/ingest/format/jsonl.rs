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

/// The first line of a file in which every record and reference has its id.
pub const HEAD: &str = r#"{"type":"filmgraph","formatVersion":1}"#;
/// The first line of a file with keys, or without ids.
pub const OPEN_HEAD: &str = r#"{"type":"filmgraph","formatVersion":2}"#;

/// How a file that gzip has packed begins.
const GZIP: [u8; 2] = [0x1f, 0x8b];
const COMPRESSED: &str =
    "the file is compressed: unpack it, as in `zcat FILE | filmgraph import jsonl -`";

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
}

impl<R: BufRead> Records<R> {
    /// Reads the head, which every file has.
    ///
    /// # Errors
    /// If the first line is not the head of a version that this program reads.
    pub fn open(mut reader: R) -> Result<Self, FormatError> {
        let wrong = |reason: String| BadLine {
            line: 1,
            field: String::new(),
            reason,
        };
        let start = reader.fill_buf();
        let start = start.map_err(|error| FormatError::Read { line: 1, error })?;
        if start.starts_with(&GZIP) {
            return Err(wrong(COMPRESSED.to_owned()).into());
        }
        let mut lines = Lines::new(reader);
        let first = lines
            .read()
            .map_err(|error| FormatError::Read { line: 1, error })?;
        let text = match first {
            None => return Err(wrong("the file is empty".to_owned()).into()),
            Some(Line::Text(text)) => text.trim_start_matches('\u{feff}'),
            Some(other) => return Err(wrong(reason_of(&other)).into()),
        };
        let version = version_of(text).map_err(wrong)?;
        Ok(Self { lines, version })
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
                Some(other) => return Err(bad(String::new(), reason_of(&other)).into()),
            };
            let bytes = text.len();
            return match content(text, self.version) {
                Ok(content) => Ok(Some(Numbered {
                    line,
                    bytes,
                    content,
                })),
                Err((field, mut reason)) => {
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
        format!("has to be {HEAD}: {}{reason}", field_prefix(&field))
    })?;
    let versions = 1..=FORMAT_VERSION;
    if head.kind == "filmgraph" && versions.contains(&head.format_version) {
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
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Result<Vec<Numbered>, FormatError> {
        Records::open(text.as_bytes())?.collect()
    }

    #[test]
    fn records_come_with_their_lines() {
        let text = format!("{HEAD}\n\n{{\"type\":\"genre\",\"id\":\"g3za\",\"name\":\"Drama\"}}");
        let records = read(&text).unwrap();
        assert_eq!(records[0].line, 3);
        assert!(
            matches!(&records[0].content, Content::Record(Record::Genre(genre)) if genre.name == "Drama")
        );
    }

    #[test]
    fn a_bad_line_is_named_with_its_reason() {
        let message = |line: &str| read(&format!("{HEAD}\n{line}\n")).unwrap_err().to_string();
        let unknown = message(r#"{"type":"genre","id":"g3za","name":"Drama","colour":"red"}"#);
        assert!(
            unknown.starts_with("line 2: colour: is no field here; there are `id`, `name`"),
            "{unknown}"
        );
        let kind = message(r#"{"type":"planet","id":"g3za"}"#);
        assert!(
            kind.contains("no kind of record \"planet\"; there are `source`"),
            "{kind}"
        );
        let other = message(r#"{"type":"genre","id":"wv0","name":"Drama"}"#);
        assert!(other.starts_with("line 2: id: \"wv0\""), "{other}");
        assert_eq!(
            message("{\"type\":"),
            "line 2: ends after 8 bytes, within its JSON object"
        );
        assert_eq!(
            message("nonsense"),
            "line 2: is not JSON at byte 2: a line is one JSON object, names and texts in double quotes"
        );
        let twice = message(r#"{"type":"genre","id":"g3za","name":"Drama","name":"Drama"}"#);
        assert_eq!(twice, "line 2: name: stands twice");
    }

    #[test]
    fn what_is_of_another_type_is_told_in_our_words_with_its_place() {
        let message = |line: &str| read(&format!("{HEAD}\n{line}\n")).unwrap_err().to_string();
        let work = |rest: &str| {
            message(&format!(
                r#"{{"type":"work","id":"wvu","kind":"FILM","title":"X",{rest}}}"#
            ))
        };
        for (rest, told) in [
            (
                r#""runtimeMinutes":"90""#,
                "runtimeMinutes: has to be a whole number, and a text is given",
            ),
            (
                r#""runtimeMinutes":1.5"#,
                "runtimeMinutes: is 1.5; must be a whole number",
            ),
            (
                r#""runtimeMinutes":2147483648"#,
                "runtimeMinutes: is 2147483648; must lie between -2147483648 and 2147483647",
            ),
            (
                r#""genres":"Drama""#,
                "genres: has to be a list, and a text is given",
            ),
            (
                r#""genres":["Drama",5]"#,
                "genres.1: has to be a text, and a number is given",
            ),
            (
                r#""budget":{"amount":"5","currencyCode":"USD","isApproximate":1}"#,
                "budget.isApproximate: has to be true or false, and a number is given",
            ),
            (
                r#""rating":"8""#,
                "rating: has to be a number, and a text is given",
            ),
            (
                r#""budget":["5","USD"]"#,
                "budget: has to be an object, and a list is given",
            ),
            (
                r#""budget":{"amount":5,"currencyCode":"USD"}"#,
                "budget.amount: has to be a text, and a number is given",
            ),
            (
                r#""budget":{"amount":"5"}"#,
                "budget.currencyCode: is needed",
            ),
            (
                r#""budget":{"amount":"5","amount":"6","currencyCode":"USD"}"#,
                "budget.amount: stands twice",
            ),
            (
                r#""titles":[{"text":"A","kind":"ODD"}]"#,
                "titles.0.kind: there is no `ODD` here; there are ",
            ),
            (
                r#""titles":[{"text":"A","kind":5}]"#,
                "titles.0.kind: has to be a word in quotation marks, and a number is given",
            ),
            (
                r#""externalIds":{"IMDB":"tt1","IMDB":"tt2"}"#,
                "externalIds.IMDB: stands twice",
            ),
            (
                r#""externalIds":["tt1"]"#,
                "externalIds: has to be an object, and a list is given",
            ),
            (
                r#""sources":["s1b9","s1b9"]"#,
                "sources.1: \"s1b9\" stands twice",
            ),
            (r#""type":"work""#, "type: stands twice"),
            (r#""votes":1e999"#, "holds a number at byte "),
        ] {
            let found = work(rest);
            let starts = format!("line 2: {told}");
            assert!(found.starts_with(&starts), "{rest}: {found}");
        }
        for (line, told) in [
            (r#"["genre","g28v","X"]"#, "line 2: is not a JSON object"),
            (r#""genre""#, "line 2: is not a JSON object"),
            (
                r#"{"id":"g28v"}"#,
                "line 2: type: is needed; there are `source`",
            ),
            (r#"{"type":5}"#, "line 2: type: is no text"),
            (
                r#"{"type":"genre","id":5,"name":"X"}"#,
                "line 2: id: has to be a text, and a number is given",
            ),
        ] {
            let found = message(line);
            assert!(found.starts_with(told), "{line}: {found}");
        }
    }

    #[test]
    fn the_head_is_needed_and_its_version_looked_at() {
        assert!(read("").is_err());
        assert!(read("{\"type\":\"genre\",\"id\":\"g3za\",\"name\":\"Drama\"}").is_err());
        let later = read("{\"type\":\"filmgraph\",\"formatVersion\":3}").unwrap_err();
        assert!(
            later.to_string().contains("only filmgraph 1 to 2"),
            "{later}"
        );
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let mut file = HEAD.as_bytes().to_vec();
            file.push(b'\n');
            file.extend(bytes);
            if let Ok(records) = Records::open(file.as_slice()) {
                let _ = records.collect::<Result<Vec<_>, _>>();
            }
        }
    }
}
