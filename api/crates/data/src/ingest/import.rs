//! Importing a file of any length: in batches, in transactions of some thousand records, each line
//! that is wrong told and the rest put.

use std::io::BufRead;

use store::Store;
use store::write::WriteTransaction;

use super::format::jsonl::Records;
use super::report::{ImportError, Interrupted, Options, Summary, Tell};
use super::run::Run;

/// Imports a file. `report` is told of each line, of those that are wrong when that is found.
///
/// # Errors
/// Those of the file's reader and of the database, and in a strict import the first line that is
/// wrong. What was committed before stays.
pub async fn import(
    store: &Store,
    reader: impl BufRead,
    options: Options<'_>,
    report: &mut (dyn FnMut(Tell<'_>) + Send),
) -> Result<Summary, Interrupted> {
    let mut run = Run::new(options, options.is_strict, report);
    let mut records = match Records::open(reader) {
        Ok(records) => records,
        Err(error) => {
            run.summary.lines = 1;
            run.refuse(error, Vec::new())?;
            return Ok(run.summary);
        }
    };
    let mut written = Summary::default();
    let mut is_done = false;
    while !is_done {
        let work = async |tx: &mut WriteTransaction| run.transaction(tx, &mut records).await;
        match store.write(options.actor, options.at, work).await {
            Ok(committed) => is_done = committed.value,
            Err(error) => {
                run.tell_rest();
                return Err(Interrupted { error, written });
            }
        }
        written = Summary {
            lines: run.lines_before(records.lines()),
            ..run.summary
        };
    }
    run.tell_rest();
    Ok(written)
}

/// Reads files as [`import`] would, one after the other, and takes all of it back: what would be. The
/// first argument of `report` is the place of the file.
///
/// # Errors
/// Those of the files' readers and of the database, and in a strict run the first line that is wrong.
pub async fn try_out(
    store: &Store,
    readers: Vec<impl BufRead>,
    options: Options<'_>,
    report: &mut (dyn FnMut(usize, Tell<'_>) + Send),
) -> Result<Summary, ImportError> {
    let work = async |tx: &mut WriteTransaction| {
        let mut sum = Summary::default();
        for (place, reader) in readers.into_iter().enumerate() {
            let mut tell = |told: Tell<'_>| report(place, told);
            let mut run = Run::new(options, true, &mut tell);
            match Records::open(reader) {
                Ok(mut records) => {
                    let ended = run.transaction(tx, &mut records).await;
                    run.tell_rest();
                    ended?;
                    run.summary.lines = records.lines();
                }
                Err(error) => {
                    run.summary.lines = 1;
                    run.refuse(error, Vec::new())?;
                }
            }
            sum = sum.and(run.summary);
        }
        Ok(sum)
    };
    store.rehearse(options.actor, options.at, work).await
}
