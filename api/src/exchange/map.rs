//! Which id each line got: a table with tabs between its columns.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, BufWriter, Seek, Stdout, Write};
use std::path::{Path, PathBuf};

use data::ingest::{BadLine, Placed};

use super::{is_standard, of_file, said_of};
use crate::app::{self, AppError};

/// The names of the columns, in the first line.
const HEAD: &str = "file\tline\tid\thow\twarning";
/// The same of older maps.
const OLD_HEAD: &str = "file\tline\tid\thow";

/// Where a map goes.
enum Out {
    File(File),
    /// Standard output.
    Standard(Stdout),
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::File(file) => file.write(bytes),
            Self::Standard(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::File(file) => file.flush(),
            Self::Standard(out) => out.flush(),
        }
    }
}

/// Which id each line got: one line a record.
pub(super) struct Map {
    file: PathBuf,
    out: BufWriter<Out>,
    /// What is to be looked at of the line that comes next.
    warnings: Vec<String>,
    failed: Option<io::Error>,
    /// The lines of a file of which it is not known yet whether it goes in; none where each line does
    /// by itself.
    held: Option<String>,
}

impl Map {
    /// Opens the file, which is made if it is not there; `-` is standard output. An older map is replaced when this one
    /// [begins](Self::begin); what is no map is not: it may be a file that was to be read. The lines of a
    /// file that `holds` until it is in are written when it [settles](Self::settle).
    pub(super) fn open(file: &Path, holds: bool) -> Result<Self, AppError> {
        let held = holds.then(String::new);
        if is_standard(file) {
            app::expect_output()?;
            return Ok(Self::to(Out::Standard(io::stdout()), file, held));
        }
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
        Ok(Self::to(Out::File(out), file, held))
    }

    fn to(out: Out, file: &Path, held: Option<String>) -> Self {
        Self {
            file: file.to_owned(),
            out: BufWriter::new(out),
            warnings: Vec::new(),
            failed: None,
            held,
        }
    }

    /// Empties it and writes its head.
    pub(super) fn begin(&mut self) -> Result<(), AppError> {
        let emptied = match self.out.get_mut() {
            Out::File(file) if file.metadata().is_ok_and(|of| of.is_file()) => {
                file.set_len(0).and_then(|()| file.rewind())
            }
            _ => Ok(()),
        };
        let begun = emptied.and_then(|()| writeln!(self.out, "{HEAD}"));
        begun.map_err(|error| self.told(&error))
    }

    fn told(&self, error: &io::Error) -> AppError {
        match self.out.get_ref() {
            Out::File(_) => of_file(&self.file, error),
            Out::Standard(_) => app::of_output(error),
        }
    }

    /// Notes what is to be looked at of the line that is noted next.
    pub(super) fn warn(&mut self, warning: &BadLine) {
        self.warnings.push(said_of(warning));
    }

    pub(super) fn note(&mut self, file: &Path, placed: &Placed) {
        let name = visible(&file.display().to_string());
        let (line, id, how) = (placed.line, &placed.id, placed.how.word());
        let warning = visible(&std::mem::take(&mut self.warnings).join("; "));
        let text = format!("{name}\t{line}\t{id}\t{how}\t{warning}\n");
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
        let failed = self.failed.take().map_or(flushed, Err);
        failed.map_err(|error| self.told(&error))
    }
}

/// A text of which nothing ends a column or a line.
fn visible(text: &str) -> String {
    let visible = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    text.chars().map(visible).collect()
}

/// Whether a file is empty or begins as a map does.
fn is_map(file: &File) -> io::Result<bool> {
    let mut first = Vec::new();
    let mut reader = BufReader::new(file);
    // No more than tells: a file may have no lines.
    let most = HEAD.len() as u64 + 1;
    io::Read::take(&mut reader, most).read_until(b'\n', &mut first)?;
    let is_head = |head: &str| first.strip_suffix(b"\n") == Some(head.as_bytes());
    Ok(first.is_empty() || is_head(HEAD) || is_head(OLD_HEAD))
}
