//! The connection that a reader keeps between statements. To hand it back to its pool and to take it
//! from there again costs as much as a short statement: the driver asks the database each time whether
//! it is still there.

use std::sync::Arc;
use std::time::Duration;

use futures_util::stream::BoxStream;
use futures_util::{StreamExt, TryStreamExt};
use sea_orm::sqlx::pool::PoolConnection;
use sea_orm::sqlx::query::Query;
use sea_orm::sqlx::{self, AssertSqlSafe, Connection, Postgres, Sqlite};
use sea_orm::{
    ConnAcquireErr, DatabaseConnection, DbBackend, DbErr, QueryResult, RuntimeErr, SqlxError,
    Statement,
};
use sea_query_sqlx::SqlxValues;
use tokio::runtime::Handle;
use tokio::time::Instant;

use super::health::Health;

/// How long a connection rests before it is tried again: a restart of the server may have cut it off.
pub(super) const RESTED: Duration = Duration::from_secs(1);

/// How long a connection is kept: a process of PostgreSQL remembers what it has met, and grows.
const KEPT_FOR: Duration = Duration::from_mins(30);

/// A connection of either database.
pub(super) enum Driver {
    Postgres(PoolConnection<Postgres>),
    Sqlite(PoolConnection<Sqlite>),
}

/// A connection that is out of its pool.
pub(super) struct Held {
    /// It is there until this is dropped.
    driver: Option<Driver>,
    /// When it was taken from the pool, and found well.
    since: Instant,
    used: Instant,
}

impl Held {
    /// Takes the connection of a pool.
    pub(super) async fn of(pool: &DatabaseConnection) -> Result<Self, DbErr> {
        let driver = match pool.get_database_backend() {
            DbBackend::Postgres => {
                let acquired = pool.get_postgres_connection_pool().acquire().await;
                Driver::Postgres(acquired.map_err(not_acquired)?)
            }
            _ => {
                let acquired = pool.get_sqlite_connection_pool().acquire().await;
                Driver::Sqlite(acquired.map_err(not_acquired)?)
            }
        };
        let now = Instant::now();
        Ok(Self {
            driver: Some(driver),
            since: now,
            used: now,
        })
    }

    /// Whether it can be used again: one that has rested, or that was there when another broke, is
    /// tried.
    pub(super) async fn is_usable(&mut self, health: &Health) -> bool {
        let now = Instant::now();
        let (age, rested) = (now - self.since, now - self.used);
        self.used = now;
        if age >= KEPT_FOR {
            return false;
        }
        if rested < RESTED && !health.suspects(age) {
            return true;
        }
        match &mut self.driver {
            Some(Driver::Postgres(connection)) => connection.ping().await.is_ok(),
            Some(Driver::Sqlite(connection)) => connection.ping().await.is_ok(),
            None => false,
        }
    }

    pub(super) fn driver(&mut self) -> Result<&mut Driver, DbErr> {
        let closed = DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed);
        self.driver.as_mut().ok_or(closed)
    }
}

impl Drop for Held {
    /// A connection goes back to its pool in a task. Where the runtime has ended, it is closed instead.
    fn drop(&mut self) {
        if Handle::try_current().is_ok() {
            return;
        }
        match self.driver.take() {
            Some(Driver::Postgres(connection)) => drop(connection.detach()),
            Some(Driver::Sqlite(connection)) => drop(connection.detach()),
            None => {}
        }
    }
}

impl Driver {
    /// The rows of a statement as they arrive.
    pub(super) fn stream<'c>(
        &'c mut self,
        statement: &'c Statement,
    ) -> BoxStream<'c, Result<QueryResult, DbErr>> {
        match self {
            Self::Postgres(connection) => {
                let rows = query::<Postgres>(statement).fetch(&mut **connection);
                rows.map_ok(QueryResult::from).map_err(failed).boxed()
            }
            Self::Sqlite(connection) => {
                let rows = query::<Sqlite>(statement).fetch(&mut **connection);
                rows.map_ok(QueryResult::from).map_err(failed).boxed()
            }
        }
    }
}

fn query<'s, DB: sqlx::Database>(statement: &'s Statement) -> Query<'s, DB, SqlxValues>
where
    SqlxValues: sqlx::IntoArguments<DB>,
{
    let values = statement.values.clone();
    let values = values.unwrap_or(sea_orm::Values(Vec::new()));
    sqlx::query_with(AssertSqlSafe(statement.sql.as_str()), SqlxValues(values))
}

fn failed(error: SqlxError) -> DbErr {
    DbErr::Query(RuntimeErr::SqlxError(Arc::new(error)))
}

fn not_acquired(error: SqlxError) -> DbErr {
    match error {
        SqlxError::PoolTimedOut => DbErr::ConnectionAcquire(ConnAcquireErr::Timeout),
        SqlxError::PoolClosed => DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed),
        other => DbErr::Conn(RuntimeErr::SqlxError(Arc::new(other))),
    }
}
