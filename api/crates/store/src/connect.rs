//! Opening the two databases so that they behave the same.

mod sqlite;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sea_orm::sqlx::pool::PoolOptions;
use sea_orm::sqlx::postgres::PgConnectOptions;
use sea_orm::sqlx::{self, ConnectOptions as _, Connection};
use sea_orm::{ConnectOptions, Database, DatabaseConnection, DbErr, SqlxError};

use super::StoreError;
use super::health::Health;
use super::held::RESTED;
use super::origin;
use super::reader::{Cancel, Reader, Readers};
use super::transaction::Doubt;

/// The name of the embedded database within the data directory.
const EMBEDDED_FILE: &str = "filmgraph.sqlite";

/// Connections for what is read beside requests.
const ASIDE: u32 = 2;

/// Which database a store speaks to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatabaseKind {
    /// The embedded default.
    Sqlite,
    /// For production.
    Postgres,
}

/// When a write that was acknowledged survives a power cut, on SQLite. PostgreSQL's own setting
/// `synchronous_commit` says so there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// From its commit on: each waits for the disk.
    Commit,
    /// From [`super::Store::finish_load`] on: a load does not wait for the disk, and is read again if the
    /// power fails. The file is whole in any case.
    Load,
}

/// What a database is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To use what is there, and to make a database where there is none.
    Make,
    /// To write to a database that is there.
    Write,
    /// To read from a database that is there: nothing is written, not even beside the file.
    Read,
}

/// How to open a store.
#[derive(Clone, Debug)]
pub struct StoreOptions {
    /// `postgres://…` or `sqlite:FILE`; without it the embedded database in `data_dir`.
    pub url: Option<String>,
    /// Where the embedded database lives.
    pub data_dir: PathBuf,
    /// What for.
    pub purpose: Purpose,
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
    /// When writes survive a power cut.
    pub durability: Durability,
}

/// The open pools of a database, and what its connections know of one another.
pub(super) struct Opened {
    pub(super) readers: Readers,
    pub(super) aside: DatabaseConnection,
    pub(super) writer: DatabaseConnection,
    pub(super) watcher: DatabaseConnection,
    pub(super) kind: DatabaseKind,
    pub(super) doubt: Arc<Doubt>,
    pub(super) health: Arc<Health>,
}

pub(super) async fn open(options: &StoreOptions) -> Result<Opened, StoreError> {
    match sqlite_path(options)? {
        Some(file) => sqlite::open(options, &file).await,
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

async fn open_postgres(options: &StoreOptions, url: &str) -> Result<Opened, StoreError> {
    let unreachable = |reason: String| StoreError::Unreachable {
        database: without_password(url),
        reason,
    };
    reach(url, options.acquire_timeout)
        .await
        .map_err(unreachable)?;
    let unreachable = |error: DbErr| unreachable(error.to_string());
    let name = || without_password(url);
    let (doubt, health) = (Arc::<Doubt>::default(), Arc::<Health>::default());
    let pool = |connections: u32| {
        let mut connect = pool_options(options, url.to_owned(), connections);
        connect.set_application_name("filmgraph");
        let health = health.clone();
        connect.map_sqlx_postgres_before_acquire(move |connection, met| {
            let is_suspect = health.suspects(met.age);
            Box::pin(async move { Ok(!is_suspect || connection.ping().await.is_ok()) })
        });
        connect
    };
    // Not the writers: a migration or a load may take its time.
    let reading = |connections: u32| {
        let mut connect = pool(connections);
        connect.statement_timeout(options.statement_timeout);
        connect.connect_lazy(true);
        connect
    };
    let aside = connect(reading(ASIDE), &unreachable).await?;
    origin::of(&aside).await?.admit(options.purpose, name)?;
    let mut writing = pool(options.writers);
    writing.map_sqlx_postgres_pool_opts(|pool| only_clean(pool, None));
    let mut readers = Vec::new();
    for _ in 0..options.readers {
        let cancel = Arc::<Cancel>::default();
        let mut one = reading(1);
        let told = cancel.clone();
        one.map_sqlx_postgres_pool_opts(move |pool| tells_its_process(pool, told.clone()));
        let connection = connect(one, &unreachable).await?;
        readers.push(Reader::new(connection, cancel));
    }
    Ok(Opened {
        readers: Readers::new(readers, aside.clone(), options.acquire_timeout),
        aside,
        writer: connect(writing, &unreachable).await?,
        watcher: connect(reading(1), &unreachable).await?,
        kind: DatabaseKind::Postgres,
        doubt,
        health,
    })
}

/// Whether a connection can be made, told at once: a pool would ask again and again, and say in the
/// end that it took too long.
async fn reach(url: &str, patience: Duration) -> Result<(), String> {
    let options: PgConnectOptions = url.parse().map_err(|error: SqlxError| error.to_string())?;
    let connecting = async { options.connect().await?.close().await };
    match tokio::time::timeout(patience, connecting).await {
        Ok(outcome) => outcome.map_err(|error| error.to_string()),
        Err(_) => Err(format!("no answer within {} ms", patience.as_millis())),
    }
}

async fn connect(
    options: ConnectOptions,
    unreachable: &impl Fn(DbErr) -> StoreError,
) -> Result<DatabaseConnection, StoreError> {
    Database::connect(options).await.map_err(unreachable)
}

/// Notes the process of each connection, by which its work is ended.
fn tells_its_process(
    pool: PoolOptions<sqlx::Postgres>,
    cancel: Arc<Cancel>,
) -> PoolOptions<sqlx::Postgres> {
    pool.after_connect(move |connection, _| {
        let cancel = cancel.clone();
        Box::pin(async move {
            let process = sqlx::query_scalar("SELECT pg_backend_pid()");
            cancel.connected(process.fetch_one(connection).await?);
            Ok(())
        })
    })
}

/// Takes a connection back only if it is in no transaction, and nobody doubts it. The ping before
/// carries out a rollback that was ordered and not awaited.
///
/// Where a rollback fails, since the database has rolled back by itself, the driver counts one
/// transaction too many from then on: each later one would be a part of one that is never committed.
fn only_clean<DB: sqlx::Database>(
    pool: PoolOptions<DB>,
    doubt: Option<Arc<Doubt>>,
) -> PoolOptions<DB> {
    pool.after_release(move |connection, _| {
        let doubt = doubt.clone();
        Box::pin(async move {
            connection.ping().await?;
            let is_doubted = doubt.is_some_and(|doubt| doubt.take());
            Ok(!is_doubted && !connection.is_in_transaction())
        })
    })
}

pub(super) fn pool_options(
    options: &StoreOptions,
    url: String,
    connections: u32,
) -> ConnectOptions {
    let mut connect = ConnectOptions::new(url);
    connect
        .max_connections(connections)
        // A pool that has to have some waits for them when it is closed, also where there are none
        // to be had.
        .min_connections(0)
        .connect_timeout(options.acquire_timeout)
        .acquire_timeout(options.acquire_timeout)
        // A connection that has rested may have been cut off by a restart of the server.
        .test_before_acquire_if_idle_for(RESTED)
        .sqlx_logging(false)
        .record_stmt_in_spans(false);
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
