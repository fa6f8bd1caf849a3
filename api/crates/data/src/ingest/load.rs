//! Loading records in batches, all or nothing.

use std::io::BufRead;
use std::mem::{discriminant, take};

use record::Record;
use store::write::{Counts, WriteTransaction};
use store::{Store, StoreError};

use super::format::jsonl::{BadLine, Content, FormatError, Numbered, Records};

/// Records that are held and written at a time.
const BATCH: usize = 500;

/// Why nothing was loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The file is not what it should be.
    #[error(transparent)]
    Format(#[from] FormatError),
    /// A record cannot be written, or the database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Loads a file in one transaction. `actor` is who does it, `at` when, in microseconds since 1970.
///
/// # Errors
/// The first line that cannot be read or written; then nothing of the file is in.
pub async fn load(
    store: &Store,
    reader: impl BufRead,
    actor: &str,
    at: i64,
) -> Result<Counts, LoadError> {
    let records = Records::open(reader)?;
    let written = store
        .write(actor, at, async |tx: &mut WriteTransaction| {
            put_all(tx, records).await
        })
        .await?;
    Ok(written.value)
}

/// Reads a small file whole, and writes nothing.
///
/// # Errors
/// The first line that cannot be read.
pub fn read_all(reader: impl BufRead) -> Result<Vec<Record>, LoadError> {
    let records = Records::open(reader)?.map(|read| whole(read?));
    records.collect()
}

/// The record of a line that needs nothing.
fn whole(read: Numbered) -> Result<Record, LoadError> {
    match read.content {
        Content::Record(record) => Ok(record),
        Content::Open(_) | Content::Buried(..) => Err(FormatError::from(BadLine {
            line: read.line,
            field: "id".to_owned(),
            reason: "every record and reference needs its id here".to_owned(),
        })
        .into()),
    }
}

async fn put_all(
    tx: &mut WriteTransaction,
    records: Records<impl BufRead>,
) -> Result<Counts, LoadError> {
    let mut counts = Counts::default();
    let mut batch: Vec<Record> = Vec::new();
    for read in records {
        let record = whole(read?)?;
        let of_another_kind = |last: &Record| discriminant(last) != discriminant(&record);
        if batch.len() == BATCH || batch.last().is_some_and(of_another_kind) {
            counts = counts.and(tx.put_batch(take(&mut batch)).await?);
        }
        batch.push(record);
    }
    Ok(counts.and(tx.put_batch(batch).await?))
}
