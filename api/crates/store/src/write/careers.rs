//! Keeping the careers that are made ready beside long lists.
//!
//! Whoever writes to a list drops what was made of it, in the same transaction, and leaves a note that
//! it is to be made anew: a career is never of another time than its list. Until it is there, the list
//! is read.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use budget::{Stopped, Turn, Work};
use edge::packed::{Part, is_long};
use edge::{Career, Edge};
use entity::person_edges;
use sea_orm::{ConnectionTrait, QueryResult, Statement};

use super::WriteTransaction;
use crate::dialect::{self, Key, KeyTable, bind_keys};
use crate::edges::EdgeTable;
use crate::transaction::Transaction;
use crate::{Store, StoreError};

/// Careers that are made in one transaction: others wait to write meanwhile.
const AT_ONCE: usize = 4;

/// Who does it; nothing of it is logged, for no record changes.
const ACTOR: &str = "careers";

impl Store {
    /// Makes some of the careers that are to be made; how many. None where there are no more.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn make_careers(&self) -> Result<usize, StoreError> {
        let aside = &self.inner.aside;
        let statement = Statement::from_string(aside.get_database_backend(), due(1));
        if aside.query_one_raw(statement).await?.is_none() {
            return Ok(0);
        }
        let mut transaction = self.begin(ACTOR, 0).await?;
        let made = transaction.make_careers().await?;
        self.finish(transaction, &Arc::default()).await?;
        Ok(made)
    }

    /// Makes all of them.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn make_all_careers(&self) -> Result<(), StoreError> {
        while self.make_careers().await? > 0 {}
        Ok(())
    }
}

/// Selects people whose careers are to be made.
fn due(most: usize) -> String {
    format!("SELECT person_id FROM career WHERE career IS NULL ORDER BY person_id LIMIT {most}")
}

impl WriteTransaction {
    async fn make_careers(&mut self) -> Result<usize, StoreError> {
        let statement = Statement::from_string(self.tx.get_database_backend(), due(AT_ONCE));
        let rows = self.tx.query_all_raw(statement).await?;
        let people = rows.iter().map(|row| row.try_get_by_index(0));
        let people: Vec<i64> = people.collect::<Result<_, _>>()?;
        let mut lists = self.parts_of::<person_edges::Entity>(&people).await?;
        let work = Work::new(u64::MAX, None);
        let mut turn = work.turn().await;
        for person in &people {
            let parts = lists.remove(person).unwrap_or_default();
            match career(&mut turn, *person, &parts).await {
                Ok(Some(career)) => put(&self.tx, *person, career).await?,
                Ok(None) => forget(&self.tx, *person).await?,
                Err(error) => {
                    tracing::warn!(target: "filmgraph::store", %error, "a list is damaged: filmgraph doctor --repair makes it anew");
                    forget(&self.tx, *person).await?;
                }
            }
        }
        self.keeps = true;
        Ok(people.len())
    }

    /// Notes of some people's lists, which have changed, that their careers are to be made anew; some of
    /// them are certainly long.
    pub(super) async fn careers_lapse(
        &self,
        people: impl IntoIterator<Item = i64>,
        long: &BTreeSet<i64>,
    ) -> Result<(), StoreError> {
        let backend = self.tx.get_database_backend();
        let people: Vec<i64> = people.into_iter().collect();
        let among = dialect::among_sql(backend, "person_id", &dialect::bind(backend, 1));
        let sql = format!("UPDATE career SET career = NULL WHERE {among} AND career IS NOT NULL");
        let binds = [dialect::id_list(backend, &people)];
        let lapse = Statement::from_sql_and_values(backend, sql, binds);
        self.tx.execute_raw(lapse).await?;
        if long.is_empty() {
            return Ok(());
        }
        let keys: Vec<Vec<Key>> = long.iter().map(|id| vec![Key::Number(*id)]).collect();
        let KeyTable {
            source,
            columns,
            binds,
            ..
        } = bind_keys(backend, &keys);
        let sql = format!(
            "INSERT INTO career (person_id) SELECT {} FROM {source} WHERE TRUE \
             ON CONFLICT DO NOTHING",
            columns[0]
        );
        let note = Statement::from_sql_and_values(backend, sql, binds);
        self.tx.execute_raw(note).await?;
        Ok(())
    }

    /// Of some people, those whose careers are not those of their lists, or are missing.
    pub(super) async fn careers_that_differ(
        &self,
        lists: &BTreeMap<i64, Vec<Edge>>,
        long: &BTreeSet<i64>,
    ) -> Result<BTreeSet<i64>, StoreError> {
        let backend = self.tx.get_database_backend();
        let people: Vec<i64> = lists.keys().copied().collect();
        let among = dialect::among_sql(backend, "person_id", &dialect::bind(backend, 1));
        let sql = format!("SELECT person_id, career FROM career WHERE {among}");
        let binds = [dialect::id_list(backend, &people)];
        let statement = Statement::from_sql_and_values(backend, sql, binds);
        let rows = self.tx.query_all_raw(statement).await?;
        let row = |row: &QueryResult| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?));
        let kept: Result<BTreeMap<i64, Option<Vec<u8>>>, StoreError> =
            rows.iter().map(row).collect();
        let kept = kept?;
        let mut differ: BTreeSet<i64> = long
            .iter()
            .copied()
            .filter(|id| !kept.contains_key(id))
            .collect();
        let work = Work::new(u64::MAX, None);
        let mut turn = work.turn().await;
        for (person, kept) in kept {
            let Some(kept) = kept else { continue };
            let edges = lists.get(&person).map_or(&[][..], Vec::as_slice);
            let career = Career::of(&mut turn, edges).await?;
            if career.pack(person) != kept {
                differ.insert(person);
            }
        }
        Ok(differ)
    }
}

/// The career of a list, packed; none where the list is short.
async fn career(
    turn: &mut Turn<'_>,
    person: i64,
    parts: &[Part],
) -> Result<Option<Vec<u8>>, StoreError> {
    if !is_long(parts) {
        return Ok(None);
    }
    let owner = person_edges::Entity::owner(person);
    let mut edges = Vec::new();
    for part in parts {
        owner.unpack_into(&mut edges, &part.edges)?;
    }
    Ok(Some(Career::of(turn, &edges).await?.pack(person)))
}

async fn put(tx: &Transaction, person: i64, career: Vec<u8>) -> Result<(), StoreError> {
    let backend = tx.get_database_backend();
    let (first, second) = (dialect::bind(backend, 1), dialect::bind(backend, 2));
    let sql = format!("UPDATE career SET career = {first} WHERE person_id = {second}");
    let binds = [career.into(), person.into()];
    tx.execute_raw(Statement::from_sql_and_values(backend, sql, binds))
        .await?;
    Ok(())
}

async fn forget(tx: &Transaction, person: i64) -> Result<(), StoreError> {
    let backend = tx.get_database_backend();
    let sql = format!(
        "DELETE FROM career WHERE person_id = {}",
        dialect::bind(backend, 1)
    );
    tx.execute_raw(Statement::from_sql_and_values(
        backend,
        sql,
        [person.into()],
    ))
    .await?;
    Ok(())
}

impl From<Stopped> for StoreError {
    /// Nothing of ours is bounded: what makes careers may do all it takes.
    fn from(stopped: Stopped) -> Self {
        Self::Corrupt(stopped.to_string())
    }
}
