//! Keeping the edge lists of works and people as their roles are, and as the works are.
//!
//! What moved is noted while a transaction writes, and written once, before it commits: from what the
//! tables hold then, so that a list never says anything else.

use std::collections::{BTreeMap, BTreeSet};

use edge::packed::{FIRST, Part, is_long};
use edge::{Edge, UNBILLED};
use entity::role::WORK_DENIED;
use entity::vocabulary::{Certainty, Department, WorkKind};
use entity::{person_edges, work_edges};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveEnum, ConnectionTrait, IntoActiveModel, QueryResult, Statement};

use super::WriteTransaction;
use super::parts::delete_keys;
use crate::StoreError;
use crate::dialect::{self, Key, KeyTable, bind_keys};
use crate::edges::EdgeTable;
use crate::transaction::Transaction;

/// Pairs of a work and a person whose edges are written together.
const PAIRS: usize = 4_000;

/// Pairs and works that are held before they are written.
const MOST_MOVED: usize = 20_000;

/// Parts of lists that one statement writes.
const PARTS: usize = 500;

/// What moved in edge lists.
#[derive(Default)]
pub(super) struct EdgesMoved {
    /// Works and people between which roles came, changed or went.
    pairs: BTreeSet<(i64, i64)>,
    /// Works of which something changed that stands in the edges to them.
    works: BTreeSet<i64>,
}

/// The edges between owners of a kind and what stands at their other ends, as they are now.
type Now = BTreeMap<i64, BTreeMap<i64, Vec<Edge>>>;

impl EdgesMoved {
    /// Whether so much moved that it is to be written, so that a long transaction does not hold it
    /// all in memory.
    pub(super) fn are_many(&self) -> bool {
        self.pairs.len() + self.works.len() >= MOST_MOVED
    }

    /// A role between these came, changed or went.
    pub(super) fn between(&mut self, work: i64, person: i64) {
        self.pairs.insert((work, person));
    }

    /// The kind, the series or the date of a work changed, or whether it is denied.
    pub(super) fn of_work(&mut self, work: i64) {
        self.works.insert(work);
    }
}

impl WriteTransaction {
    /// The edges of some roles as they are now.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn edges_of_roles(&self, ids: &[i64]) -> Result<Vec<Edge>, StoreError> {
        let backend = self.tx.get_database_backend();
        let among = dialect::among_sql(backend, "r.id", &dialect::bind(backend, 1));
        let sql =
            format!("SELECT {COLUMNS} FROM role r JOIN work w ON w.id = r.work_id WHERE {among}");
        let binds = [dialect::id_list(backend, ids)];
        let statement = Statement::from_sql_and_values(backend, sql, binds);
        let rows = self.tx.query_all_raw(statement).await?;
        rows.iter().map(edge).collect()
    }

    /// Notes the roles that are about to go.
    pub(super) async fn roles_go(&mut self, ids: &[i64]) -> Result<(), StoreError> {
        let backend = self.tx.get_database_backend();
        let among = dialect::among_sql(backend, "id", &dialect::bind(backend, 1));
        let sql = format!("SELECT work_id, person_id FROM role WHERE {among}");
        let pairs = pairs(&self.tx, sql, ids).await?;
        self.edges.pairs.extend(pairs);
        Ok(())
    }

    /// Writes the lists in which something moved.
    pub(super) async fn write_edge_lists(&mut self) -> Result<(), StoreError> {
        let EdgesMoved {
            pairs: moved,
            works,
        } = std::mem::take(&mut self.edges);
        let mut moved: Vec<(i64, i64)> = moved.into_iter().collect();
        if !works.is_empty() {
            let works: Vec<i64> = works.into_iter().collect();
            let backend = self.tx.get_database_backend();
            let among = dialect::among_sql(backend, "work_id", &dialect::bind(backend, 1));
            let sql = format!("SELECT DISTINCT work_id, person_id FROM role WHERE {among}");
            moved.extend(pairs(&self.tx, sql, &works).await?);
            moved.sort_unstable();
            moved.dedup();
        }
        for moved in moved.chunks(PAIRS) {
            let edges = edges_between(&self.tx, moved).await?;
            let (mut of_works, mut of_people) = (Now::new(), Now::new());
            for (work, person) in moved {
                of_works
                    .entry(*work)
                    .or_default()
                    .entry(*person)
                    .or_default();
                of_people
                    .entry(*person)
                    .or_default()
                    .entry(*work)
                    .or_default();
            }
            for edge in edges {
                put(&mut of_works, edge.work, edge.person, edge);
                put(&mut of_people, edge.person, edge.work, edge);
            }
            write::<work_edges::Entity>(&self.tx, of_works).await?;
            let people: Vec<i64> = of_people.keys().copied().collect();
            let long = write::<person_edges::Entity>(&self.tx, of_people).await?;
            self.careers_lapse(people, &long).await?;
        }
        Ok(())
    }
}

fn put(now: &mut Now, owner: i64, other: i64, edge: Edge) {
    let of_owner = now.entry(owner).or_default();
    of_owner.entry(other).or_default().push(edge);
}

async fn pairs(tx: &Transaction, sql: String, ids: &[i64]) -> Result<Vec<(i64, i64)>, StoreError> {
    let backend = tx.get_database_backend();
    let binds = [dialect::id_list(backend, ids)];
    let statement = Statement::from_sql_and_values(backend, sql, binds);
    let rows = tx.query_all_raw(statement).await?;
    let pair = |row: &QueryResult| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?));
    rows.iter().map(pair).collect()
}

/// What [`edge`] reads, of a role `r` and its work `w`.
pub(super) const COLUMNS: &str = "r.id, r.work_id, r.person_id, r.job_id, r.department, r.certainty, \
                       r.attributes, r.billing, w.kind, w.series_id, w.is_denied, \
                       w.released_from, w.released_on, w.released_to";

/// The edges between these works and people.
async fn edges_between(tx: &Transaction, pairs: &[(i64, i64)]) -> Result<Vec<Edge>, StoreError> {
    let backend = tx.get_database_backend();
    let KeyTable {
        source,
        columns,
        binds,
        ..
    } = bind_keys(backend, &keys(pairs));
    let join = dialect::join_in_order(backend);
    let sql = format!(
        "SELECT {COLUMNS} FROM {source} \
         {join} role r ON r.work_id = {} AND r.person_id = {} \
         {join} work w ON w.id = r.work_id",
        columns[0], columns[1]
    );
    let statement = Statement::from_sql_and_values(backend, sql, binds);
    let rows = tx.query_all_raw(statement).await?;
    rows.iter().map(edge).collect()
}

fn keys(pairs: &[(i64, i64)]) -> Vec<Vec<Key>> {
    let key = |(first, second): &(i64, i64)| vec![Key::Number(*first), Key::Number(*second)];
    pairs.iter().map(key).collect()
}

pub(super) fn edge(row: &QueryResult) -> Result<Edge, StoreError> {
    let code = |index: usize| row.try_get_by_index::<i16>(index);
    let day = |index: usize| row.try_get_by_index::<i32>(index);
    let of_work = match row.try_get_by_index(10)? {
        true => WORK_DENIED,
        false => 0,
    };
    Ok(Edge {
        role: row.try_get_by_index(0)?,
        work: row.try_get_by_index(1)?,
        person: row.try_get_by_index(2)?,
        job: row.try_get_by_index(3)?,
        department: Department::try_from_value(&code(4)?)?,
        certainty: Certainty::try_from_value(&code(5)?)?,
        attributes: code(6)? | of_work,
        billing: row.try_get_by_index::<Option<i32>>(7)?.unwrap_or(UNBILLED),
        kind: WorkKind::try_from_value(&code(8)?)?,
        series: row.try_get_by_index(9)?,
        released_from: day(11)?,
        released_on: day(12)?,
        released_to: day(13)?,
    })
}

/// Writes the parts of lists of a kind in which edges moved; gives the owners of those that are seen to
/// have several.
async fn write<E: EdgeTable>(tx: &Transaction, now: Now) -> Result<BTreeSet<i64>, StoreError> {
    let mut long = BTreeSet::new();
    let mut before = parts::<E>(tx, &now).await?;
    let (mut gone, mut written) = (Vec::new(), Vec::new());
    for (owner, now) in now {
        let of = E::owner(owner);
        let parts = before.remove(&owner).unwrap_or_default();
        // Where a part begins, with the edges that are to stand in it.
        let mut by_part: BTreeMap<i64, BTreeMap<i64, Vec<Edge>>> = BTreeMap::new();
        for (other, edges) in now {
            let part = parts.range(..=other).next_back();
            let from = part.map_or(FIRST, |(from, _)| *from);
            by_part.entry(from).or_default().insert(other, edges);
        }
        for (from, now) in by_part {
            let was = parts.get(&from);
            let mut edges: Vec<Edge> = now.values().flatten().copied().collect();
            let parts = match was {
                Some(edges_of_part) => {
                    let part = Part {
                        from,
                        edges: edges_of_part.clone(),
                    };
                    of.edited(&part, |other| now.contains_key(&other), &edges)?
                }
                None => {
                    of.sort(&mut edges);
                    of.parts(from, &edges)
                }
            };
            if is_long(&parts) {
                long.insert(owner);
            }
            let is_empty = parts.iter().all(Part::is_empty);
            if is_empty && was.is_some() {
                gone.push((owner, from));
            }
            if !is_empty {
                let changed = parts
                    .into_iter()
                    .filter(|part| part.from != from || Some(&part.edges) != was);
                written.extend(changed.map(|part| E::row(owner, part)));
            }
        }
    }
    delete::<E>(tx, &gone).await?;
    store::<E>(tx, written).await?;
    Ok(long)
}

/// The parts in which the edges between owners and other ends stand, or would: by owner, by where
/// they begin.
async fn parts<E: EdgeTable>(
    tx: &Transaction,
    now: &Now,
) -> Result<BTreeMap<i64, BTreeMap<i64, Vec<u8>>>, StoreError> {
    let backend = tx.get_database_backend();
    let others = |(owner, others): (&i64, &BTreeMap<i64, Vec<Edge>>)| {
        let owner = *owner;
        let pair = move |other: &i64| (owner, *other);
        others.keys().map(pair).collect::<Vec<_>>()
    };
    let pairs: Vec<(i64, i64)> = now.iter().flat_map(others).collect();
    let KeyTable {
        source,
        columns,
        binds,
        ..
    } = bind_keys(backend, &keys(&pairs));
    let (table, owner) = (E::default(), dialect::name(&E::OWNER));
    let (table, from) = (table.table_name(), dialect::name(&E::FROM));
    let edges = dialect::name(&E::EDGES);
    let (asked_owner, asked_other) = (&columns[0], &columns[1]);
    let sql = format!(
        "SELECT t.{owner}, t.{from}, t.{edges} FROM (
           SELECT DISTINCT {asked_owner} AS owner, (
             SELECT MAX(p.{from}) FROM {table} p
             WHERE p.{owner} = {asked_owner} AND p.{from} <= {asked_other}) AS part
           FROM {source}) AS found
         JOIN {table} t ON t.{owner} = found.owner AND t.{from} = found.part"
    );
    let statement = Statement::from_sql_and_values(backend, sql, binds);
    let mut parts: BTreeMap<i64, BTreeMap<i64, Vec<u8>>> = BTreeMap::new();
    for row in tx.query_all_raw(statement).await? {
        let of_owner = parts.entry(row.try_get_by_index(0)?).or_default();
        of_owner.insert(row.try_get_by_index(1)?, row.try_get_by_index(2)?);
    }
    Ok(parts)
}

pub(super) async fn delete<E: EdgeTable>(
    tx: &Transaction,
    gone: &[(i64, i64)],
) -> Result<(), StoreError> {
    let names = [dialect::name(&E::OWNER), dialect::name(&E::FROM)];
    delete_keys(tx, E::default().table_name(), &names, &keys(gone)).await
}

pub(super) async fn store<E: EdgeTable>(
    tx: &Transaction,
    rows: Vec<E::Model>,
) -> Result<(), StoreError> {
    let mut rows = rows
        .into_iter()
        .map(IntoActiveModel::into_active_model)
        .peekable();
    while rows.peek().is_some() {
        let chunk: Vec<E::ActiveModel> = rows.by_ref().take(PARTS).collect();
        let mut update = OnConflict::columns([E::OWNER, E::FROM]);
        update.update_column(E::EDGES);
        E::insert_many(chunk)
            .on_conflict(update)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}
