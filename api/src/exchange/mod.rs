//! The commands that take data in and give it out.

mod export;
mod import;
mod map;
mod target;

use std::fs::File;
use std::io::{self, BufReader};
use std::path::Path;

use data::{ingest, sample};
use model::clock::Clock;
use model::count::counted;

use crate::app::{self, AppError};
use crate::config::Config;
use crate::progress::{Counted, Counter};

pub use export::{Export, export};
pub use import::{Wanted, import};
use import::{held_back, said_of};

fn is_standard(file: &Path) -> bool {
    file == Path::new("-")
}

fn open(file: &Path, counter: Counter) -> Result<ingest::Text<'static>, AppError> {
    if is_standard(file) {
        return Ok(Box::new(BufReader::new(Counted::new(io::stdin(), counter))));
    }
    let opened = File::open(file).map_err(|error| of_file(file, &error))?;
    let opened = Counted::new(opened, counter);
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
    let (store, starting) = app::open_store_to_change(config).await?;
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

/// The JSON Schema of a line of a version of the format.
///
/// # Errors
/// If it cannot be written as JSON.
pub fn format_schema(version: u32) -> Result<String, AppError> {
    let text = match version {
        1 => serde_json::to_string_pretty(&ingest::record_schema()),
        _ => serde_json::to_string_pretty(&ingest::line_schema()),
    };
    let text = text.map_err(|error| AppError::Internal(error.to_string()))?;
    Ok(format!("{text}\n"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn the_schema_of_a_line_stands_in_the_documentation() {
        let text = include_str!("../../../docs/format.schema.json");
        let message = "run: cargo run -- format schema > docs/format.schema.json";
        assert_eq!(
            text,
            format_schema(ingest::FORMAT_VERSION).unwrap(),
            "{message}"
        );
    }
}
