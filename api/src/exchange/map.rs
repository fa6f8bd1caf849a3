//! Which id each line got: a table with tabs between its columns.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

use data::ingest::Placed;

use super::of_file;
use crate::app::AppError;

/// The names of the columns, in the first line.
const HEAD: &str = "file\tline\tid\thow";

/// Which id each line got: one line a record.
pub(super) struct Map {
    file: PathBuf,
    out: BufWriter<File>,
    failed: Option<io::Error>,
    /// The lines of a file of which it is not known yet whether it goes in; none where each line does
    /// by itself.
    held: Option<String>,
}

impl Map {
    /// Opens the file, which is made if it is not there. An older map is replaced when this one
    /// [begins](Self::begin); what is no map is not: it may be a file that was to be read. The lines of a
    /// file that `holds` until it is in are written when it [settles](Self::settle).
    pub(super) fn open(file: &Path, holds: bool) -> Result<Self, AppError> {
        let mut options = OpenOptions::new();
        // Appending to a pipe or a device is writing to it.
        let is_ordinary = file.metadata().map_or(true, |of| of.is_file());
        options.read(is_ordinary).write(true).create(true);
        let opened = options.truncate(false).open(file);
        let out = opened.map_err(|error| of_file(file, &error))?;
        if is_ordinary && !is_map(&out).map_err(|error| of_file(file, &error))? {
            return Err(AppError::File {
                file: file.display().to_string(),
                reason: "is there already, and is not such a table: it is left as it is".to_owned(),
            });
        }
        Ok(Self {
            file: file.to_owned(),
            out: BufWriter::new(out),
            failed: None,
            held: holds.then(String::new),
        })
    }

    /// Empties it and writes its head.
    pub(super) fn begin(&mut self) -> Result<(), AppError> {
        let file = self.out.get_mut();
        let is_ordinary = file.metadata().is_ok_and(|of| of.is_file());
        let emptied = match is_ordinary {
            true => file.set_len(0).and_then(|()| file.rewind()),
            false => Ok(()),
        };
        let begun = emptied.and_then(|()| writeln!(self.out, "{HEAD}"));
        begun.map_err(|error| of_file(&self.file, &error))
    }

    pub(super) fn note(&mut self, file: &Path, placed: &Placed) {
        // Nothing of a name is to end a column or a line.
        let visible = |c: char| if c.is_control() { '\u{fffd}' } else { c };
        let name: String = file.display().to_string().chars().map(visible).collect();
        let (line, id, how) = (placed.line, &placed.id, placed.how.word());
        let text = format!("{name}\t{line}\t{id}\t{how}\n");
        match &mut self.held {
            Some(held) => held.push_str(&text),
            None => self.write(&text),
        }
    }

    fn write(&mut self, text: &str) {
        if let Err(error) = self.out.write_all(text.as_bytes()) {
            self.failed.get_or_insert(error);
        }
    }

    /// Ends a file, whose lines are written if it went in.
    pub(super) fn settle(&mut self, is_in: bool) {
        let held = self.held.as_mut().map(std::mem::take);
        if let Some(held) = held.filter(|_| is_in) {
            self.write(&held);
        }
    }

    pub(super) fn finish(mut self) -> Result<(), AppError> {
        let flushed = self.out.flush();
        let failed = self.failed.map_or(flushed, Err);
        failed.map_err(|error| of_file(&self.file, &error))
    }
}

/// Whether a file is empty or begins as a map does.
fn is_map(file: &File) -> io::Result<bool> {
    let mut first = Vec::new();
    let mut reader = BufReader::new(file);
    // No more than tells: a file may have no lines.
    io::Read::take(&mut reader, HEAD.len() as u64 + 1).read_until(b'\n', &mut first)?;
    Ok(first.is_empty() || first.strip_suffix(b"\n") == Some(HEAD.as_bytes()))
}
