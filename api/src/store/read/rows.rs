//! Rows that are read from the database whole, and made into values part by part: a long list takes
//! a while, and its reader decides what may be done in between.

use sea_orm::{ConnectionTrait, EntityTrait, FromQueryResult, QueryResult, QueryTrait, Select};

use crate::store::StoreError;

type Decode<T> = fn(&QueryResult) -> Result<T, StoreError>;

/// Rows that have arrived.
pub struct Rows<T> {
    left: std::vec::IntoIter<QueryResult>,
    decode: Decode<T>,
}

impl<T> Rows<T> {
    pub(super) fn new(rows: Vec<QueryResult>, decode: Decode<T>) -> Self {
        Self {
            left: rows.into_iter(),
            decode,
        }
    }

    /// The next values, at most so many; none when there are no more.
    ///
    /// # Errors
    /// Whatever is wrong with a row.
    pub fn part(&mut self, most: usize) -> Result<Vec<T>, StoreError> {
        let rows = self.left.by_ref().take(most);
        rows.map(|row| (self.decode)(&row)).collect()
    }
}

/// The rows of a table that a statement selects.
pub(super) async fn rows_of<E: EntityTrait>(
    db: &impl ConnectionTrait,
    select: Select<E>,
) -> Result<Rows<E::Model>, StoreError> {
    let rows = db
        .query_all_raw(select.build(db.get_database_backend()))
        .await?;
    Ok(Rows::new(rows, |row| {
        Ok(E::Model::from_query_result(row, "")?)
    }))
}
