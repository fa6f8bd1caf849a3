//! The vocabularies of the data: genres, and the countries and languages of works.

use entity::genre;
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder, QuerySelect, Statement};

use crate::StoreError;

/// The most members that a vocabulary is listed with; no more genres are written.
pub const MOST_LISTED: u64 = 1_000;

/// The genres by name.
///
/// # Errors
/// Whatever the database says.
pub async fn genres(db: &impl ConnectionTrait) -> Result<Vec<genre::Model>, StoreError> {
    let select = genre::Entity::find()
        .order_by_asc(genre::Column::NameFolded)
        .order_by_asc(genre::Column::Id)
        .limit(MOST_LISTED);
    Ok(select.all(db).await?)
}

/// The codes of the countries that works come from, in their order.
///
/// # Errors
/// Whatever the database says.
pub async fn country_codes(db: &impl ConnectionTrait) -> Result<Vec<String>, StoreError> {
    distinct(db, "work_country", "code").await
}

/// The tags of the languages that are spoken in works, in their order.
///
/// # Errors
/// Whatever the database says.
pub async fn language_tags(db: &impl ConnectionTrait) -> Result<Vec<String>, StoreError> {
    distinct(db, "work_language", "tag").await
}

/// The values of a column that leads an index: one step of the index a value, however many rows
/// have it.
async fn distinct(
    db: &impl ConnectionTrait,
    table: &str,
    column: &str,
) -> Result<Vec<String>, StoreError> {
    let sql = format!(
        "WITH RECURSIVE step (value) AS (SELECT MIN({column}) FROM {table} UNION ALL \
         SELECT (SELECT MIN({column}) FROM {table} WHERE {column} > step.value) FROM step \
         WHERE step.value IS NOT NULL) \
         SELECT value FROM step WHERE value IS NOT NULL LIMIT {MOST_LISTED}"
    );
    let rows = db
        .query_all_raw(Statement::from_string(db.get_database_backend(), sql))
        .await?;
    let values: Result<Vec<String>, _> = rows.iter().map(|row| row.try_get_by_index(0)).collect();
    Ok(values?)
}
