//! A reader that counts its statements.

use std::fmt::Display;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use sea_orm::entity::prelude::async_trait;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, DbErr, ExecResult, QueryResult, Statement,
};

use super::Failure;
use super::health::Health;

/// What one request reads with. Everything that sea-orm runs on it is counted: a query whose
/// count grows with its data is a defect, and the log shows the count of every request.
#[derive(Clone)]
pub struct Session {
    connection: DatabaseConnection,
    statements: Arc<AtomicU32>,
    health: Arc<Health>,
}

impl Session {
    pub(super) fn new(connection: DatabaseConnection, health: Arc<Health>) -> Self {
        Self {
            connection,
            statements: Arc::default(),
            health,
        }
    }

    /// How many statements have run.
    #[must_use]
    pub fn statements(&self) -> u32 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Counts a statement. It is logged for those who ask for it, values and all, so that its plan
    /// can be looked at.
    fn count(&self, statement: &dyn Display) -> &DatabaseConnection {
        self.statements.fetch_add(1, Ordering::Relaxed);
        tracing::trace!(target: "filmgraph::sql", "{statement}");
        &self.connection
    }

    /// Whether a statement is to be run once more: its connection broke, and reading changes nothing.
    fn runs_again<T>(&self, outcome: &Result<T, DbErr>) -> bool {
        outcome
            .as_ref()
            .is_err_and(|error| self.note(error) == Some(Failure::Lost))
    }

    /// The outcome of a statement that is not run again.
    fn noted<T>(&self, outcome: Result<T, DbErr>) -> Result<T, DbErr> {
        outcome.inspect_err(|error| {
            self.note(error);
        })
    }

    fn note(&self, error: &DbErr) -> Option<Failure> {
        let failure = Failure::of(error);
        if let Some(failure) = failure {
            self.health.could_not_read(failure);
        }
        failure
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Session {
    fn get_database_backend(&self) -> DbBackend {
        self.connection.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        let connection = self.count(&statement);
        let outcome = connection.execute_raw(statement.clone()).await;
        if self.runs_again(&outcome) {
            return self.noted(connection.execute_raw(statement).await);
        }
        outcome
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        let connection = self.count(&sql);
        let outcome = connection.execute_unprepared(sql).await;
        if self.runs_again(&outcome) {
            return self.noted(connection.execute_unprepared(sql).await);
        }
        outcome
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let connection = self.count(&statement);
        let outcome = connection.query_one_raw(statement.clone()).await;
        if self.runs_again(&outcome) {
            return self.noted(connection.query_one_raw(statement).await);
        }
        outcome
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let connection = self.count(&statement);
        let outcome = connection.query_all_raw(statement.clone()).await;
        if self.runs_again(&outcome) {
            return self.noted(connection.query_all_raw(statement).await);
        }
        outcome
    }
}
