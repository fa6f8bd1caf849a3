//! Rows as values. Those of a long list are made into values as they arrive, so that they are never
//! held together, and are handed on part by part: its reader decides what may be done in between.

use std::sync::Arc;

use futures_util::TryStreamExt;
use sea_orm::sqlx::FromRow;
use sea_orm::sqlx::postgres::PgRow;
use sea_orm::sqlx::sqlite::SqliteRow;
use sea_orm::{
    ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryResult, QueryTrait, RuntimeErr,
    Select, Statement,
};

use crate::held::Driver;
use crate::{Listed, Session, StoreError};

/// Makes a value of a row. A statement that is run anew begins with a copy of it.
pub(crate) trait Decode<T>:
    FnMut(&QueryResult) -> Result<T, StoreError> + Clone + Send
{
}

impl<T, F: FnMut(&QueryResult) -> Result<T, StoreError> + Clone + Send> Decode<T> for F {}

/// Rows that are held together, before they are made into values and others get the thread. With fewer,
/// who reads them and who hands them out wait for one another at each row.
pub(crate) const PORTION: usize = 1_024;

/// Rows that have arrived, as values.
pub struct Rows<T>(std::vec::IntoIter<T>);

impl<T> Rows<T> {
    /// The next values, at most so many; none when there are no more.
    pub fn part(&mut self, most: usize) -> Vec<T> {
        self.0.by_ref().take(most).collect()
    }
}

/// The rows of a table that a statement selects.
pub(super) async fn rows_of<E: EntityTrait<Model: Row>>(
    db: &impl ConnectionTrait,
    select: Select<E>,
) -> Result<Rows<E::Model>, StoreError> {
    let rows = db
        .query_all_raw(select.build(db.get_database_backend()))
        .await?;
    let values: Result<Vec<_>, DbErr> = rows.iter().map(model).collect();
    Ok(Rows(values?.into_iter()))
}

/// A row of a table that can be made of a row of either driver.
pub trait Row:
    FromQueryResult + for<'r> FromRow<'r, PgRow> + for<'r> FromRow<'r, SqliteRow>
{
}

impl<M> Row for M where
    M: FromQueryResult + for<'r> FromRow<'r, PgRow> + for<'r> FromRow<'r, SqliteRow>
{
}

/// A row of a table. Not as sea-orm would read it, which writes a message for each null before it takes
/// it for one: that was a tenth of a request that reads records.
fn model<M: Row>(row: &QueryResult) -> Result<M, DbErr> {
    let read = match (row.try_as_pg_row(), row.try_as_sqlite_row()) {
        (Some(row), _) => M::from_row(row),
        (_, Some(row)) => M::from_row(row),
        (None, None) => return M::from_query_result(row, ""),
    };
    read.map_err(|error| DbErr::Query(RuntimeErr::SqlxError(Arc::new(error))))
}

/// How many rows one read may bring.
#[derive(Clone, Copy, Debug)]
pub enum Limit {
    /// As many as there are: what the statement names bounds them.
    None,
    /// At most so many of what is listed.
    Of(Listed, u64),
}

impl Limit {
    /// As a statement says it: one more, by which it is seen that there are too many.
    pub(super) fn rows(self) -> i64 {
        match self {
            Self::None => i64::MAX,
            Self::Of(_, limit) => i64::try_from(limit.saturating_add(1)).unwrap_or(i64::MAX),
        }
    }

    /// Refuses a list of more rows.
    ///
    /// # Errors
    /// [`StoreError::TooMany`].
    pub fn hold(self, rows: usize) -> Result<(), StoreError> {
        match self {
            Self::Of(what, limit) if rows as u64 > limit => {
                Err(StoreError::TooMany { what, limit })
            }
            _ => Ok(()),
        }
    }
}

impl Session {
    /// The rows of a statement, each made into a value when it arrives.
    ///
    /// # Errors
    /// [`StoreError::TooMany`] past the limit; whatever is wrong with a row.
    pub(super) async fn rows<T: Send>(
        &self,
        statement: Statement,
        limit: Limit,
        decode: impl Decode<T>,
    ) -> Result<Rows<T>, StoreError> {
        let values = self.values(statement, decode).await??;
        limit.hold(values.len())?;
        Ok(Rows(values.into_iter()))
    }
}

/// The outer error is the database's, the inner one is about a row.
pub(crate) async fn decoded<T>(
    connection: &mut Driver,
    statement: &Statement,
    mut decode: impl Decode<T>,
) -> Result<Result<Vec<T>, StoreError>, DbErr> {
    let mut values = Vec::new();
    let mut portion = Vec::new();
    let mut rows = connection.stream(statement);
    loop {
        let row = rows.try_next().await?;
        let is_last = row.is_none();
        portion.extend(row);
        if !is_last && portion.len() < PORTION {
            continue;
        }
        for row in portion.drain(..) {
            match decode(&row) {
                Ok(value) => values.push(value),
                Err(error) => return Ok(Err(error)),
            }
        }
        if is_last {
            return Ok(Ok(values));
        }
        tokio::task::yield_now().await;
    }
}
