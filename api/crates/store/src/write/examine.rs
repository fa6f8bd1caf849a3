//! Comparing edge lists with the roles and works that they are made from, and making them anew.

use std::collections::{BTreeMap, BTreeSet};

use edge::Edge;
use edge::packed::{FIRST, Owner, Part, is_long};
use entity::{person_edges, work_edges};
use sea_orm::{ConnectionTrait, QueryResult, Statement};

use super::WriteTransaction;
use super::edge_lists::{COLUMNS, delete, edge, store};
use crate::edges::EdgeTable;
use crate::{StoreError, dialect};

/// Owners whose lists are compared together.
const OWNERS: usize = 500;

/// Whose edge lists are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListsOf {
    /// Those of works.
    Works,
    /// Those of people.
    People,
}

/// What a comparison of some lists found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Examined {
    /// How many lists were compared.
    pub lists: u64,
    /// How many edges there are to be in them.
    pub edges: u64,
    /// The owners whose lists say something else.
    pub wrong: Vec<i64>,
    /// The last owner; none where there are no more.
    pub last: Option<i64>,
}

impl WriteTransaction {
    /// Compares the next some hundred lists behind an owner with what the tables say, and makes those
    /// anew that say something else.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn examine_edge_lists(
        &mut self,
        of: ListsOf,
        after: i64,
    ) -> Result<Examined, StoreError> {
        match of {
            ListsOf::Works => {
                let (examined, _) = self.examine::<work_edges::Entity>(after).await?;
                Ok(examined)
            }
            ListsOf::People => {
                let (examined, lists) = self.examine::<person_edges::Entity>(after).await?;
                self.examine_careers(examined, &lists).await
            }
        }
    }

    /// Adds the people whose careers, made ready beside their lists, say something else than these.
    async fn examine_careers(
        &mut self,
        mut examined: Examined,
        lists: &BTreeMap<i64, Vec<Edge>>,
    ) -> Result<Examined, StoreError> {
        let people: Vec<i64> = lists.keys().copied().collect();
        let parts = self.parts_of::<person_edges::Entity>(&people).await?;
        let long = parts.iter().filter(|(_, parts)| is_long(parts));
        let long = long.map(|(person, _)| *person).collect();
        let differ = self.careers_that_differ(lists, &long).await?;
        let wrong: BTreeSet<i64> = examined.wrong.iter().copied().chain(differ).collect();
        if !wrong.is_empty() {
            self.careers_lapse(wrong.iter().copied(), &long).await?;
            self.keeps = true;
        }
        examined.wrong = wrong.into_iter().collect();
        Ok(examined)
    }

    /// The lists as they are to be go with what was found.
    async fn examine<E: EdgeTable>(
        &mut self,
        after: i64,
    ) -> Result<(Examined, BTreeMap<i64, Vec<Edge>>), StoreError> {
        let owners = self.owners::<E>(after).await?;
        let mut now = self.edges_of::<E>(&owners).await?;
        let mut before = self.parts_of::<E>(&owners).await?;
        let mut examined = Examined {
            lists: owners.len() as u64,
            last: owners.last().copied(),
            ..Examined::default()
        };
        let (mut gone, mut written) = (Vec::new(), Vec::new());
        let mut lists = BTreeMap::new();
        for owner in owners {
            let of = E::owner(owner);
            let mut edges = now.remove(&owner).unwrap_or_default();
            of.sort(&mut edges);
            examined.edges += edges.len() as u64;
            let parts = before.remove(&owner).unwrap_or_default();
            if says(of, &parts).as_ref() != Some(&edges) {
                examined.wrong.push(owner);
                gone.extend(parts.iter().map(|part| (owner, part.from)));
                if !edges.is_empty() {
                    let parts = of.parts(FIRST, &edges).into_iter();
                    written.extend(parts.map(|part| E::row(owner, part)));
                }
            }
            lists.insert(owner, edges);
        }
        if !examined.wrong.is_empty() {
            delete::<E>(&self.tx, &gone).await?;
            store::<E>(&self.tx, written).await?;
            self.keeps = true;
        }
        Ok((examined, lists))
    }

    async fn owners<E: EdgeTable>(&self, after: i64) -> Result<Vec<i64>, StoreError> {
        let owner = dialect::name(&E::OWNER);
        let next = |table: &&str| {
            format!(
                "SELECT owner FROM (SELECT DISTINCT {owner} AS owner FROM {table} \
                 WHERE {owner} > {after} ORDER BY {owner} LIMIT {OWNERS}) AS next_of_{table}"
            )
        };
        let next: Vec<String> = E::TABLES.iter().map(next).collect();
        let next = next.join(" UNION ");
        let sql = format!("{next} ORDER BY owner LIMIT {OWNERS}");
        let statement = Statement::from_string(self.tx.get_database_backend(), sql);
        let rows = self.tx.query_all_raw(statement).await?;
        let owner = |row: &QueryResult| Ok(row.try_get_by_index(0)?);
        rows.iter().map(owner).collect()
    }

    async fn edges_of<E: EdgeTable>(
        &self,
        owners: &[i64],
    ) -> Result<BTreeMap<i64, Vec<Edge>>, StoreError> {
        let backend = self.tx.get_database_backend();
        let owner = dialect::name(&E::OWNER);
        let among = dialect::among_sql(backend, &format!("r.{owner}"), &dialect::bind(backend, 1));
        let sql = format!(
            "SELECT {COLUMNS}, r.{owner} FROM role r JOIN work w ON w.id = r.work_id WHERE {among}"
        );
        let binds = [dialect::id_list(backend, owners)];
        let statement = Statement::from_sql_and_values(backend, sql, binds);
        let mut edges: BTreeMap<i64, Vec<Edge>> = BTreeMap::new();
        for row in &self.tx.query_all_raw(statement).await? {
            let owner = row.try_get_by_index(OWNER_COLUMN)?;
            edges.entry(owner).or_default().push(edge(row)?);
        }
        Ok(edges)
    }

    pub(super) async fn parts_of<E: EdgeTable>(
        &self,
        owners: &[i64],
    ) -> Result<BTreeMap<i64, Vec<Part>>, StoreError> {
        let backend = self.tx.get_database_backend();
        let owner = dialect::name(&E::OWNER);
        let among = dialect::among_sql(backend, &owner, &dialect::bind(backend, 1));
        let from = dialect::name(&E::FROM);
        let sql = format!(
            "SELECT {owner}, {from}, {} FROM {} WHERE {among} ORDER BY {owner}, {from}",
            dialect::name(&E::EDGES),
            E::default().table_name()
        );
        let binds = [dialect::id_list(backend, owners)];
        let statement = Statement::from_sql_and_values(backend, sql, binds);
        let mut parts: BTreeMap<i64, Vec<Part>> = BTreeMap::new();
        for row in self.tx.query_all_raw(statement).await? {
            let of_owner = parts.entry(row.try_get_by_index(0)?).or_default();
            of_owner.push(Part {
                from: row.try_get_by_index(1)?,
                edges: row.try_get_by_index(2)?,
            });
        }
        Ok(parts)
    }
}

/// The column behind those of an edge.
const OWNER_COLUMN: usize = 14;

/// The edges of a list in their order; none where its parts are not of the form, empty, or do not
/// keep to where they begin.
fn says(of: Owner, parts: &[Part]) -> Option<Vec<Edge>> {
    let mut all: Vec<Edge> = Vec::new();
    for (place, part) in parts.iter().enumerate() {
        let edges = of.unpack(&part.edges).ok()?;
        let next = parts.get(place + 1).map_or(i64::MAX, |next| next.from);
        let is_here = |edge: &Edge| {
            let other = of.other(edge);
            other >= part.from && (other < next || next == i64::MAX)
        };
        if edges.is_empty() || !edges.iter().all(is_here) {
            return None;
        }
        all.extend(edges);
    }
    Some(all)
}
