//! Lists that belong to a record: of those that a change leaves as they are nothing is written, and of
//! the others only the rows that differ.

use std::collections::BTreeSet;

use entity::record_source;
use entity::vocabulary::RecordKind;
use record::SourceId;
use sea_orm::{
    ConnectionTrait, EntityTrait, Iden, IntoActiveModel, Iterable, ModelTrait, PrimaryKeyToColumn,
    Statement,
};

use super::put::Changed;
use super::subject::insert_all;
use crate::StoreError;
use crate::dialect::{Key, KeyTable, bind_keys, key_of};

/// The rows of an owner's list before and after.
pub(super) type Rows<M> = (Vec<M>, Vec<M>);

/// The rows of a list of each record in which that list differs.
pub(super) fn rows_that_differ<'a, R, T: PartialEq + ?Sized + 'a, M>(
    changed: &'a [Changed<'a, R>],
    list: impl Fn(&'a R) -> &'a T,
    rows: impl Fn(&'a R) -> Vec<M>,
) -> Vec<Rows<M>> {
    let differs = |&&(before, after, _): &&Changed<'a, R>| before.map(&list) != Some(list(after));
    let both =
        |&(before, after, _): &Changed<'a, R>| (before.map(&rows).unwrap_or_default(), rows(after));
    changed.iter().filter(differs).map(both).collect()
}

/// Writes lists: deletes the rows that are no longer as they were, and inserts those that are as they
/// were not. Rows are compared place by place.
pub(super) async fn store_rows<E>(
    tx: &impl ConnectionTrait,
    lists: Vec<Rows<E::Model>>,
) -> Result<(), StoreError>
where
    E: EntityTrait<Model: PartialEq + IntoActiveModel<E::ActiveModel>>,
{
    let (mut gone, mut new) = (Vec::new(), Vec::new());
    for (before, after) in lists {
        let mut before = before.into_iter();
        for row in after {
            let was = before.next();
            if was.as_ref() != Some(&row) {
                gone.extend(was);
                new.push(row);
            }
        }
        gone.extend(before);
    }
    delete_rows::<E>(tx, &gone).await?;
    insert_all::<E, _>(tx, new).await
}

/// Deletes rows, by their primary key.
async fn delete_rows<E: EntityTrait>(
    tx: &impl ConnectionTrait,
    rows: &[E::Model],
) -> Result<(), StoreError> {
    let key: Vec<E::Column> = E::PrimaryKey::iter()
        .map(PrimaryKeyToColumn::into_column)
        .collect();
    let of_row = |row: &E::Model| -> Vec<Key> {
        key.iter().map(|column| key_of(row.get(*column))).collect()
    };
    let keys: Vec<Vec<Key>> = rows.iter().map(of_row).collect();
    let names: Vec<String> = key.iter().map(Iden::to_string).collect();
    delete_keys(tx, E::default().table_name(), &names, &keys).await
}

/// Deletes the rows of a table that have these keys in these columns.
pub(super) async fn delete_keys(
    tx: &impl ConnectionTrait,
    table: &str,
    names: &[String],
    keys: &[Vec<Key>],
) -> Result<(), StoreError> {
    if keys.is_empty() {
        return Ok(());
    }
    let backend = tx.get_database_backend();
    let KeyTable {
        source,
        columns,
        binds,
        ..
    } = bind_keys(backend, keys);
    let sql = format!(
        "DELETE FROM {table} WHERE ({}) IN (SELECT {} FROM {source})",
        names.join(", "),
        columns.join(", ")
    );
    tx.execute_raw(Statement::from_sql_and_values(backend, sql, binds))
        .await?;
    Ok(())
}

/// Writes the sources of records, where they differ.
pub(super) async fn store_sources<'a, R>(
    tx: &impl ConnectionTrait,
    kind: RecordKind,
    changed: &'a [Changed<'a, R>],
    of: impl Fn(&'a R) -> Option<(i64, &'a BTreeSet<SourceId>)>,
) -> Result<(), StoreError> {
    let rows = |record: &'a R| -> Vec<record_source::Model> {
        let Some((id, sources)) = of(record) else {
            return Vec::new();
        };
        let row = |source: &SourceId| record_source::Model {
            subject_kind: kind,
            subject_id: id,
            source_id: source.0,
        };
        sources.iter().map(row).collect()
    };
    let both =
        |&(before, after, _): &Changed<'a, R>| (before.map(&rows).unwrap_or_default(), rows(after));
    store_rows::<record_source::Entity>(tx, changed.iter().map(both).collect()).await
}

/// A record that names members of a vocabulary: its public id, its id, and the names.
type Naming<'a> = (String, i64, &'a [String]);

/// The names of vocabularies that a record holds in a field, for those in which they differ: the
/// record's public id, its id, and the names; and the ids of those that had others before.
pub(super) fn names_that_differ<'a, R>(
    changed: &'a [Changed<'a, R>],
    id: impl Fn(&R) -> (String, i64),
    names: impl Fn(&'a R) -> &'a Vec<String>,
) -> (Vec<Naming<'a>>, Vec<i64>) {
    let (mut owners, mut had) = (Vec::new(), Vec::new());
    for &(before, after, _) in changed {
        let was = before.map(&names);
        if was == Some(names(after)) {
            continue;
        }
        let (public, id) = id(after);
        if was.is_some_and(|names| !names.is_empty()) {
            had.push(id);
        }
        owners.push((public, id, names(after).as_slice()));
    }
    (owners, had)
}
