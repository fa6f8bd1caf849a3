//! How the database does: what its statements met, and what a look at it shows.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use tokio::time::{Instant, timeout};

use super::{Failure, Store, StoreError, dialect};

/// For how long a failing storage is remembered after a statement last met it.
const REMEMBERED: Duration = Duration::from_mins(1);
/// How often it is tried at most whether writing works again.
const TRY_AGAIN: Duration = Duration::from_secs(2);
/// For how long that is waited for.
const TRY_FOR: Duration = Duration::from_millis(500);
/// For how long connections that were there when another broke are tried before they are used.
const SUSPECT: Duration = Duration::from_mins(1);

/// The number of the row that is written as a trial: those of mutations begin at 1.
const TRIAL: i64 = -1;
/// Its size in characters.
const TRIAL_SIZE: usize = 64 * 1024;

/// What the statements of this process met.
#[derive(Debug, Default)]
pub(super) struct Health(Mutex<Met>);

#[derive(Clone, Copy, Debug, Default)]
struct Met {
    /// Why writing fails, and when that was last tried.
    writing: Option<(Failure, Instant)>,
    /// When a statement last found the storage failing.
    damaged: Option<Instant>,
    /// When a connection last broke.
    lost: Option<Instant>,
}

/// Whether the database can be read and written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The newest place in the log.
    pub head: i64,
    /// Why it cannot be read.
    pub reading: Option<Failure>,
    /// Why it cannot be written.
    pub writing: Option<Failure>,
}

impl Health {
    fn met<T>(&self, look: impl FnOnce(&mut Met) -> T) -> T {
        look(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// A write took effect.
    pub(super) fn wrote(&self) {
        self.met(|met| met.writing = None);
    }

    /// A write failed.
    pub(super) fn could_not_write(&self, failure: Failure) {
        if failure.is_lasting() {
            self.met(|met| met.writing = Some((failure, Instant::now())));
        } else if failure == Failure::Lost {
            self.lost();
        }
    }

    /// A statement failed.
    pub(super) fn could_not_read(&self, failure: Failure) {
        match failure {
            Failure::Lost => self.lost(),
            Failure::Storage => self.met(|met| met.damaged = Some(Instant::now())),
            _ => {}
        }
    }

    /// A connection broke.
    pub(super) fn lost(&self) {
        self.met(|met| met.lost = Some(Instant::now()));
    }

    /// Whether a connection of this age was there when another broke a short time ago, so that it
    /// may be broken, too.
    pub(super) fn suspects(&self, age: Duration) -> bool {
        let since = self.met(|met| met.lost).map(|lost| lost.elapsed());
        since.is_some_and(|since| since < SUSPECT && age >= since)
    }

    /// Whether it is time to try if writing works again.
    fn tries_again(&self) -> bool {
        self.met(|met| match &mut met.writing {
            Some((_, tried)) if tried.elapsed() >= TRY_AGAIN => {
                *tried = Instant::now();
                true
            }
            _ => false,
        })
    }

    fn condition(&self, head: i64) -> Condition {
        let met = self.met(|met| *met);
        let is_recent = |at: Instant| at.elapsed() < REMEMBERED;
        Condition {
            head,
            reading: met
                .damaged
                .filter(|at| is_recent(*at))
                .map(|_| Failure::Storage),
            writing: met.writing.map(|(failure, _)| failure),
        }
    }
}

impl Store {
    /// Looks whether the database can be read, on a connection that serves nothing else. Where
    /// writing failed, it is tried now and then whether it works again.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn condition(&self) -> Result<Condition, StoreError> {
        let head = look(&self.inner.watcher).await?;
        if self.inner.around.health.tries_again() {
            // Whoever asks whether it can be read does not wait for a long write of somebody else.
            let tried = timeout(TRY_FOR, self.try_writing()).await;
            tracing::debug!(target: "filmgraph::store", ?tried, "writing was tried");
        }
        Ok(self.inner.around.health.condition(head))
    }

    /// Writes something that takes room, and takes it away again: SQLite writes nothing where a value
    /// stays what it was, and an old page may have room for something small.
    pub(super) async fn try_writing(&self) -> Result<(), StoreError> {
        let remove = format!("DELETE FROM idempotency WHERE number = {TRIAL}");
        let insert = format!(
            "INSERT INTO idempotency (number, actor, key, input, result, head, at) \
             VALUES ({TRIAL}, '', '', '', '{}', 0, 0)",
            noise()
        );
        for statements in [[&remove, &insert].as_slice(), &[&remove]] {
            let transaction = self.begin("", 0).await?;
            for sql in statements {
                transaction.tx.execute_unprepared(sql).await?;
            }
            transaction.tx.commit(&std::sync::Arc::default()).await?;
        }
        Ok(())
    }
}

/// Text that cannot be made smaller.
fn noise() -> String {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        char::from(b"0123456789abcdefghijklmnopqrstuv"[(state >> 59) as usize])
    };
    std::iter::repeat_with(next).take(TRIAL_SIZE).collect()
}

/// Reads the head of the log, and with it what every statement needs: the file's head and the
/// description of the tables.
async fn look(watcher: &DatabaseConnection) -> Result<i64, sea_orm::DbErr> {
    let backend = watcher.get_database_backend();
    let statement = Statement::from_string(backend, dialect::LOOK);
    let head = watcher.query_one_raw(statement).await?;
    head.map_or(Ok(0), |row| row.try_get_by_index(0))
}
