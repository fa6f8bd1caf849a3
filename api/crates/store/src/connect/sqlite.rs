//! Opening an SQLite file.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sea_orm::sqlx;
use sea_orm::sqlx::pool::PoolOptions;
use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, DbErr};

use super::{ASIDE, DatabaseKind, Durability, Opened, Purpose, StoreOptions};
use super::{connect, only_clean, pool_options};
use crate::StoreError;
use crate::failure::is_of_place;
use crate::origin::{self, Origin};
use crate::read::PORTION;
use crate::reader::{Cancel, Reader, Readers};
use crate::transaction::Doubt;

/// Steps of SQLite's machine between two questions whether to go on: some ten microseconds.
const STEPS: i32 = 4_000;

/// How a connection uses the file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    /// It writes; the file is made if it is not there.
    Making,
    /// It writes to what is there.
    Writing,
    /// It reads, and may keep the log beside the file that others need to write meanwhile.
    Reading,
    /// It reads a file where nothing can be written, and which nobody has open.
    Still,
}

pub(super) async fn open(options: &StoreOptions, file: &Path) -> Result<Opened, StoreError> {
    // Before anything of it is touched: it may be another program's.
    let (origin, reading) = look(options, file).await?;
    origin.admit(options.purpose, || file.display().to_string())?;
    if options.purpose == Purpose::Make {
        prepare(file)?;
    }
    let unreachable = unreachable(file);
    let doubt = Arc::<Doubt>::default();
    let writer = writer(options, file, &doubt, reading).await?;
    let lazy = |connections: u32| {
        let mut connect = sqlite_options(options, file, connections, reading);
        connect.connect_lazy(true);
        connect
    };
    let mut readers = Vec::new();
    for _ in 0..options.readers {
        let cancel = Arc::<Cancel>::default();
        let mut one = lazy(1);
        let (asked, begun) = (cancel.clone(), cancel.clone());
        one.map_sqlx_sqlite_pool_opts(move |pool| asks_whether_to_go_on(pool, asked.clone()));
        one.map_sqlx_sqlite_before_acquire(move |_, _| {
            begun.begin();
            Box::pin(std::future::ready(Ok(true)))
        });
        let connection = connect(one, &unreachable).await?;
        readers.push(Reader::new(connection, cancel));
    }
    let aside = connect(lazy(ASIDE), &unreachable).await?;
    let mut watching = lazy(1);
    // A new connection for each look: an old one has in memory what may be damaged on the disk.
    watching.map_sqlx_sqlite_pool_opts(|pool| {
        pool.after_release(|_, _| Box::pin(std::future::ready(Ok(false))))
    });
    Ok(Opened {
        readers: Readers::new(readers, aside.clone(), options.acquire_timeout),
        aside,
        writer,
        watcher: connect(watching, &unreachable).await?,
        kind: DatabaseKind::Sqlite,
        doubt,
        health: Arc::default(),
    })
}

/// The pool of the one connection that writes. Where nothing is to be written it is never used.
async fn writer(
    options: &StoreOptions,
    file: &Path,
    doubt: &Arc<Doubt>,
    reading: Use,
) -> Result<DatabaseConnection, StoreError> {
    let unreachable = unreachable(file);
    let how = match options.purpose {
        Purpose::Make => Use::Making,
        Purpose::Write => Use::Writing,
        Purpose::Read => reading,
    };
    let mut writing = sqlite_options(options, file, 1, how);
    let doubtful = doubt.clone();
    writing.map_sqlx_sqlite_pool_opts(move |pool| only_clean(pool, Some(doubtful.clone())));
    writing.connect_lazy(options.purpose == Purpose::Read);
    let writer = connect(writing, &unreachable).await?;
    if options.purpose != Purpose::Read {
        // Once, and before the readers come: changing the mode needs the file for itself.
        let done = writer.execute_unprepared("PRAGMA journal_mode = WAL").await;
        done.map_err(unreachable)?;
    }
    Ok(writer)
}

/// Whose the file is, and how it can be read.
async fn look(options: &StoreOptions, file: &Path) -> Result<(Origin, Use), StoreError> {
    let no_database = |what| StoreError::NoDatabase {
        database: file.display().to_string(),
        what,
    };
    let is_there = match std::fs::metadata(file) {
        Ok(of) if of.is_dir() => return Err(no_database("a directory")),
        Ok(of) => of.len() > 0 || !of.is_file(),
        Err(error) if error.kind() == ErrorKind::PermissionDenied => {
            return Err(StoreError::Unreachable {
                database: file.display().to_string(),
                reason: error.to_string(),
            });
        }
        Err(_) => false,
    };
    if !is_there {
        return Ok((Origin::Empty, Use::Reading));
    }
    if is_of_another_form(file) {
        return Err(no_database("another sort of file"));
    }
    let error = match look_by(options, file, Use::Reading).await {
        Ok(origin) => return Ok((origin, Use::Reading)),
        Err(error) => error,
    };
    // SQLite reads a file only where it can make others beside it, or is told that nobody writes.
    let is_still = options.purpose == Purpose::Read && is_of_place(&error) && !has_log(file);
    if is_still && let Ok(origin) = look_by(options, file, Use::Still).await {
        return Ok((origin, Use::Still));
    }
    if options.purpose != Purpose::Read && is_of_place(&error) {
        // Whether it is for its directory, in better words.
        prepare(file)?;
    }
    Err(unreachable(file)(error))
}

/// Whether a file begins otherwise than databases do. One that cannot be read is for SQLite to tell.
fn is_of_another_form(file: &Path) -> bool {
    const BEGINNING: &[u8; 16] = b"SQLite format 3\0";
    let mut first = Vec::new();
    let is_file = file.metadata().is_ok_and(|of| of.is_file());
    let opened = File::open(file).and_then(|file| file.take(16).read_to_end(&mut first));
    is_file && opened.is_ok() && first != BEGINNING
}

/// Whether others have the file open, or left changes beside it.
fn has_log(file: &Path) -> bool {
    let mut log = file.as_os_str().to_owned();
    log.push("-wal");
    PathBuf::from(log).exists()
}

async fn look_by(options: &StoreOptions, file: &Path, how: Use) -> Result<Origin, DbErr> {
    let mut looking = sqlite_options(options, file, 1, how);
    looking.connect_lazy(true);
    let db = sea_orm::Database::connect(looking).await?;
    let origin = origin::of(&db).await;
    db.close().await?;
    origin
}

/// Makes the directory of a file, and tries whether it can be written.
fn prepare(file: &Path) -> Result<(), StoreError> {
    let folder = file.parent().filter(|path| !path.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let made = std::fs::create_dir_all(folder).and_then(|()| probe_writable(folder));
    made.map_err(|reason| StoreError::Directory {
        path: folder.display().to_string(),
        reason: reason.to_string(),
    })
}

/// SQLite reports a directory that cannot be written only as "unable to open database file".
fn probe_writable(directory: &Path) -> io::Result<()> {
    let probe = directory.join(format!(".write-probe-{}", std::process::id()));
    std::fs::write(&probe, b"")?;
    std::fs::remove_file(&probe)
}

fn unreachable(file: &Path) -> impl Fn(DbErr) -> StoreError + use<> {
    let database = file.display().to_string();
    move |error| StoreError::Unreachable {
        database: database.clone(),
        reason: error.to_string(),
    }
}

/// Lets each connection ask now and then whether its work is still wanted.
fn asks_whether_to_go_on(
    pool: PoolOptions<sqlx::Sqlite>,
    cancel: Arc<Cancel>,
) -> PoolOptions<sqlx::Sqlite> {
    pool.after_connect(move |connection, _| {
        let cancel = cancel.clone();
        Box::pin(async move {
            cancel.begin();
            let mut handle = connection.lock_handle().await?;
            handle.set_progress_handler(STEPS, move || !cancel.is_cancelled());
            Ok(())
        })
    })
}

fn sqlite_options(
    options: &StoreOptions,
    file: &Path,
    connections: u32,
    how: Use,
) -> ConnectOptions {
    // With NORMAL a power cut may take the last commits, and never the file's consistency.
    let synchronous = match options.durability {
        Durability::Commit => "FULL",
        Durability::Load => "NORMAL",
    };
    let writes = matches!(how, Use::Making | Use::Writing);
    let mut connect = pool_options(options, "sqlite:".to_owned(), connections);
    let (file, busy) = (file.to_owned(), options.busy_timeout);
    connect
        .idle_timeout(None)
        .max_lifetime(None)
        .map_sqlx_sqlite_opts(move |sqlite| {
            sqlite
                .filename(&file)
                .in_memory(false)
                .shared_cache(false)
                .create_if_missing(how == Use::Making)
                .read_only(how == Use::Still)
                .immutable(how == Use::Still)
                .busy_timeout(busy)
                // Whoever reads a row waits for no other, and whoever hands it out neither.
                .row_buffer_size(PORTION)
                .foreign_keys(true)
                .pragma("synchronous", synchronous)
                .pragma("temp_store", "MEMORY")
                .pragma("cache_size", "-4096")
                .pragma("query_only", if writes { "OFF" } else { "ON" })
        });
    connect
}
