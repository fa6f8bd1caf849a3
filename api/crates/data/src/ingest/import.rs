//! Importing a file of any length: in batches, in transactions of some thousand records, each line
//! that is wrong told and the rest put.

use std::io::BufRead;
use std::mem::{discriminant, take};

use record::Record;
use store::write::{Counts, WriteTransaction};
use store::{Store, StoreError};

use super::format::jsonl::{BadLine, FormatError, Numbered, Records};
use super::seen::Seen;

/// Records that are held and written at a time.
const BATCH: usize = 500;
/// Bytes of lines that are held at a time.
const BATCH_BYTES: usize = 16 * 1024 * 1024;
/// Batches of a transaction: other writers wait that long.
const BATCHES_PER_TRANSACTION: usize = 10;

/// How a file is imported.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// Who the log says did it.
    pub actor: &'a str,
    /// When, in microseconds since 1970.
    pub at: i64,
    /// Whether the first line that is wrong ends it, with nothing of the file written.
    pub is_strict: bool,
}

/// What an import did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// What the records did.
    pub counts: Counts,
    /// Lines that did not go in.
    pub rejected: u64,
    /// Lines that were read, blank ones and the head too.
    pub lines: u64,
}

impl Summary {
    /// The sum of two.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            counts: self.counts.and(other.counts),
            rejected: self.rejected + other.rejected,
            lines: self.lines + other.lines,
        }
    }
}

/// Why an import ended before the end of its file.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A strict import met a line that is wrong; nothing of the file is in.
    #[error(transparent)]
    Rejected(BadLine),
    /// The file cannot be read further.
    #[error(transparent)]
    Read(FormatError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An import that ended before the end of its file, and what it had taken in by then.
#[derive(Debug)]
pub struct Interrupted {
    /// Why.
    pub error: ImportError,
    /// What is in for good.
    pub written: Summary,
}

impl From<ImportError> for Interrupted {
    fn from(error: ImportError) -> Self {
        let written = Summary::default();
        Self { error, written }
    }
}

/// Imports a file. `report` is told each line that is wrong, in the order in which that is found.
///
/// # Errors
/// Those of the file's reader and of the database, and in a strict import the first line that is
/// wrong. What was committed before stays.
pub async fn import(
    store: &Store,
    reader: impl BufRead,
    options: Options<'_>,
    report: &mut (dyn FnMut(&BadLine) + Send),
) -> Result<Summary, Interrupted> {
    let mut run = Run {
        is_strict: options.is_strict,
        report,
        seen: Seen::default(),
        pending: None,
        summary: Summary::default(),
    };
    let mut records = match Records::open(reader) {
        Ok(records) => records,
        Err(error) => {
            run.summary.lines = 1;
            run.refuse(error)?;
            return Ok(run.summary);
        }
    };
    let mut written = Summary::default();
    let mut is_done = false;
    while !is_done {
        let work = async |tx: &mut WriteTransaction| run.transaction(tx, &mut records).await;
        match store.write(options.actor, options.at, work).await {
            Ok(committed) => is_done = committed.value,
            Err(error) => return Err(Interrupted { error, written }),
        }
        // The first record of the next batch has been read, and is not in.
        let before = |next: &Numbered| next.line.saturating_sub(1);
        written = Summary {
            lines: run.pending.as_ref().map_or(records.lines(), before),
            ..run.summary
        };
    }
    Ok(written)
}

struct Run<'a> {
    is_strict: bool,
    report: &'a mut (dyn FnMut(&BadLine) + Send),
    seen: Seen,
    /// The first record of the next batch.
    pending: Option<Numbered>,
    summary: Summary,
}

impl Run<'_> {
    /// Puts the records of one transaction; true at the end of the file.
    async fn transaction(
        &mut self,
        tx: &mut WriteTransaction,
        records: &mut Records<impl BufRead>,
    ) -> Result<bool, ImportError> {
        let mut batches = 0;
        while self.is_strict || batches < BATCHES_PER_TRANSACTION {
            let batch = self.next_batch(records)?;
            if batch.is_empty() {
                return Ok(true);
            }
            self.put(tx, batch).await?;
            batches += 1;
        }
        Ok(false)
    }

    /// The next records of one kind; none at the end of the file.
    fn next_batch(
        &mut self,
        records: &mut Records<impl BufRead>,
    ) -> Result<Vec<Numbered>, ImportError> {
        let mut batch: Vec<Numbered> = take(&mut self.pending).into_iter().collect();
        let mut bytes: usize = batch.iter().map(|record| record.bytes).sum();
        while batch.len() < BATCH && bytes < BATCH_BYTES {
            let Some(read) = records.next() else { break };
            let Some(next) = self.accept(read)? else {
                continue;
            };
            let is_other =
                |last: &Numbered| discriminant(&last.record) != discriminant(&next.record);
            if batch.last().is_some_and(is_other) {
                self.pending = Some(next);
                break;
            }
            bytes += next.bytes;
            batch.push(next);
        }
        Ok(batch)
    }

    /// The record, unless the line is wrong or its id has been there already.
    fn accept(
        &mut self,
        read: Result<Numbered, FormatError>,
    ) -> Result<Option<Numbered>, ImportError> {
        let next = match read {
            Ok(next) => next,
            Err(error) => {
                self.refuse(error)?;
                return Ok(None);
            }
        };
        let id = next.record.record_id();
        if self.seen.insert(id.kind as u8, id.id) {
            return Ok(Some(next));
        }
        let reason = "stands on an earlier line of the file already".to_owned();
        self.reject(BadLine {
            line: next.line,
            field: "id".to_owned(),
            reason,
        })?;
        Ok(None)
    }

    async fn put(
        &mut self,
        tx: &mut WriteTransaction,
        batch: Vec<Numbered>,
    ) -> Result<(), ImportError> {
        let lines: Vec<u64> = batch.iter().map(|record| record.line).collect();
        let records: Vec<Record> = batch.into_iter().map(|record| record.record).collect();
        let (counts, refused) = tx.put_each(records).await?;
        self.summary.counts = self.summary.counts.and(counts);
        for refused in refused {
            let line = lines.get(refused.place).copied().unwrap_or_default();
            self.reject(BadLine {
                line,
                field: refused.fault.field,
                reason: refused.fault.reason,
            })?;
        }
        Ok(())
    }

    fn refuse(&mut self, error: FormatError) -> Result<(), ImportError> {
        match error {
            FormatError::Line(bad) => self.reject(bad),
            error @ FormatError::Read { .. } => Err(ImportError::Read(error)),
        }
    }

    fn reject(&mut self, bad: BadLine) -> Result<(), ImportError> {
        if self.is_strict {
            return Err(ImportError::Rejected(bad));
        }
        self.summary.rejected += 1;
        (self.report)(&bad);
        Ok(())
    }
}
