//! Finding records by what people know them by: names and other authorities' identifiers.

use std::collections::HashMap;

use entity::vocabulary::{ExternalAuthority, ExternalSpace, SubjectKind};
use entity::{external_id, genre, job};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement, Value};

use crate::store::{StoreError, dialect};

/// The works with this folded title, original title or other title, `limit` at most.
///
/// # Errors
/// Whatever the database says.
pub async fn find_works_named(
    db: &impl ConnectionTrait,
    folded: &str,
    limit: u64,
) -> Result<Vec<i64>, StoreError> {
    find_named(
        db,
        ("work", "id", "title_folded"),
        ("title", "work_id", "text_folded"),
        folded,
        limit,
    )
    .await
}

/// The people with this folded name or other name, `limit` at most.
///
/// # Errors
/// Whatever the database says.
pub async fn find_people_named(
    db: &impl ConnectionTrait,
    folded: &str,
    limit: u64,
) -> Result<Vec<i64>, StoreError> {
    find_named(
        db,
        ("person", "id", "name_folded"),
        ("person_name", "person_id", "name_folded"),
        folded,
        limit,
    )
    .await
}

/// Two index look-ups in one statement; UNION drops a record found by both.
async fn find_named(
    db: &impl ConnectionTrait,
    own: (&str, &str, &str),
    other: (&str, &str, &str),
    folded: &str,
    limit: u64,
) -> Result<Vec<i64>, StoreError> {
    let backend = db.get_database_backend();
    let bind = |number| dialect::bind(backend, number);
    let sql = format!(
        "SELECT {} FROM {} WHERE {} = {} UNION SELECT {} FROM {} WHERE {} = {} ORDER BY 1 LIMIT {}",
        own.1,
        own.0,
        own.2,
        bind(1),
        other.1,
        other.0,
        other.2,
        bind(2),
        bind(3),
    );
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let binds: [Value; 3] = [folded.into(), folded.into(), limit.into()];
    let rows = db
        .query_all_raw(Statement::from_sql_and_values(backend, sql, binds))
        .await?;
    let ids: Result<Vec<i64>, _> = rows.iter().map(|row| row.try_get_by_index(0)).collect();
    Ok(ids?)
}

/// An identifier of another authority.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExternalKey {
    /// Who gave it out.
    pub authority: ExternalAuthority,
    /// The identifier in canonical form.
    pub value: String,
    /// The number spaces to look in; empty means all.
    pub spaces: Vec<ExternalSpace>,
}

/// The records of a kind that an authority calls so: more than one only where the authority counts
/// kinds apart and no space was named.
///
/// # Errors
/// Whatever the database says.
pub async fn find_by_external(
    db: &impl ConnectionTrait,
    subject: SubjectKind,
    key: &ExternalKey,
) -> Result<Vec<i64>, StoreError> {
    let mut select = external_id::Entity::find()
        .filter(external_id::COLUMN.authority.eq(key.authority))
        .filter(external_id::COLUMN.value.eq(key.value.as_str()))
        .filter(external_id::COLUMN.subject_kind.eq(subject));
    if !key.spaces.is_empty() {
        select = select.filter(external_id::Column::Space.is_in(key.spaces.iter().copied()));
    }
    let rows = select.all(db).await?;
    Ok(rows.into_iter().map(|row| row.subject_id).collect())
}

/// The ids of genres by folded name; a name that no genre has is not in the answer.
///
/// # Errors
/// Whatever the database says.
pub async fn genres_named(
    db: &impl ConnectionTrait,
    folded: &[String],
) -> Result<HashMap<String, i64>, StoreError> {
    let among = dialect::among_texts(db.get_database_backend(), "name_folded", folded);
    let rows = genre::Entity::find().filter(among).all(db).await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.name_folded, row.id))
        .collect())
}

/// The ids of jobs by name; a name that no job has is not in the answer.
///
/// # Errors
/// Whatever the database says.
pub async fn jobs_named(
    db: &impl ConnectionTrait,
    names: &[String],
) -> Result<HashMap<String, i64>, StoreError> {
    let among = dialect::among_texts(db.get_database_backend(), "name", names);
    let rows = job::Entity::find().filter(among).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.name, row.id)).collect())
}
