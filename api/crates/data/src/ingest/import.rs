//! Importing a file of any length: in batches, in transactions of some thousand records, each line
//! that is wrong told and the rest put.

use std::io::BufRead;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use store::Store;
use store::write::WriteTransaction;

use super::format::jsonl::Records;
use super::report::{ImportError, Interrupted, Options, Summary, Tell};
use super::run::Run;

/// The text of a file.
pub type Text<'r> = Box<dyn BufRead + Send + 'r>;

/// Imports a file. `report` is told of each line, of those that are wrong when that is found.
///
/// # Errors
/// Those of the file's reader and of the database, and in a strict import the first line that is
/// wrong. What was committed before stays.
pub fn import<'i>(
    store: &'i Store,
    reader: Text<'i>,
    options: Options<'i>,
    report: &'i mut (dyn FnMut(Tell<'_>) + Send),
) -> BoxFuture<'i, Result<Summary, Interrupted>> {
    // On the heap, so that it is compiled here, and not again wherever it is waited for.
    import_all(store, reader, options, report).boxed()
}

async fn import_all(
    store: &Store,
    reader: Text<'_>,
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
pub fn try_out<'i>(
    store: &'i Store,
    readers: Vec<Text<'i>>,
    options: Options<'i>,
    report: &'i mut (dyn FnMut(usize, Tell<'_>) + Send),
) -> BoxFuture<'i, Result<Summary, ImportError>> {
    try_all_out(store, readers, options, report).boxed()
}

async fn try_all_out(
    store: &Store,
    readers: Vec<Text<'_>>,
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
