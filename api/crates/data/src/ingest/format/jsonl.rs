//! Our own interchange format: JSON Lines, one record a line. See `docs/format.md`.

use std::io::{self, BufRead};

use record::Record;
use serde::{Deserialize, Serialize};

use super::explain::{explain, told};
use super::lines::{Line, Lines, MAX_LINE_BYTES};

/// The version that this program reads and writes.
pub const FORMAT_VERSION: u32 = 1;

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

/// The first line of every file that this program writes.
pub const HEAD: &str = r#"{"type":"filmgraph","formatVersion":1}"#;

/// How a file that gzip has packed begins.
const GZIP: [u8; 2] = [0x1f, 0x8b];
const COMPRESSED: &str =
    "the file is compressed: unpack it, as in `zcat FILE | filmgraph import jsonl -`";

/// A record with where it stands.
#[derive(Debug, PartialEq)]
pub struct Numbered {
    /// The line, from 1.
    pub line: u64,
    /// How long the line is.
    pub bytes: usize,
    /// The record.
    pub record: Record,
}

/// The records of a file. Blank lines are passed over; after a line that is wrong the next one can
/// be read.
pub struct Records<R> {
    lines: Lines<R>,
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
        check_head(text).map_err(wrong)?;
        Ok(Self { lines })
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
            let parsed = serde_json::from_str(text).map_err(|error| explain(text, &error));
            return match parsed {
                Ok(record) => Ok(Some(Numbered {
                    line,
                    bytes,
                    record,
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

/// The JSON Schema of a line that is a record.
#[must_use]
pub fn record_schema() -> schemars::Schema {
    schemars::schema_for!(Record)
}

fn check_head(text: &str) -> Result<(), String> {
    let head: Head = serde_json::from_str(text)
        .map_err(|error| format!("has to be {HEAD}: {}", told(&error)))?;
    if head.kind == "filmgraph" && head.format_version == FORMAT_VERSION {
        return Ok(());
    }
    let (kind, version) = (head.kind, head.format_version);
    Err(format!(
        "{kind} format {version} is not read here, only filmgraph {FORMAT_VERSION}"
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
        assert!(matches!(&records[0].record, Record::Genre(genre) if genre.name == "Drama"));
    }

    #[test]
    fn a_bad_line_is_named_with_its_reason() {
        let message = |line: &str| read(&format!("{HEAD}\n{line}\n")).unwrap_err().to_string();
        let unknown = message(r#"{"type":"genre","id":"g3za","name":"Drama","colour":"red"}"#);
        assert!(
            unknown.starts_with("line 2: colour: unknown field `colour`"),
            "{unknown}"
        );
        let kind = message(r#"{"type":"planet","id":"g3za"}"#);
        assert!(kind.contains("unknown variant `planet`"), "{kind}");
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
        assert_eq!(twice, "line 2: duplicate field `name`");
    }

    #[test]
    fn the_head_is_needed_and_its_version_looked_at() {
        assert!(read("").is_err());
        assert!(read("{\"type\":\"genre\",\"id\":\"g3za\",\"name\":\"Drama\"}").is_err());
        let later = read("{\"type\":\"filmgraph\",\"formatVersion\":2}").unwrap_err();
        assert!(later.to_string().contains("only filmgraph 1"), "{later}");
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
