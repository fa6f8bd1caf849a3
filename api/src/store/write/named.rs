//! Genres, keywords and professions: vocabularies that are nothing but names.

use std::collections::{BTreeSet, HashMap};

use entity::vocabulary::SubjectKind;
use entity::{genre, keyword, profession};
use sea_orm::{ConnectionTrait, Statement};

use super::plain::Plain;
use super::reference::Reference;
use crate::model::fold::fold;
use crate::store::read::MOST_LISTED;
use crate::store::record::{
    Check, GenreId, GenreRecord, KeywordId, KeywordRecord, ProfessionId, ProfessionRecord,
};
use crate::store::{StoreError, dialect};

macro_rules! only_a_name {
    ($($record:ident($id:ident) = $table:ident as $kind:ident, at most $most:expr);+ $(;)?) => {$(
        impl Plain for $record {
            type Table = $table::Entity;
            const KIND: SubjectKind = SubjectKind::$kind;
            const MOST: Option<u64> = $most;

            fn key(&self) -> i64 {
                self.id.0
            }

            fn inspect(&self, check: &mut Check) {
                self.check(check);
            }

            fn references(&self) -> Vec<Reference> {
                Vec::new()
            }

            fn row(&self, _version: i32, _at: i64) -> $table::Model {
                $table::Model {
                    id: self.id.0,
                    name: self.name.clone(),
                    name_folded: fold(&self.name),
                }
            }

            // The name is all there is to it: it has no version.
            fn version(_row: &$table::Model) -> i32 {
                1
            }

            fn record(row: $table::Model) -> Result<Self, StoreError> {
                Ok(Self { id: $id(row.id), name: row.name })
            }
        }
    )+};
}

only_a_name! {
    GenreRecord(GenreId) = genre as Genre, at most Some(MOST_LISTED);
    KeywordRecord(KeywordId) = keyword as Keyword, at most None;
    ProfessionRecord(ProfessionId) = profession as Profession, at most None;
}

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
