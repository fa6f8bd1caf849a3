//! Our own interchange format: JSON Lines, one record a line. See `docs/format.md`.

use std::io::{self, BufRead};

use serde::Deserialize;

use crate::store::record::Record;

/// The version that this program reads and writes.
pub const FORMAT_VERSION: u32 = 1;
/// The longest line that is read, in bytes: a work with two thousand titles has about 200,000.
const MAX_LINE_BYTES: u64 = 16 * 1024 * 1024;

/// Why a file, or a line of it, cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum FormatError {
    /// The line is not a record.
    #[error("line {line}: {reason}")]
    Line {
        /// From 1.
        line: u64,
        /// What is wrong with it.
        reason: String,
    },
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
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Head {
    #[serde(rename = "type")]
    kind: String,
    format_version: u32,
}

/// The records of a file, with the number of the line that each stands on. Blank lines are passed
/// over.
pub struct Records<R> {
    reader: R,
    line: u64,
    text: String,
}

impl<R: BufRead> Records<R> {
    /// Reads the head, which every file has.
    ///
    /// # Errors
    /// If the first line is not the head of a version that this program reads.
    pub fn open(reader: R) -> Result<Self, FormatError> {
        let mut records = Self {
            reader,
            line: 0,
            text: String::new(),
        };
        let wrong = |reason: String| FormatError::Line { line: 1, reason };
        if !records.next_line()? {
            return Err(wrong("the file is empty".to_owned()));
        }
        let text = records.text.trim_start_matches('\u{feff}');
        let head: Head = serde_json::from_str(text).map_err(|error| {
            let expected = r#"{"type":"filmgraph","formatVersion":1}"#;
            wrong(format!("expected {expected}: {error}"))
        })?;
        if head.kind != "filmgraph" || head.format_version != FORMAT_VERSION {
            let (kind, version) = (head.kind, head.format_version);
            let reason = format!(
                "{kind} format {version} is not read here, only filmgraph {FORMAT_VERSION}"
            );
            return Err(wrong(reason));
        }
        Ok(records)
    }

    /// Reads a line into `text`; false at the end.
    fn next_line(&mut self) -> Result<bool, FormatError> {
        self.text.clear();
        self.line += 1;
        let line = self.line;
        let mut bounded = io::Read::take(&mut self.reader, MAX_LINE_BYTES);
        let read = bounded.read_line(&mut self.text);
        let read = read.map_err(|error| FormatError::Read { line, error })?;
        if read as u64 == MAX_LINE_BYTES && !self.text.ends_with('\n') {
            let reason = format!("is longer than {MAX_LINE_BYTES} bytes");
            return Err(FormatError::Line { line, reason });
        }
        Ok(read > 0)
    }

    fn next_record(&mut self) -> Result<Option<(u64, Record)>, FormatError> {
        while self.next_line()? {
            if self.text.trim().is_empty() {
                continue;
            }
            let line = self.line;
            let record = serde_json::from_str(&self.text);
            let record = record.map_err(|error| FormatError::Line {
                line,
                reason: error.to_string(),
            })?;
            return Ok(Some((line, record)));
        }
        Ok(None)
    }
}

impl<R: BufRead> Iterator for Records<R> {
    type Item = Result<(u64, Record), FormatError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_record().transpose()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    const HEAD: &str = "{\"type\":\"filmgraph\",\"formatVersion\":1}\n";

    fn read(text: &str) -> Result<Vec<(u64, Record)>, FormatError> {
        Records::open(text.as_bytes())?.collect()
    }

    #[test]
    fn records_come_with_their_lines() {
        let text = format!("{HEAD}\n{{\"type\":\"genre\",\"id\":\"g3za\",\"name\":\"Drama\"}}");
        let records = read(&text).unwrap();
        assert_eq!(records[0].0, 3);
        assert!(matches!(&records[0].1, Record::Genre(genre) if genre.name == "Drama"));
    }

    #[test]
    fn a_bad_line_is_named_with_its_reason() {
        let message = |line: &str| read(&format!("{HEAD}{line}\n")).unwrap_err().to_string();
        let unknown = message(r#"{"type":"genre","id":"g3za","name":"Drama","colour":"red"}"#);
        assert!(
            unknown.starts_with("line 2: unknown field `colour`"),
            "{unknown}"
        );
        let kind = message(r#"{"type":"planet","id":"g3za"}"#);
        assert!(kind.contains("unknown variant `planet`"), "{kind}");
        let other = message(r#"{"type":"genre","id":"wv0","name":"Drama"}"#);
        assert!(other.starts_with("line 2: \"wv0\""), "{other}");
        assert!(message("{\"type\":").starts_with("line 2: "));
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
            file.extend(bytes);
            if let Ok(records) = Records::open(file.as_slice()) {
                let _ = records.collect::<Result<Vec<_>, _>>();
            }
        }
    }
}
