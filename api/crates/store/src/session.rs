//! A reader that counts its statements.

use std::fmt::Display;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use futures_util::TryStreamExt;
use sea_orm::entity::prelude::async_trait;
use sea_orm::{
    ConnAcquireErr, ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, Statement,
};
use tokio::time::{Instant, sleep, timeout_at};

use super::health::Health;
use super::read::{Decode, decoded};
use super::reader::{Readers, Share};
use super::{Failure, StoreError};

/// How long it waits before a statement is run anew whose connection broke twice.
const AGAIN: Duration = Duration::from_millis(50);

/// Runs a statement on a connection of its own, and anew where that breaks: reading changes nothing.
macro_rules! run {
    ($session:ident, $count:expr, $connection:ident => $run:expr) => {{
        $session.count($count);
        let once = async || {
            let mut lease = $session.readers.lease($session.share).await?;
            let $connection = lease.begin(&$session.health).await?;
            let outcome = $run.await;
            lease.end(&outcome);
            outcome
        };
        let mut lost_since = None;
        loop {
            let outcome = $session.in_time(once()).await;
            if !$session.is_lost(&outcome) || !$session.tries_again(&mut lost_since).await {
                return outcome;
            }
        }
    }};
}

/// What one request reads with. Everything that sea-orm runs on it is counted: a query whose
/// count grows with its data is a defect, and the log shows the count of every request.
#[derive(Clone)]
pub struct Session {
    readers: Readers,
    backend: DbBackend,
    statements: Arc<AtomicU32>,
    health: Arc<Health>,
    share: Share,
    deadline: Option<Instant>,
}

impl Session {
    pub(super) fn new(
        readers: Readers,
        backend: DbBackend,
        health: Arc<Health>,
        share: Share,
        deadline: Option<Instant>,
    ) -> Self {
        Self {
            readers,
            backend,
            statements: Arc::default(),
            health,
            share,
            deadline,
        }
    }

    /// Its share of the connections.
    #[must_use]
    pub fn share(&self) -> Share {
        self.share
    }

    /// How many statements have run.
    #[must_use]
    pub fn statements(&self) -> u32 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Counts a statement. It is logged for those who ask for it, values and all, so that its plan
    /// can be looked at.
    fn count(&self, statement: &dyn Display) {
        self.statements.fetch_add(1, Ordering::Relaxed);
        tracing::trace!(target: "filmgraph::sql", "{statement}");
    }

    /// The rows of a statement as values: the outer error is the database's, the inner one is about
    /// a row.
    pub(super) async fn values<T: Send>(
        &self,
        statement: Statement,
        decode: impl Decode<T>,
    ) -> Result<Result<Vec<T>, StoreError>, DbErr> {
        run!(self, &statement, connection => decoded(connection, &statement, decode.clone()))
    }

    /// The outcome of what is given up at the deadline.
    async fn in_time<T>(&self, run: impl Future<Output = Result<T, DbErr>>) -> Result<T, DbErr> {
        let Some(deadline) = self.deadline else {
            return run.await;
        };
        let too_late = DbErr::ConnectionAcquire(ConnAcquireErr::Timeout);
        timeout_at(deadline, run).await.unwrap_or(Err(too_late))
    }

    /// Whether the connection of a statement broke, or none could be made.
    fn is_lost<T>(&self, outcome: &Result<T, DbErr>) -> bool {
        let Err(error) = outcome else { return false };
        let failure = Failure::of(error);
        if let Some(failure) = failure {
            self.health.could_not_read(failure);
        }
        // Not where our own end has been closed.
        failure == Some(Failure::Lost) && !matches!(error, DbErr::ConnectionAcquire(_))
    }

    /// Whether a statement is run anew whose connection broke: at once, then again and again for as
    /// long as one waits for a connection. A database that restarts is back by then.
    async fn tries_again(&self, lost_since: &mut Option<Instant>) -> bool {
        let Some(since) = *lost_since else {
            *lost_since = Some(Instant::now());
            return true;
        };
        if since.elapsed() >= self.readers.patience() {
            return false;
        }
        sleep(AGAIN).await;
        true
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Session {
    fn get_database_backend(&self) -> DbBackend {
        self.backend
    }

    async fn execute_raw(&self, _: Statement) -> Result<ExecResult, DbErr> {
        Err(only_reads())
    }

    async fn execute_unprepared(&self, _: &str) -> Result<ExecResult, DbErr> {
        Err(only_reads())
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        run!(self, &statement, connection => async {
            connection.stream(&statement).try_next().await
        })
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        run!(self, &statement, connection => async {
            connection.stream(&statement).try_collect().await
        })
    }
}

fn only_reads() -> DbErr {
    DbErr::Custom("a session only reads".to_owned())
}
