//! Opening the two databases so that they behave the same.

use std::path::{Path, PathBuf};
use std::time::Duration;

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};

use super::StoreError;

/// The name of the embedded database within the data directory.
const EMBEDDED_FILE: &str = "filmgraph.sqlite";

/// How long a connection rests before it is tried again.
const RESTED: Duration = Duration::from_secs(1);

/// Which database a store speaks to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatabaseKind {
    /// The embedded default.
    Sqlite,
    /// For production.
    Postgres,
}

/// How to open a store.
#[derive(Clone, Debug)]
pub struct StoreOptions {
    /// `postgres://…` or `sqlite:FILE`; without it the embedded database in `data_dir`.
    pub url: Option<String>,
    /// Where the embedded database lives; made if it is not there.
    pub data_dir: PathBuf,
    /// Connections that read.
    pub readers: u32,
    /// Connections that write to PostgreSQL; SQLite has one.
    pub writers: u32,
    /// How long a request waits for a connection.
    pub acquire_timeout: Duration,
    /// How long SQLite waits for another process's lock.
    pub busy_timeout: Duration,
    /// How long PostgreSQL may work on one statement.
    pub statement_timeout: Duration,
}

pub(super) async fn open(
    options: &StoreOptions,
) -> Result<(DatabaseConnection, DatabaseConnection, DatabaseKind), StoreError> {
    match sqlite_path(options)? {
        Some(file) => open_sqlite(options, &file).await,
        None => open_postgres(options, options.url.as_deref().unwrap_or_default()).await,
    }
}

/// The file, if the database is SQLite.
pub(super) fn sqlite_path(options: &StoreOptions) -> Result<Option<PathBuf>, StoreError> {
    let Some(url) = options.url.as_deref() else {
        return Ok(Some(options.data_dir.join(EMBEDDED_FILE)));
    };
    let file = url.strip_prefix("sqlite:").map(sqlite_file).transpose()?;
    Ok(file.map(Path::to_owned))
}

/// The file of `sqlite:FILE` or `sqlite://FILE`. Memory is refused: each connection would have a
/// database of its own.
fn sqlite_file(address: &str) -> Result<&Path, StoreError> {
    let address = address.strip_prefix("//").unwrap_or(address);
    let file = address.split('?').next().unwrap_or_default();
    if file.is_empty() || file.contains(":memory:") {
        return Err(StoreError::Unreachable {
            database: format!("sqlite:{address}"),
            reason: "a file has to be named; a database in memory is not supported".to_owned(),
        });
    }
    Ok(Path::new(file))
}

async fn open_postgres(
    options: &StoreOptions,
    url: &str,
) -> Result<(DatabaseConnection, DatabaseConnection, DatabaseKind), StoreError> {
    let pool = |connections: u32| {
        let mut connect = pool_options(options, url.to_owned(), connections);
        connect.set_application_name("filmgraph");
        connect
    };
    // Only readers: a migration or a load may take its time.
    let mut reading = pool(options.readers);
    reading.statement_timeout(options.statement_timeout);
    let unreachable = |error: sea_orm::DbErr| StoreError::Unreachable {
        database: without_password(url),
        reason: error.to_string(),
    };
    let readers = Database::connect(reading).await.map_err(unreachable)?;
    let writer = Database::connect(pool(options.writers))
        .await
        .map_err(unreachable)?;
    Ok((readers, writer, DatabaseKind::Postgres))
}

async fn open_sqlite(
    options: &StoreOptions,
    file: &Path,
) -> Result<(DatabaseConnection, DatabaseConnection, DatabaseKind), StoreError> {
    let folder = file.parent().filter(|path| !path.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let directory = |reason: std::io::Error| StoreError::Directory {
        path: folder.display().to_string(),
        reason: reason.to_string(),
    };
    std::fs::create_dir_all(folder).map_err(directory)?;
    probe_writable(folder).map_err(directory)?;
    let unreachable = |error: sea_orm::DbErr| StoreError::Unreachable {
        database: file.display().to_string(),
        reason: error.to_string(),
    };
    let writer = Database::connect(sqlite_options(options, file, 1, false))
        .await
        .map_err(unreachable)?;
    // Once, and before the readers come: changing the mode needs the file for itself.
    writer
        .execute_unprepared("PRAGMA journal_mode = WAL")
        .await
        .map_err(unreachable)?;
    let readers = Database::connect(sqlite_options(options, file, options.readers, true))
        .await
        .map_err(unreachable)?;
    Ok((readers, writer, DatabaseKind::Sqlite))
}

/// SQLite reports a directory that cannot be written only as "unable to open database file".
fn probe_writable(directory: &Path) -> std::io::Result<()> {
    let probe = directory.join(format!(".write-probe-{}", std::process::id()));
    std::fs::write(&probe, b"")?;
    std::fs::remove_file(&probe)
}

pub(super) fn pool_options(
    options: &StoreOptions,
    url: String,
    connections: u32,
) -> ConnectOptions {
    let mut connect = ConnectOptions::new(url);
    connect
        .max_connections(connections)
        .min_connections(1)
        .connect_timeout(options.acquire_timeout)
        .acquire_timeout(options.acquire_timeout)
        // A connection that has rested may have been cut off by a restart of the server.
        .test_before_acquire_if_idle_for(RESTED)
        .sqlx_logging(false)
        .record_stmt_in_spans(false);
    connect
}

fn sqlite_options(
    options: &StoreOptions,
    file: &Path,
    connections: u32,
    read_only: bool,
) -> ConnectOptions {
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
                .create_if_missing(!read_only)
                .busy_timeout(busy)
                .foreign_keys(true)
                // WAL loses nothing but the last commits on a power cut with NORMAL, and never
                // its consistency.
                .pragma("synchronous", "NORMAL")
                .pragma("temp_store", "MEMORY")
                .pragma("cache_size", "-4096")
                .pragma("query_only", if read_only { "ON" } else { "OFF" })
        });
    connect
}

/// The address without user and password, for messages and the log.
fn without_password(url: &str) -> String {
    let after_scheme = url.find("://").map_or(0, |at| at + 3);
    let host = url[after_scheme..]
        .split(['?', '#'])
        .next()
        .unwrap_or_default()
        .rsplit('@')
        .next()
        .unwrap_or_default();
    format!("{}{host}", &url[..after_scheme])
}

#[cfg(test)]
mod tests {
    use super::without_password;

    #[test]
    fn passwords_stay_out_of_messages() {
        let url = "postgres://film:s3cr3t@db.example:5432/films?password=other";
        assert_eq!(without_password(url), "postgres://db.example:5432/films");
        assert_eq!(
            without_password("postgres://localhost/films"),
            "postgres://localhost/films"
        );
    }
}
