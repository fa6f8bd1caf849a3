//! One server at a time brings a database up to date and fills it.

use std::fs::{File, TryLockError};
use std::path::PathBuf;
use std::time::Duration;

use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
use tokio::time::{Instant, sleep};

use super::connect::{pool_options, sqlite_path};
use super::{StoreError, StoreOptions};

/// How long a server waits for another that is starting on the same database.
const PATIENCE: Duration = Duration::from_secs(300);
const LOOK_AGAIN: Duration = Duration::from_millis(100);
/// The number of our advisory lock in PostgreSQL: "film" in ASCII.
const LOCK_NUMBER: i64 = 0x6669_6c6d;

/// Held while a server starts; let go when it is dropped, or when the process ends.
pub struct StartLock(#[allow(dead_code, reason = "held, not read")] Lock);

#[allow(dead_code, reason = "held, not read")]
enum Lock {
    File(File),
    Connection(DatabaseConnection),
}

impl StartLock {
    /// Waits until no other server is starting on the database, and keeps others out.
    ///
    /// # Errors
    /// [`StoreError::Unreachable`] if the database is, or if another server takes too long.
    pub async fn acquire(options: &StoreOptions) -> Result<Self, StoreError> {
        let held = match sqlite_path(options)? {
            Some(file) => lock_file(file.with_extension("lock")).await?,
            None => lock_postgres(options).await?,
        };
        Ok(Self(held))
    }
}

fn too_long(what: String) -> StoreError {
    StoreError::Unreachable {
        database: what,
        reason: "another server is starting on it and does not come to an end".to_owned(),
    }
}

async fn lock_file(path: PathBuf) -> Result<Lock, StoreError> {
    let name = path.display().to_string();
    let failed = |reason: std::io::Error| StoreError::Directory {
        path: name.clone(),
        reason: reason.to_string(),
    };
    let file = File::create(&path).map_err(failed)?;
    let deadline = Instant::now() + PATIENCE;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Lock::File(file)),
            Err(TryLockError::Error(error)) => return Err(failed(error)),
            Err(TryLockError::WouldBlock) if Instant::now() > deadline => {
                return Err(too_long(name));
            }
            Err(TryLockError::WouldBlock) => sleep(LOOK_AGAIN).await,
        }
    }
}

/// The lock belongs to its connection: a pool of one that is used for nothing else.
async fn lock_postgres(options: &StoreOptions) -> Result<Lock, StoreError> {
    let url = options.url.clone().unwrap_or_default();
    let mut single = pool_options(options, url, 1);
    single.idle_timeout(None).max_lifetime(None);
    let connection = Database::connect(single).await?;
    let backend = connection.get_database_backend();
    let sql = format!("SELECT pg_try_advisory_lock({LOCK_NUMBER})");
    let deadline = Instant::now() + PATIENCE;
    loop {
        let statement = Statement::from_string(backend, sql.clone());
        let row = connection.query_one_raw(statement).await?;
        let is_ours = row.map(|row| row.try_get_by_index(0)).transpose()?;
        if is_ours.unwrap_or(false) {
            return Ok(Lock::Connection(connection));
        }
        if Instant::now() > deadline {
            return Err(too_long("the database".to_owned()));
        }
        sleep(LOOK_AGAIN).await;
    }
}
