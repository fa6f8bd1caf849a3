//! Giving everything out.

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

use data::ingest::{HEAD, OPEN_HEAD, line};
use store::{Snapshot, StoreError};

use super::target::Target;
use crate::app::{self, AppError};
use crate::config::Config;
use crate::progress::{Counter, Progress, Task, Unit};

/// How everything is exported.
#[derive(Clone, Copy, Debug)]
pub struct Export<'a> {
    /// The file; `-` is standard output.
    pub file: &'a Path,
    /// Whether a file that is there is replaced.
    pub replaces: bool,
    /// Whether nothing is to be told of how far it is.
    pub is_quiet: bool,
}

/// Exports everything from a database that is there.
///
/// # Errors
/// Whatever goes wrong; a file that was there before stays as it was.
pub async fn export(config: &Config, wanted: Export<'_>) -> Result<(), AppError> {
    let target = Target::of(wanted.file, wanted.replaces)?;
    let of_store = |error: StoreError| AppError::of_store(&error, &config.database.url);
    let store = app::open_store_to_read(config).await?;
    let mut snapshot = store.snapshot().await.map_err(of_store)?;
    // On a terminal that shows the lines themselves, a bar would stand among them.
    let is_shown = matches!(target, Target::Standard) && io::stdout().is_terminal();
    let progress = match wanted.is_quiet || is_shown {
        true => Progress::quiet(),
        false => Progress::of(Task {
            name: "export",
            unit: Unit::Things("records"),
            total: Some(snapshot.count().await.map_err(of_store)?),
        }),
    };
    write_to(&target, &mut snapshot, &progress.counter(), config).await?;
    drop((progress, snapshot));
    store.close().await;
    Ok(())
}

async fn write_to(
    target: &Target,
    snapshot: &mut Snapshot,
    counter: &Counter,
    config: &Config,
) -> Result<(), AppError> {
    let failed = |error: io::Error| target.failed(&error);
    let mut export = Writing {
        snapshot,
        counter,
        config,
        target,
    };
    let whole = match target {
        Target::Standard => return export.write(io::stdout()).await,
        Target::Direct(file) => {
            let opened = OpenOptions::new().write(true).open(file);
            return export.write(opened.map_err(failed)?).await;
        }
        Target::File(whole) => whole,
    };
    let part = whole.create()?;
    let written = export.write(&part).await;
    let put = written.and_then(|()| whole.put(&part));
    if put.is_err() {
        whole.remove();
    }
    put
}

/// An export under way.
struct Writing<'a> {
    snapshot: &'a mut Snapshot,
    counter: &'a Counter,
    config: &'a Config,
    target: &'a Target,
}

impl Writing<'_> {
    async fn write(&mut self, out: impl Write) -> Result<(), AppError> {
        let of_store = |error: StoreError| AppError::of_store(&error, &self.config.database.url);
        let failed = |error: io::Error| self.target.failed(&error);
        let mut out = BufWriter::with_capacity(256 * 1024, out);
        let has_keys = self.snapshot.has_keys().await.map_err(of_store)?;
        let head = if has_keys { OPEN_HEAD } else { HEAD };
        writeln!(out, "{head}").map_err(failed)?;
        while let Some(records) = self.snapshot.next_page().await.map_err(of_store)? {
            let known = match has_keys {
                true => self.snapshot.known_by(&records).await.map_err(of_store)?,
                false => BTreeMap::new(),
            };
            let count = records.len();
            for record in records {
                let line = line(&record, known.get(&record.record_id()));
                let line = line.map_err(|error| AppError::Internal(error.to_string()))?;
                writeln!(out, "{line}").map_err(failed)?;
            }
            self.counter.add(count as u64);
        }
        out.flush().map_err(failed)
    }
}
