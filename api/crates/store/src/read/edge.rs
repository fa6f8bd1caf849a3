//! The edge lists: every role of an owner, read whole from the value that holds them.
//!
//! What one change would have to write into thousands of lists does not stand in them: whether a
//! person is denied, whose roles are in many casts, and whether a series is, whose episodes are in
//! many careers. Few are, so that it is looked up only where any is.

use std::collections::{BTreeMap, BTreeSet};

use edge::Edge;
use edge::packed;
use entity::role::{PERSON_DENIED, WORK_DENIED};
use entity::{person_edges, work_edges};
use sea_orm::{ConnectionTrait, QueryResult, Statement};

use super::Limit;
use crate::edges::EdgeTable;
use crate::{Listed, Session, StoreError, dialect};

/// The lists of some owners; one without a role has none.
pub type EdgeLists = BTreeMap<i64, Vec<Edge>>;

/// The roles of each of these works.
///
/// # Errors
/// [`StoreError::TooMany`] if one read would bring more than `limit`.
pub async fn edges_of_works(
    db: &Session,
    works: &[i64],
    limit: u64,
) -> Result<EdgeLists, StoreError> {
    lists::<work_edges::Entity>(db, works, limit, &PEOPLE).await
}

/// The roles of each of these people.
///
/// # Errors
/// [`StoreError::TooMany`] if one read would bring more than `limit`.
pub async fn edges_of_people(
    db: &Session,
    people: &[i64],
    limit: u64,
) -> Result<EdgeLists, StoreError> {
    lists::<person_edges::Entity>(db, people, limit, &SERIES).await
}

/// What is looked up of edges, where any record of a table is denied.
struct LookedUp {
    table: &'static str,
    bit: i16,
    of: fn(&Edge) -> Option<i64>,
}

const PEOPLE: LookedUp = LookedUp {
    table: "person",
    bit: PERSON_DENIED,
    of: |edge| Some(edge.person),
};

const SERIES: LookedUp = LookedUp {
    table: "work",
    bit: WORK_DENIED,
    of: |edge| edge.series,
};

/// A part of a list, and whether anything is to be looked up.
struct Read {
    owner: i64,
    bytes: Vec<u8>,
    count: usize,
    any_denied: bool,
}

async fn lists<E: EdgeTable>(
    db: &Session,
    owners: &[i64],
    limit: u64,
    looked_up: &LookedUp,
) -> Result<EdgeLists, StoreError> {
    let backend = db.get_database_backend();
    let (owner, edges) = (dialect::name(&E::OWNER), dialect::name(&E::EDGES));
    let among = dialect::among_sql(backend, &owner, &dialect::bind(backend, 1));
    // Every id is greater: by that the index of those that are denied is searched.
    let sql = format!(
        "SELECT {owner}, {edges}, EXISTS (SELECT 1 FROM {} WHERE is_denied AND id > 0) FROM {} WHERE {among}",
        looked_up.table,
        E::default().table_name(),
    );
    let binds = [dialect::id_list(backend, owners)];
    let statement = Statement::from_sql_and_values(backend, sql, binds);
    let limit = Limit::Of(Listed::Roles, limit);
    let mut seen = 0_usize;
    let read = move |row: &QueryResult| {
        let (owner, bytes): (i64, Vec<u8>) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        let count = packed::count(&bytes)?;
        seen = seen.saturating_add(count);
        limit.hold(seen)?;
        Ok(Read {
            owner,
            bytes,
            count,
            any_denied: row.try_get_by_index(2)?,
        })
    };
    let parts = db.values(statement, read).await??;
    let any_denied = parts.iter().any(|part| part.any_denied);
    // The count is bounded by now, whatever a part says of itself.
    let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
    for part in &parts {
        *counts.entry(part.owner).or_default() += part.count;
    }
    let mut lists = EdgeLists::new();
    for part in parts {
        let count = counts.get(&part.owner).copied().unwrap_or_default();
        let list = lists.entry(part.owner);
        let list = list.or_insert_with(|| Vec::with_capacity(count));
        E::owner(part.owner).unpack_into(list, &part.bytes)?;
    }
    if any_denied {
        look_up(db, &mut lists, looked_up).await?;
    }
    Ok(lists)
}

async fn look_up(
    db: &Session,
    lists: &mut EdgeLists,
    LookedUp { table, bit, of }: &LookedUp,
) -> Result<(), StoreError> {
    let named: BTreeSet<i64> = lists.values().flatten().filter_map(of).collect();
    let named: Vec<i64> = named.into_iter().collect();
    let backend = db.get_database_backend();
    let among = dialect::among_sql(backend, "id", &dialect::bind(backend, 1));
    let sql = format!("SELECT id FROM {table} WHERE is_denied AND {among}");
    let binds = [dialect::id_list(backend, &named)];
    let statement = Statement::from_sql_and_values(backend, sql, binds);
    let id = |row: &QueryResult| Ok(row.try_get_by_index::<i64>(0)?);
    let denied = db.values(statement, id).await??;
    let denied: BTreeSet<i64> = denied.into_iter().collect();
    for edge in lists.values_mut().flatten() {
        if of(edge).is_some_and(|id| denied.contains(&id)) {
            edge.attributes |= bit;
        }
    }
    Ok(())
}
