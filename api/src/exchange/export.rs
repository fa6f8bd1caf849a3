//! Giving everything out.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use data::ingest::{HEAD, OPEN_HEAD, line};
use store::{Store, StoreError};

use super::{is_standard, of_file};
use crate::app::{self, AppError};
use crate::config::Config;

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
    let mut snapshot = store.snapshot().await.map_err(of_store)?;
    let has_keys = snapshot.has_keys().await.map_err(of_store)?;
    let head = if has_keys { OPEN_HEAD } else { HEAD };
    writeln!(out, "{head}").map_err(|error| of_file(file, &error))?;
    while let Some(records) = snapshot.next_page().await.map_err(of_store)? {
        let keys = if has_keys {
            snapshot.keys_of(&records).await.map_err(of_store)?
        } else {
            BTreeMap::new()
        };
        for record in records {
            let line = line(&record, keys.get(&record.record_id().id));
            let line = line.map_err(|error| AppError::Internal(error.to_string()))?;
            writeln!(out, "{line}").map_err(|error| of_file(file, &error))?;
        }
    }
    out.flush().map_err(|error| of_file(file, &error))
}
