//! The edge lists: every role of an owner, read whole from the value that holds them.
//!
//! What one change would have to write into thousands of lists does not stand in them: whether a
//! person is denied, whose roles are in many casts, and whether a series is, whose episodes are in
//! many careers. Few are, so that it is looked up only where any is.

use std::collections::{BTreeMap, BTreeSet};

use edge::packed;
use edge::{Career, Edge};
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

/// What is read of a person for their career.
#[derive(Debug)]
pub enum CareerOrList {
    /// Their career, made ready.
    Career(Career),
    /// Their roles: they are few, or nothing is made ready of them.
    List(Vec<Edge>),
}

/// The careers of these people, or their lists; somebody without a role has neither.
///
/// # Errors
/// [`StoreError::TooMany`] if one read would bring more than `limit`.
pub async fn careers_of_people(
    db: &Session,
    people: &[i64],
    limit: u64,
) -> Result<BTreeMap<i64, CareerOrList>, StoreError> {
    let backend = db.get_database_backend();
    let any_denied = SERIES.any_denied();
    let (first, id) = dialect::ids_table(backend, &dialect::bind(backend, 1));
    let (second, _) = dialect::ids_table(backend, &dialect::bind(backend, 2));
    // Looked up one by one, which the limit keeps so: SQLite would scan a table that had few rows when
    // it was last counted. Whoever has a career is passed over before the parts of their list are
    // looked at.
    let sql = format!(
        "SELECT person_id, career, NULL, {any_denied} FROM (\
             SELECT {id} AS person_id, \
             (SELECT c.career FROM career c WHERE c.person_id = {id}) AS career \
             FROM {first} LIMIT {}) AS found WHERE career IS NOT NULL \
         UNION ALL SELECT person_id, NULL, edges, {any_denied} FROM person_edges \
         WHERE person_id IN (SELECT {id} FROM {second} WHERE NOT EXISTS (\
             SELECT 1 FROM career c WHERE c.person_id = {id} AND c.career IS NOT NULL))",
        i64::MAX,
    );
    let ids = || dialect::id_list(backend, people);
    let statement = Statement::from_sql_and_values(backend, sql, [ids(), ids()]);
    let bound = Limit::Of(Listed::Roles, limit);
    let mut seen = 0_usize;
    let read = move |row: &QueryResult| {
        let any_denied = row.try_get_by_index(3)?;
        let career: Option<Vec<u8>> = row.try_get_by_index(1)?;
        let read = match career {
            Some(bytes) => {
                let person = row.try_get_by_index(0)?;
                let career = Career::unpack(person, &bytes)?;
                seen = seen.saturating_add(career.credits());
                Either::Career(person, career, any_denied)
            }
            None => {
                let part = Part::of(
                    row.try_get_by_index(0)?,
                    row.try_get_by_index(2)?,
                    any_denied,
                )?;
                seen = seen.saturating_add(part.count);
                Either::Part(part)
            }
        };
        bound.hold(seen)?;
        Ok(read)
    };
    let (mut found, mut parts, mut in_doubt) = (BTreeMap::new(), Vec::new(), Vec::new());
    for read in db.values(statement, read).await?? {
        match read {
            Either::Part(part) => parts.push(part),
            // What is denied of a series does not stand in what is made ready of its episodes.
            Either::Career(person, career, true) if career.rolls_up() => in_doubt.push(person),
            Either::Career(person, career, _) => {
                found.insert(person, CareerOrList::Career(career));
            }
        }
    }
    let mut lists = gathered::<person_edges::Entity>(db, parts, &SERIES).await?;
    if !in_doubt.is_empty() {
        lists.extend(edges_of_people(db, &in_doubt, limit).await?);
    }
    let list = |(person, list)| (person, CareerOrList::List(list));
    found.extend(lists.into_iter().map(list));
    Ok(found)
}

enum Either {
    Career(i64, Career, bool),
    Part(Part),
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

impl LookedUp {
    /// Whether any of them is denied, as SQL. Every id is greater: by that the index of those that are
    /// denied is searched.
    fn any_denied(&self) -> String {
        let table = self.table;
        format!("EXISTS (SELECT 1 FROM {table} WHERE is_denied AND id > 0)")
    }
}

/// A part of a list, and whether anything is to be looked up.
struct Part {
    owner: i64,
    bytes: Vec<u8>,
    count: usize,
    any_denied: bool,
}

impl Part {
    fn of(owner: i64, bytes: Vec<u8>, any_denied: bool) -> Result<Self, StoreError> {
        Ok(Self {
            owner,
            count: packed::count(&bytes)?,
            bytes,
            any_denied,
        })
    }
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
    let sql = format!(
        "SELECT {owner}, {edges}, {} FROM {} WHERE {among}",
        looked_up.any_denied(),
        E::default().table_name(),
    );
    let binds = [dialect::id_list(backend, owners)];
    let statement = Statement::from_sql_and_values(backend, sql, binds);
    let limit = Limit::Of(Listed::Roles, limit);
    let mut seen = 0_usize;
    let read = move |row: &QueryResult| {
        let any_denied = row.try_get_by_index(2)?;
        let part = Part::of(
            row.try_get_by_index(0)?,
            row.try_get_by_index(1)?,
            any_denied,
        )?;
        seen = seen.saturating_add(part.count);
        limit.hold(seen)?;
        Ok(part)
    };
    let parts = db.values(statement, read).await??;
    gathered::<E>(db, parts, looked_up).await
}

/// The lists that parts make up. Their number is bounded by now, whatever a part says of itself.
async fn gathered<E: EdgeTable>(
    db: &Session,
    parts: Vec<Part>,
    looked_up: &LookedUp,
) -> Result<EdgeLists, StoreError> {
    let any_denied = parts.iter().any(|part| part.any_denied);
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
