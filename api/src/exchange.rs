//! The commands that take data in and give it out.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use data::ingest::{self, BadLine, HEAD, ImportError, Interrupted, Options, Summary};
use data::sample;
use model::clock::Clock;
use model::count::counted;
use store::write::Counts;
use store::{Store, StoreError};

use crate::app::{self, AppError};
use crate::config::Config;

/// Who the log says brought it in.
const ACTOR: &str = "import";
/// Characters of a message about a line: what is quoted in it may be as long as the line.
const MESSAGE_CHARS: usize = 500;

/// Imports files of the interchange format, one after the other; gives what is to be printed.
///
/// # Errors
/// [`AppError::Rejected`] if lines were rejected, and whatever else goes wrong.
pub async fn import(
    config: &Config,
    files: &[PathBuf],
    is_strict: bool,
) -> Result<String, AppError> {
    let mut readers = Vec::new();
    for file in files {
        readers.push((file, open(file)?));
    }
    let (store, starting) = app::open_store_to_load(config).await?;
    drop(starting);
    let started = Instant::now();
    let mut sum = Summary::default();
    for (file, reader) in readers {
        sum = sum.and(import_one(config, &store, file, reader, is_strict).await?);
    }
    let of_store = |error: StoreError| AppError::of_store(&error, &config.database.url);
    store.finish_load().await.map_err(of_store)?;
    store.close().await;
    let text = summary(&sum, started.elapsed().as_secs_f64());
    if sum.rejected == 0 {
        return Ok(text);
    }
    app::print(&text)?;
    Err(AppError::Rejected {
        lines: sum.rejected,
    })
}

async fn import_one(
    config: &Config,
    store: &Store,
    file: &Path,
    reader: Box<dyn BufRead + Send>,
    is_strict: bool,
) -> Result<Summary, AppError> {
    let options = Options {
        actor: ACTOR,
        at: Clock::System.micros(),
        is_strict,
    };
    let mut report = |bad: &BadLine| tell(file, bad);
    let imported = ingest::import(store, reader, options, &mut report).await;
    imported.map_err(|Interrupted { error, written }| match error {
        ImportError::Rejected(bad) => {
            tell(file, &bad);
            AppError::Strict {
                file: file.display().to_string(),
            }
        }
        ImportError::Read(error) => AppError::File {
            file: file.display().to_string(),
            reason: error.to_string(),
        },
        ImportError::Store(error) => {
            tell_what_is_in(file, &written);
            AppError::of_store(&error, &config.database.url)
        }
    })
}

/// What an import has taken in that the database ended.
fn tell_what_is_in(file: &Path, written: &Summary) {
    let Counts {
        created,
        updated,
        unchanged,
        ..
    } = written.counts;
    let held = held_back(&written.counts);
    let text = format!(
        "{}: {} in ({created} created, {updated} updated, {unchanged} \
         unchanged, {} rejected{held}), and no others; read the file again for the rest",
        file.display(),
        match written.lines {
            1 => "the first line is".to_owned(),
            lines => format!("the first {lines} lines are"),
        },
        written.rejected
    );
    let _ = writeln!(io::stderr(), "{text}");
}

/// One line a rejected line: file, line, field, reason.
fn tell(file: &Path, bad: &BadLine) {
    let field = if bad.field.is_empty() {
        String::new()
    } else {
        format!("{}: ", bad.field)
    };
    let text = format!("{}:{}: {field}{}", file.display(), bad.line, bad.reason);
    let visible = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    let text: String = text.chars().map(visible).take(MESSAGE_CHARS).collect();
    let _ = writeln!(io::stderr(), "{text}");
}

fn summary(sum: &Summary, seconds: f64) -> String {
    let counts = sum.counts;
    // Lines are counted exactly up to 2^53.
    #[allow(clippy::cast_precision_loss)]
    let rate = sum.lines as f64 / seconds.max(0.001);
    let held = held_back(&counts);
    format!(
        "{} created, {} updated, {} unchanged, {} rejected{held}; {} in {seconds:.1} s, {rate:.0} lines/s\n",
        counts.created,
        counts.updated,
        counts.unchanged,
        sum.rejected,
        counted(sum.lines, "line")
    )
}

/// How many records were held back, where there are any.
fn held_back(counts: &Counts) -> String {
    match counts.held {
        0 => String::new(),
        held => format!(", {held} held back (deleted here)"),
    }
}

fn is_standard(file: &Path) -> bool {
    file == Path::new("-")
}

fn open(file: &Path) -> Result<Box<dyn BufRead + Send>, AppError> {
    if is_standard(file) {
        return Ok(Box::new(BufReader::new(io::stdin())));
    }
    let opened = File::open(file).map_err(|error| of_file(file, &error))?;
    Ok(Box::new(BufReader::with_capacity(256 * 1024, opened)))
}

fn of_file(file: &Path, error: &io::Error) -> AppError {
    AppError::File {
        file: file.display().to_string(),
        reason: error.to_string(),
    }
}

/// Loads the bundled data; gives what is to be printed.
///
/// # Errors
/// Whatever goes wrong; then nothing was loaded.
pub async fn import_sample(config: &Config) -> Result<String, AppError> {
    let (store, starting) = app::open_store(config).await?;
    drop(starting);
    let counts = sample::import(&store, Clock::System).await;
    let counts = counts.map_err(|error| app::of_sample(error, config))?;
    store.close().await;
    Ok(format!(
        "{} created, {} updated, {} unchanged{}\n",
        counts.created,
        counts.updated,
        counts.unchanged,
        held_back(&counts)
    ))
}

/// Removes the bundled data; gives what is to be printed.
///
/// # Errors
/// Whatever goes wrong; then nothing was removed.
pub async fn remove_sample(config: &Config) -> Result<String, AppError> {
    let (store, starting) = app::open_store(config).await?;
    drop(starting);
    let removed = sample::remove(&store, Clock::System).await;
    let removed = removed.map_err(|error| app::of_sample(error, config))?;
    store.close().await;
    Ok(format!(
        "{} deleted, {} left or not there\n",
        counted(removed.deleted, "record"),
        removed.left
    ))
}

/// Exports everything. A file takes its name only when it is whole.
///
/// # Errors
/// Whatever goes wrong; a file that was there before stays as it was.
pub async fn export(config: &Config, file: &Path) -> Result<(), AppError> {
    let (store, starting) = app::open_store(config).await?;
    drop(starting);
    // A pipe or a device has no name to take.
    let is_direct = is_standard(file) || file.exists() && !file.is_file();
    if is_direct {
        let out: Box<dyn Write + Send> = if is_standard(file) {
            Box::new(io::stdout())
        } else {
            Box::new(File::create(file).map_err(|error| of_file(file, &error))?)
        };
        write_all(config, &store, file, out).await?;
    } else {
        let mut part = file.as_os_str().to_owned();
        part.push(format!(".part-{}", std::process::id()));
        let part = PathBuf::from(part);
        let out = File::create(&part).map_err(|error| of_file(&part, &error))?;
        let written = write_all(config, &store, file, Box::new(out)).await;
        let named = written
            .and_then(|()| std::fs::rename(&part, file).map_err(|error| of_file(file, &error)));
        if named.is_err() {
            // What is reported is why it failed, not that its rest stays.
            let _ = std::fs::remove_file(&part);
        }
        named?;
    }
    store.close().await;
    Ok(())
}

async fn write_all(
    config: &Config,
    store: &Store,
    file: &Path,
    out: Box<dyn Write + Send>,
) -> Result<(), AppError> {
    let of_store = |error: StoreError| AppError::of_store(&error, &config.database.url);
    let mut out = BufWriter::with_capacity(256 * 1024, out);
    writeln!(out, "{HEAD}").map_err(|error| of_file(file, &error))?;
    let mut snapshot = store.snapshot().await.map_err(of_store)?;
    while let Some(records) = snapshot.next_page().await.map_err(of_store)? {
        for record in records {
            let line = serde_json::to_string(&record);
            let line = line.map_err(|error| AppError::Internal(error.to_string()))?;
            writeln!(out, "{line}").map_err(|error| of_file(file, &error))?;
        }
    }
    out.flush().map_err(|error| of_file(file, &error))
}

/// The JSON Schema of a line that is a record.
///
/// # Errors
/// If it cannot be written as JSON.
pub fn format_schema() -> Result<String, AppError> {
    let schema = ingest::record_schema();
    let text = serde_json::to_string_pretty(&schema);
    let text = text.map_err(|error| AppError::Internal(error.to_string()))?;
    Ok(format!("{text}\n"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn the_schema_of_a_line_stands_in_the_documentation() {
        let text = include_str!("../../docs/format.schema.json");
        let message = "run: cargo run -- format schema > docs/format.schema.json";
        assert_eq!(text, format_schema().unwrap(), "{message}");
    }
}
