//! Work headers: what filters and orders ask of a work, read for a whole list at once.

use edge::WorkHeader;
use entity::vocabulary::WorkKind;
use sea_orm::{ActiveEnum, ConnectionTrait, QueryResult, Statement};

use super::{Limit, Rows};
use crate::{Session, StoreError, dialect};

/// How much is known of a work: how many of these a row has.
const KNOWN: &str = "CAST((CASE WHEN released_on = 2147483647 THEN 0 ELSE 1 END) \
                     + (CASE WHEN runtime_minutes IS NULL THEN 0 ELSE 1 END) \
                     + (CASE WHEN original_language IS NULL THEN 0 ELSE 1 END) \
                     + (CASE WHEN budget_amount IS NULL THEN 0 ELSE 1 END) \
                     + (CASE WHEN rating IS NULL THEN 0 ELSE 1 END) \
                     + (CASE WHEN popularity IS NULL THEN 0 ELSE 1 END) AS SMALLINT)";

/// The headers of these works, each with the work's id; a work that is not there has none.
///
/// # Errors
/// Whatever the database says.
pub async fn headers(db: &Session, works: &[i64]) -> Result<Rows<(i64, WorkHeader)>, StoreError> {
    let backend = db.get_database_backend();
    let among = dialect::among_sql(backend, "id", &dialect::bind(backend, 1));
    let sql = format!(
        "SELECT id, title_folded, votes, rating, popularity, {KNOWN}, kind FROM work WHERE {among}"
    );
    let binds = [dialect::id_list(backend, works)];
    let statement = Statement::from_sql_and_values(backend, sql, binds);
    db.rows(statement, Limit::None, header).await
}

fn header(row: &QueryResult) -> Result<(i64, WorkHeader), StoreError> {
    let header = WorkHeader {
        title: row.try_get_by_index(1)?,
        votes: row.try_get_by_index(2)?,
        rating: row.try_get_by_index(3)?,
        popularity: row.try_get_by_index(4)?,
        known: row.try_get_by_index(5)?,
        kind: Some(WorkKind::try_from_value(&row.try_get_by_index(6)?)?),
    };
    Ok((row.try_get_by_index(0)?, header))
}

/// The genres of these works, each with the work's id, in the order in which a work has them.
///
/// # Errors
/// Whatever the database says.
pub async fn genres_of_works(db: &Session, works: &[i64]) -> Result<Rows<(i64, i64)>, StoreError> {
    let backend = db.get_database_backend();
    let among = dialect::among_sql(backend, "work_id", &dialect::bind(backend, 1));
    let sql = format!(
        "SELECT work_id, genre_id FROM work_genre WHERE {among} ORDER BY position, genre_id"
    );
    let binds = [dialect::id_list(backend, works)];
    let statement = Statement::from_sql_and_values(backend, sql, binds);
    let link = |row: &QueryResult| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?));
    db.rows(statement, Limit::None, link).await
}
