//! A reader that counts its statements.

use std::fmt::Display;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use sea_orm::entity::prelude::async_trait;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, DbErr, ExecResult, QueryResult, Statement,
};

/// What one request reads with. Everything that sea-orm runs on it is counted: a query whose
/// count grows with its data is a defect, and the log shows the count of every request.
#[derive(Clone)]
pub struct Session {
    connection: DatabaseConnection,
    statements: Arc<AtomicU32>,
}

impl Session {
    pub(super) fn new(connection: DatabaseConnection) -> Self {
        Self {
            connection,
            statements: Arc::default(),
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
}

#[async_trait::async_trait]
impl ConnectionTrait for Session {
    fn get_database_backend(&self) -> DbBackend {
        self.connection.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.count(&statement).execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.count(&sql).execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.count(&statement).query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.count(&statement).query_all_raw(statement).await
    }
}
