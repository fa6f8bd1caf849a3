//! The connections that requests read with. Each has a pool of its own, so that it is known which
//! one works on a statement, and the work can be ended when nobody waits for it any longer.

use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use sea_orm::{ConnAcquireErr, ConnectionTrait, DatabaseConnection, DbBackend, DbErr, Statement};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use super::health::Health;
use super::held::{Driver, Held};

/// How many of the reading connections a session may use at a time, of its own and of others of its
/// kind together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Share {
    /// All of them.
    #[default]
    All,
    /// Half of them, so that the others wait for nobody.
    Half,
}

/// How the work of a connection is ended.
#[derive(Debug, Default)]
pub(super) struct Cancel {
    /// SQLite asks every few thousand steps.
    is_cancelled: AtomicBool,
    /// PostgreSQL has to be told from another connection: the number of its process.
    process: AtomicI32,
}

impl Cancel {
    pub(super) fn is_cancelled(&self) -> bool {
        self.is_cancelled.load(Ordering::Relaxed)
    }

    /// The connection begins something new.
    pub(super) fn begin(&self) {
        self.is_cancelled.store(false, Ordering::Relaxed);
    }

    /// The connection is that of another process.
    pub(super) fn connected(&self, process: i32) {
        self.process.store(process, Ordering::Relaxed);
        self.begin();
    }
}

/// One connection.
pub(super) struct Reader {
    /// The pool of that one.
    pool: DatabaseConnection,
    cancel: Arc<Cancel>,
    held: Option<Held>,
}

impl Reader {
    /// One that connects when it is first used.
    pub(super) fn new(pool: DatabaseConnection, cancel: Arc<Cancel>) -> Self {
        let held = None;
        Self { pool, cancel, held }
    }

    async fn connection(&mut self, health: &Health) -> Result<&mut Driver, DbErr> {
        let kept = match self.held.take() {
            Some(mut held) => held.is_usable(health).await.then_some(held),
            None => None,
        };
        let held = match kept {
            Some(held) => held,
            // Where there was one, the pool looks what it is still good for.
            None => Held::of(&self.pool).await?,
        };
        self.cancel.begin();
        self.held.insert(held).driver()
    }
}

/// All of them; cheap to clone.
#[derive(Clone)]
pub(super) struct Readers(Arc<Shared>);

struct Shared {
    /// The one used last is used next: what it has read before is in its memory.
    free: Mutex<Vec<Reader>>,
    turns: Arc<Semaphore>,
    half: Arc<Semaphore>,
    /// Where PostgreSQL is told to end a statement.
    aside: DatabaseConnection,
    patience: Duration,
    /// To close them.
    all: Vec<DatabaseConnection>,
}

/// The right to use a connection. When it is dropped while a statement runs, the statement ends.
pub(super) struct Lease {
    shared: Arc<Shared>,
    reader: Option<Reader>,
    is_running: bool,
    turns: Option<(OwnedSemaphorePermit, Option<OwnedSemaphorePermit>)>,
}

impl Readers {
    pub(super) fn new(readers: Vec<Reader>, aside: DatabaseConnection, patience: Duration) -> Self {
        let count = readers.len();
        let shared = Shared {
            turns: Arc::new(Semaphore::new(count)),
            half: Arc::new(Semaphore::new(count.div_ceil(2))),
            aside,
            patience,
            all: readers.iter().map(|r| r.pool.clone()).collect(),
            free: Mutex::new(readers),
        };
        Self(Arc::new(shared))
    }

    /// How long one waits for a connection.
    pub(super) fn patience(&self) -> Duration {
        self.0.patience
    }

    /// Waits for a connection, those who came first before the others.
    pub(super) async fn lease(&self, share: Share) -> Result<Lease, DbErr> {
        let shared = &self.0;
        let turns = async {
            let half = match share {
                Share::All => None,
                Share::Half => Some(shared.half.clone().acquire_owned().await.ok()?),
            };
            Some((shared.turns.clone().acquire_owned().await.ok()?, half))
        };
        let too_long = || DbErr::ConnectionAcquire(ConnAcquireErr::Timeout);
        let closed = || DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed);
        let turns = timeout(shared.patience, turns)
            .await
            .map_err(|_| too_long())?
            .ok_or_else(closed)?;
        let reader = shared.free().pop().ok_or_else(closed)?;
        Ok(Lease {
            shared: shared.clone(),
            reader: Some(reader),
            is_running: false,
            turns: Some(turns),
        })
    }

    /// Closes all of them: waits for statements under way.
    pub(super) async fn close(&self) -> Result<(), DbErr> {
        self.0.turns.close();
        self.0.half.close();
        // A pool waits for what was taken from it.
        self.0
            .free()
            .iter_mut()
            .for_each(|reader| reader.held = None);
        let closing = self.0.all.iter().map(DatabaseConnection::close_by_ref);
        futures_util::future::try_join_all(closing).await?;
        Ok(())
    }
}

impl Shared {
    fn give_back(&self, mut reader: Reader) {
        let mut free = self.free();
        if self.turns.is_closed() {
            reader.held = None;
        }
        free.push(reader);
    }

    fn free(&self) -> std::sync::MutexGuard<'_, Vec<Reader>> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lease {
    /// The connection, for one statement.
    pub(super) async fn begin(&mut self, health: &Health) -> Result<&mut Driver, DbErr> {
        // It is there until the lease is dropped.
        let reader = self.reader.as_mut();
        let reader = reader.ok_or(DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed))?;
        let connection = reader.connection(health).await?;
        self.is_running = true;
        Ok(connection)
    }

    /// The statement has ended. Where it failed, nobody knows what its connection is good for.
    pub(super) fn end<T>(&mut self, outcome: &Result<T, DbErr>) {
        self.is_running = false;
        if let (Err(_), Some(reader)) = (outcome, &mut self.reader) {
            reader.held = None;
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let (Some(mut reader), Some(turns)) = (self.reader.take(), self.turns.take()) else {
            return;
        };
        let shared = self.shared.clone();
        let give_back = move |reader| {
            shared.give_back(reader);
            drop(turns);
        };
        if !self.is_running {
            return give_back(reader);
        }
        reader.cancel.is_cancelled.store(true, Ordering::Relaxed);
        let held = reader.held.take();
        let aside = &self.shared.aside;
        if aside.get_database_backend() != DbBackend::Postgres {
            return give_back(reader);
        }
        // Only then may somebody else use it: what is ended must not be the next statement.
        let aside = aside.clone();
        let Ok(runtime) = tokio::runtime::Handle::try_current() else {
            return give_back(reader);
        };
        runtime.spawn(async move {
            end_statement(&aside, reader.cancel.process.load(Ordering::Relaxed)).await;
            drop(held);
            give_back(reader);
        });
    }
}

async fn end_statement(aside: &DatabaseConnection, process: i32) {
    let sql = "SELECT pg_cancel_backend($1)";
    let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql, [process.into()]);
    if let Err(error) = aside.query_one_raw(statement).await {
        tracing::debug!(target: "filmgraph::store", %error, "a statement could not be ended, and runs on to its own bound");
    }
}

#[cfg(test)]
#[path = "reader_tests.rs"]
mod tests;
