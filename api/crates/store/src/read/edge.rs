//! The edge lists: every role of an owner, read whole from one covering index.

use edge::{Edge, UNBILLED};
use entity::vocabulary::{Certainty, Department, WorkKind};
use sea_orm::{ActiveEnum, ConnectionTrait, QueryResult, Statement};

use super::{Limit, Rows};
use crate::{Listed, Session, StoreError, dialect};

/// The columns in the order in which [`edge`] reads them. The same text on both databases; the
/// planner answers it from one range of an index or, of works on SQLite, of the table, which is in
/// their order.
const COLUMNS: &str = "id, work_id, person_id, series_id, job_id, department, work_kind, certainty, \
                       attributes, billing, released_from, released_on, released_to, series_kind";

/// The roles of each of these works.
///
/// # Errors
/// [`StoreError::TooMany`] if one read would bring more than `limit`.
pub async fn edges_of_works(
    db: &Session,
    works: &[i64],
    limit: u64,
) -> Result<Rows<Edge>, StoreError> {
    edges_by(db, "work_id", works, limit).await
}

/// The roles of each of these people.
///
/// # Errors
/// [`StoreError::TooMany`] if one read would bring more than `limit`.
pub async fn edges_of_people(
    db: &Session,
    people: &[i64],
    limit: u64,
) -> Result<Rows<Edge>, StoreError> {
    edges_by(db, "person_id", people, limit).await
}

async fn edges_by(
    db: &Session,
    column: &str,
    owners: &[i64],
    limit: u64,
) -> Result<Rows<Edge>, StoreError> {
    let backend = db.get_database_backend();
    let among = dialect::among_sql(backend, column, &dialect::bind(backend, 1));
    let last = dialect::bind(backend, 2);
    let sql = format!("SELECT {COLUMNS} FROM role WHERE {among} LIMIT {last}");
    let limit = Limit::Of(Listed::Roles, limit);
    let binds = [dialect::id_list(backend, owners), limit.rows().into()];
    let statement = Statement::from_sql_and_values(backend, sql, binds);
    db.rows(statement, limit, edge).await
}

fn edge(row: &QueryResult) -> Result<Edge, StoreError> {
    let code = |index: usize| row.try_get_by_index::<i16>(index);
    let day = |index: usize| row.try_get_by_index::<i32>(index);
    Ok(Edge {
        role: row.try_get_by_index(0)?,
        work: row.try_get_by_index(1)?,
        person: row.try_get_by_index(2)?,
        series: row.try_get_by_index(3)?,
        series_kind: series_kind(row)?,
        job: row.try_get_by_index(4)?,
        department: Department::try_from_value(&code(5)?)?,
        kind: WorkKind::try_from_value(&code(6)?)?,
        certainty: Certainty::try_from_value(&code(7)?)?,
        attributes: code(8)?,
        billing: row.try_get_by_index::<Option<i32>>(9)?.unwrap_or(UNBILLED),
        released_from: day(10)?,
        released_on: day(11)?,
        released_to: day(12)?,
    })
}

fn series_kind(row: &QueryResult) -> Result<Option<WorkKind>, StoreError> {
    let code: Option<i16> = row.try_get_by_index(13)?;
    Ok(code
        .map(|code| WorkKind::try_from_value(&code))
        .transpose()?)
}
