//! Lines of a file, in bounded memory: what is too long or no text is told apart from what failed.

use std::io::{self, BufRead, Read};

/// The longest line that is read, in bytes: a work with two thousand titles has about 200,000.
pub(super) const MAX_LINE_BYTES: usize = 16 * 1024 * 1024;

/// A line, or why it is none.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line<'a> {
    /// Its text, without the end of the line.
    Text(&'a str),
    /// Longer than [`MAX_LINE_BYTES`]; the rest was skipped.
    TooLong,
    /// Not UTF-8 from this byte of the line on.
    NotText(usize),
}

/// The lines of a file.
pub(super) struct Lines<R> {
    reader: R,
    bytes: Vec<u8>,
    number: u64,
    is_cut: bool,
}

impl<R: BufRead> Lines<R> {
    /// Reads from the start.
    pub(super) fn new(reader: R) -> Self {
        Self {
            reader,
            bytes: Vec::new(),
            number: 0,
            is_cut: false,
        }
    }

    /// The number of the line that was read last, from 1.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// Whether the line that was read last had no end: the file stops there.
    pub(super) fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// Reads the next line; none at the end.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub(super) fn read(&mut self) -> io::Result<Option<Line<'_>>> {
        self.bytes.clear();
        // A long line is not to hold its memory for ever.
        self.bytes.shrink_to(64 * 1024);
        let bound = MAX_LINE_BYTES as u64 + 1;
        let mut bounded = Read::take(&mut self.reader, bound);
        if bounded.read_until(b'\n', &mut self.bytes)? == 0 {
            return Ok(None);
        }
        self.number += 1;
        self.is_cut = self.bytes.last() != Some(&b'\n');
        if self.is_cut && self.bytes.len() > MAX_LINE_BYTES {
            self.skip_line()?;
            return Ok(Some(Line::TooLong));
        }
        let line = match std::str::from_utf8(&self.bytes) {
            Ok(text) => Line::Text(text.trim_end_matches(['\n', '\r'])),
            Err(error) => Line::NotText(error.valid_up_to() + 1),
        };
        Ok(Some(line))
    }

    /// Passes over what is left of a line.
    fn skip_line(&mut self) -> io::Result<()> {
        loop {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                return Ok(());
            }
            let end = buffer.iter().position(|byte| *byte == b'\n');
            let length = end.map_or(buffer.len(), |end| end + 1);
            self.reader.consume(length);
            if end.is_some() {
                self.is_cut = false;
                return Ok(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_long_line_is_skipped_and_the_next_one_read() {
        let long = "x".repeat(MAX_LINE_BYTES + 10);
        let text = format!("first\r\n{long}\nlast");
        let mut lines = Lines::new(text.as_bytes());
        assert_eq!(lines.read().unwrap(), Some(Line::Text("first")));
        assert_eq!(lines.read().unwrap(), Some(Line::TooLong));
        assert_eq!(lines.read().unwrap(), Some(Line::Text("last")));
        assert!(lines.is_cut());
        assert_eq!(lines.number(), 3);
        assert_eq!(lines.read().unwrap(), None);
    }

    #[test]
    fn a_line_of_the_greatest_length_is_read() {
        let text = format!("{}\nnext\n", "x".repeat(MAX_LINE_BYTES));
        let mut lines = Lines::new(text.as_bytes());
        assert!(
            matches!(lines.read().unwrap(), Some(Line::Text(text)) if text.len() == MAX_LINE_BYTES)
        );
        assert_eq!(lines.read().unwrap(), Some(Line::Text("next")));
    }

    #[test]
    fn what_is_no_text_is_told_with_its_place() {
        let mut lines = Lines::new(b"ab\xff\nnext\n".as_slice());
        assert_eq!(lines.read().unwrap(), Some(Line::NotText(3)));
        assert_eq!(lines.read().unwrap(), Some(Line::Text("next")));
    }
}
