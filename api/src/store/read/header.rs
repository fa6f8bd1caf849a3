//! Work headers: what filters and orders ask of a work, read for a whole list at once.

use std::collections::HashMap;

use sea_orm::{ConnectionTrait, Statement};

use crate::edge::WorkHeader;
use crate::store::{StoreError, dialect};

/// The headers of these works, without genres.
///
/// # Errors
/// Whatever the database says.
pub async fn headers(
    db: &impl ConnectionTrait,
    works: &[i64],
) -> Result<HashMap<i64, WorkHeader>, StoreError> {
    let backend = db.get_database_backend();
    let among = dialect::among_sql(backend, "id", &dialect::bind(backend, 1));
    let sql = format!("SELECT id, title_folded, votes, rating, popularity FROM work WHERE {among}");
    let binds = [dialect::id_list(backend, works)];
    let rows = db
        .query_all_raw(Statement::from_sql_and_values(backend, sql, binds))
        .await?;
    let mut headers = HashMap::with_capacity(rows.len());
    for row in &rows {
        let header = WorkHeader {
            title: row.try_get_by_index(1)?,
            votes: row.try_get_by_index(2)?,
            rating: row.try_get_by_index(3)?,
            popularity: row.try_get_by_index(4)?,
            genres: Vec::new(),
        };
        headers.insert(row.try_get_by_index(0)?, header);
    }
    Ok(headers)
}
