//! Vocabularies that records refer to by name: genres, keywords, professions.

use std::collections::{BTreeSet, HashMap};

use sea_orm::{ConnectionTrait, Statement};

use crate::{StoreError, dialect};

/// The link rows of owners to a vocabulary: each owner's public id, id and names, in order.
///
/// A name is the vocabulary's own, to the letter: else the record that is read back would differ
/// from the one that was written, and every import would change it again.
pub(super) async fn linked(
    tx: &impl ConnectionTrait,
    table: &str,
    field: &str,
    owners: &[(String, i64, &[String])],
) -> Result<Vec<(i64, i64, i32)>, StoreError> {
    let names: BTreeSet<&String> = owners.iter().flat_map(|(.., names)| *names).collect();
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let names: Vec<String> = names.into_iter().cloned().collect();
    let known = ids_by_name(tx, table, &names).await?;
    let mut rows = Vec::new();
    for (public, owner, names) in owners {
        for (position, name) in (1..).zip(*names) {
            let id = known.get(name).ok_or_else(|| {
                let reason = format!("there is no {table} written \"{name}\"");
                StoreError::invalid(public.clone(), field, reason)
            })?;
            rows.push((*owner, *id, position));
        }
    }
    Ok(rows)
}

pub(super) async fn ids_by_name(
    tx: &impl ConnectionTrait,
    table: &str,
    names: &[String],
) -> Result<HashMap<String, i64>, StoreError> {
    let backend = tx.get_database_backend();
    let among = dialect::among_sql(backend, "name", &dialect::bind(backend, 1));
    let sql = format!("SELECT name, id FROM {table} WHERE {among}");
    let binds = [dialect::text_list(backend, names)];
    let rows = tx
        .query_all_raw(Statement::from_sql_and_values(backend, sql, binds))
        .await?;
    let mut ids = HashMap::with_capacity(rows.len());
    for row in &rows {
        ids.insert(row.try_get_by_index(0)?, row.try_get_by_index(1)?);
    }
    Ok(ids)
}

/// The names of a table's records, by how they are folded: those that differ from what was asked in
/// case and accents alone.
pub(super) async fn names_by_folded(
    tx: &impl ConnectionTrait,
    table: &str,
    folded: &[String],
) -> Result<HashMap<String, String>, StoreError> {
    let mut names = HashMap::new();
    if folded.is_empty() {
        return Ok(names);
    }
    let backend = tx.get_database_backend();
    let among = dialect::among_sql(backend, "name_folded", &dialect::bind(backend, 1));
    let sql = format!("SELECT name_folded, name FROM {table} WHERE {among} ORDER BY id");
    let binds = [dialect::text_list(backend, folded)];
    let rows = tx
        .query_all_raw(Statement::from_sql_and_values(backend, sql, binds))
        .await?;
    for row in &rows {
        let name = row.try_get_by_index(1)?;
        names.entry(row.try_get_by_index(0)?).or_insert(name);
    }
    Ok(names)
}
