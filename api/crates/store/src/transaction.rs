//! The transaction of a write: it knows when it can no longer be trusted, and whether its commit
//! took effect.
//!
//! After some errors SQLite has rolled back by itself, and PostgreSQL answers every statement but
//! the end of the transaction with an error. So after any error that is not about a statement's own
//! values, nothing more is sent: what was begun is taken back, or its connection is given up.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use sea_orm::entity::prelude::async_trait;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult,
    QueryResult, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};
use tokio::time::{Instant, sleep};

use super::failure::is_of_data;
use super::health::Health;
use super::{Failure, StoreError, dialect};

/// How long it waits before it asks again what became of a commit.
const ASK_AGAIN: Duration = Duration::from_millis(100);

/// Whether the writing connection is to be given up when it is handed back: SQLite has one.
#[derive(Debug, Default)]
pub(super) struct Doubt(AtomicBool);

impl Doubt {
    /// Whether there is any; afterwards there is none.
    pub(super) fn take(&self) -> bool {
        self.0.swap(false, Ordering::AcqRel)
    }
}

/// What became of the commits of a request, for whoever no longer waits for its answer.
#[derive(Debug, Default)]
pub struct Progress(AtomicU32);

impl Progress {
    /// Whether something was written, or may have been: a commit was sent, and is not known to have
    /// failed.
    #[must_use]
    pub fn may_have_written(&self) -> bool {
        self.0.load(Ordering::Acquire) > 0
    }
}

/// What a transaction needs besides its connection.
#[derive(Clone)]
pub(super) struct Surroundings {
    pub(super) doubt: Arc<Doubt>,
    pub(super) health: Arc<Health>,
    /// Where it is asked what became of a commit.
    pub(super) aside: DatabaseConnection,
    /// For how long that is asked.
    pub(super) patience: Duration,
}

/// What PostgreSQL knows a transaction by.
struct Mark {
    number: String,
    /// Of the server: the number means this transaction until it ends.
    life: String,
}

/// A write transaction of the database. It is rolled back when it is dropped.
pub(super) struct Transaction {
    inner: DatabaseTransaction,
    /// The error after which nothing may be sent any more.
    broken: OnceLock<DbErr>,
    around: Surroundings,
    /// Statements so far.
    statements: AtomicU32,
}

impl Transaction {
    /// Begins one that may write from its start.
    pub(super) async fn begin(
        writer: &DatabaseConnection,
        around: Surroundings,
    ) -> Result<Self, StoreError> {
        // IMMEDIATE: a deferred transaction that turns into a write fails when another came first.
        let options = || TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let mut begun = writer.begin_with_options(options()).await;
        if let Err(error) = &begun
            && Failure::of(error) == Some(Failure::Lost)
        {
            // Nothing was sent yet but the beginning: on another connection it begins anew.
            around.health.lost();
            begun = writer.begin_with_options(options()).await;
        }
        match begun {
            Ok(inner) => Ok(Self {
                inner,
                broken: OnceLock::new(),
                around,
                statements: AtomicU32::new(0),
            }),
            Err(error) => {
                around.note(&error);
                Err(error.into())
            }
        }
    }

    /// Commits. It is certain that the commit took effect when this gives no error, and certain
    /// that it did not when it gives another one than [`StoreError::OutcomeUnknown`]. Nobody who
    /// stops waiting stops the commit.
    pub(super) async fn commit(self, progress: &Arc<Progress>) -> Result<(), StoreError> {
        self.sound()?;
        let mark = self.mark().await?;
        let Self { inner, around, .. } = self;
        let progress = progress.clone();
        progress.0.fetch_add(1, Ordering::AcqRel);
        let commit = async move {
            let outcome = match inner.commit().await {
                Ok(()) => Ok(()),
                Err(error) => around.became(error, mark).await,
            };
            match &outcome {
                Ok(()) => around.health.wrote(),
                Err(StoreError::OutcomeUnknown) => {}
                Err(_) => {
                    progress.0.fetch_sub(1, Ordering::AcqRel);
                }
            }
            outcome
        };
        // A task that ends without a result has panicked, or its runtime was shut down.
        let ended = tokio::spawn(commit).await;
        ended.unwrap_or(Err(StoreError::OutcomeUnknown))
    }

    /// Takes everything back.
    pub(super) async fn rollback(self) -> Result<(), StoreError> {
        self.sound()?;
        let Self { inner, around, .. } = self;
        let rolled_back = inner.rollback().await;
        if let Err(error) = &rolled_back {
            around.note(error);
        }
        Ok(rolled_back?)
    }

    /// What PostgreSQL knows the transaction by. An aborted one, whose COMMIT would take back
    /// everything and say so in no error, gives an error here.
    async fn mark(&self) -> Result<Option<Mark>, StoreError> {
        let backend = self.get_database_backend();
        let Some(sql) = dialect::transaction_mark(backend) else {
            return Ok(None);
        };
        let statement = Statement::from_string(backend, sql);
        let row = self.query_one_raw(statement).await?;
        let row = row.ok_or_else(|| StoreError::Corrupt("a transaction has no number".into()))?;
        Ok(Some(Mark {
            number: row.try_get_by_index(0)?,
            life: row.try_get_by_index(1)?,
        }))
    }

    /// Statements so far, that of its beginning aside.
    pub(super) fn statements(&self) -> u32 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Counts a statement that is to be sent.
    fn counted(&self) -> Result<(), DbErr> {
        self.sound()?;
        self.statements.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    fn sound(&self) -> Result<(), DbErr> {
        self.broken.get().map_or(Ok(()), |error| Err(error.clone()))
    }

    fn note<T>(&self, result: Result<T, DbErr>) -> Result<T, DbErr> {
        if let Err(error) = &result
            && !is_of_data(error)
        {
            // The first one counts: whatever follows from it says less.
            let _ = self.broken.set(error.clone());
            self.around.note(error);
        }
        result
    }
}

impl Surroundings {
    /// What an error of the writing connection says of it.
    fn note(&self, error: &DbErr) {
        self.doubt.0.store(true, Ordering::Release);
        if let Some(failure) = Failure::of(error) {
            self.health.could_not_write(failure);
        }
    }

    /// What became of a transaction whose commit gave an error.
    async fn became(&self, error: DbErr, mark: Option<Mark>) -> Result<(), StoreError> {
        self.note(&error);
        // SQLite shows nobody what a commit wrote that failed, and the next one writes over it.
        let Some(mark) = mark else {
            return Err(error.into());
        };
        let deadline = Instant::now() + self.patience;
        loop {
            match self.status(&mark).await {
                Ok(Some(status)) if status == "committed" => return Ok(()),
                Ok(Some(status)) if status == "aborted" => return Err(error.into()),
                Ok(Some(_)) | Err(_) => {}
                Ok(None) => return Err(StoreError::OutcomeUnknown),
            }
            if Instant::now() >= deadline {
                tracing::warn!(target: "filmgraph::store", %error, "a commit was sent, and what became of it is not known");
                return Err(StoreError::OutcomeUnknown);
            }
            sleep(ASK_AGAIN).await;
        }
    }

    async fn status(&self, mark: &Mark) -> Result<Option<String>, DbErr> {
        let backend = self.aside.get_database_backend();
        let values = [mark.number.as_str().into(), mark.life.as_str().into()];
        let sql = dialect::TRANSACTION_STATUS;
        let statement = Statement::from_sql_and_values(backend, sql, values);
        let row = self.aside.query_one_raw(statement).await?;
        row.map_or(Ok(None), |row| row.try_get_by_index(0))
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Transaction {
    fn get_database_backend(&self) -> DbBackend {
        self.inner.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.counted()?;
        self.note(self.inner.execute_raw(statement).await)
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.counted()?;
        self.note(self.inner.execute_unprepared(sql).await)
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.counted()?;
        self.note(self.inner.query_one_raw(statement).await)
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.counted()?;
        self.note(self.inner.query_all_raw(statement).await)
    }
}

#[cfg(test)]
#[path = "transaction_tests.rs"]
mod tests;
