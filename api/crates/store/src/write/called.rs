//! What records are called, for messages about lines of files, and which are called nearly so.

use std::collections::HashMap;

use entity::vocabulary::{RecordKind, WorkKind};
use model::id::encode;
use sea_orm::{ActiveEnum, ConnectionTrait, QueryResult, Statement};

use super::WriteTransaction;
use super::tombstone::tombstones;
use crate::dialect::{Key, KeyTable, bind_keys};
use crate::{StoreError, dialect};

/// The most records that are looked at for names nearly alike, of all names together.
const MOST_ALIKE: u64 = 1_000;

/// What a record is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Called {
    /// Its kind.
    pub kind: RecordKind,
    /// Its id.
    pub id: i64,
    /// Its name or title; empty where it has none.
    pub name: String,
    /// When a person was born or a work came out.
    pub date: Option<String>,
    /// What a work is.
    pub work_kind: Option<WorkKind>,
    /// Whether it was deleted.
    pub is_deleted: bool,
}

impl Called {
    /// Its name, what tells it from its namesakes, and its id: `"Meg Ryan" (born 1961-11-19), p…`.
    #[must_use]
    pub fn told(&self) -> String {
        let id = encode(self.kind, self.id);
        let date = match (&self.date, self.kind) {
            (None, _) => String::new(),
            (Some(date), RecordKind::Person) => format!(" (born {date})"),
            (Some(date), _) => format!(" ({date})"),
        };
        let deleted = if self.is_deleted { ", deleted" } else { "" };
        match self.name.as_str() {
            "" => format!("{id}{deleted}"),
            name => format!("\"{name}\"{date}, {id}{deleted}"),
        }
    }
}

/// The columns of a kind's table that say what its records are called, where it has such.
const fn columns(kind: RecordKind) -> Option<[&'static str; 3]> {
    match kind {
        RecordKind::Work => Some([
            "held.title",
            "COALESCE(held.release_edtf, held.first_release_edtf)",
            "held.kind",
        ]),
        RecordKind::Person => Some(["held.name", "held.birth_edtf", "0"]),
        RecordKind::Company
        | RecordKind::Character
        | RecordKind::Collection
        | RecordKind::Genre
        | RecordKind::Keyword
        | RecordKind::Profession => Some(["held.name", "NULL", "0"]),
        RecordKind::Source | RecordKind::List => Some(["held.title", "NULL", "0"]),
        _ => None,
    }
}

/// The tables and columns in which a kind's names stand folded, each joined to the record's row.
const fn folded(kind: RecordKind) -> &'static [(&'static str, &'static str)] {
    match kind {
        RecordKind::Work => &[
            ("work AS held", "held.title_folded"),
            ("work AS held", "held.original_folded"),
            (
                "title AS other JOIN work AS held ON held.id = other.work_id",
                "other.text_folded",
            ),
        ],
        RecordKind::Person => &[
            ("person AS held", "held.name_folded"),
            (
                "person_name AS other JOIN person AS held ON held.id = other.person_id",
                "other.name_folded",
            ),
        ],
        RecordKind::Company => &[("company AS held", "held.name_folded")],
        RecordKind::Genre => &[("genre AS held", "held.name_folded")],
        RecordKind::Keyword => &[("keyword AS held", "held.name_folded")],
        RecordKind::Profession => &[("profession AS held", "held.name_folded")],
        _ => &[],
    }
}

/// A record whose name lies within a range that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alike {
    /// The place of the range in the list.
    pub place: usize,
    /// The name that lies within it, folded.
    pub folded: String,
    /// The record.
    pub called: Called,
}

impl WriteTransaction {
    /// What records of a kind are called, those that were deleted here by what they were called.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn called(
        &self,
        kind: RecordKind,
        ids: &[i64],
    ) -> Result<HashMap<i64, Called>, StoreError> {
        let mut found = HashMap::new();
        if ids.is_empty() {
            return Ok(found);
        }
        if let Some([name, date, work_kind]) = columns(kind) {
            let backend = self.tx.get_database_backend();
            let among = dialect::among_sql(backend, "held.id", &dialect::bind(backend, 1));
            let table = kind.table();
            let sql = format!(
                "SELECT held.id, {name}, {date}, {work_kind} FROM {table} AS held WHERE {among}"
            );
            let binds = [dialect::id_list(backend, ids)];
            let statement = Statement::from_sql_and_values(backend, sql, binds);
            for row in self.tx.query_all_raw(statement).await? {
                let called = read(kind, &row, 0)?;
                found.insert(called.id, called);
            }
        }
        let gone = ids.iter().filter(|id| !found.contains_key(id));
        let gone: Vec<i64> = gone.copied().collect();
        for (id, row) in tombstones(&self.tx, kind, &gone).await? {
            let called = Called {
                kind,
                id,
                name: row.label,
                date: None,
                work_kind: None,
                is_deleted: true,
            };
            found.insert(id, called);
        }
        Ok(found)
    }

    /// The records of a kind with a name between two folded texts, the second of which is out of it:
    /// a thousand at most.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn called_between(
        &self,
        kind: RecordKind,
        asked: &[(String, String)],
    ) -> Result<Vec<Alike>, StoreError> {
        let mut found = Vec::new();
        let Some([name, date, work_kind]) = columns(kind).filter(|_| !asked.is_empty()) else {
            return Ok(found);
        };
        let backend = self.tx.get_database_backend();
        let key =
            |(from, to): &(String, String)| vec![Key::Text(from.clone()), Key::Text(to.clone())];
        let keys: Vec<Vec<Key>> = asked.iter().map(key).collect();
        for (table, column) in folded(kind) {
            let KeyTable {
                source,
                columns: range,
                place,
                binds,
            } = bind_keys(backend, &keys);
            let [from, to] = range.as_slice() else {
                continue;
            };
            let sql = format!(
                "SELECT {place}, {column}, held.id, {name}, {date}, {work_kind} FROM {source} \
                 CROSS JOIN {table} WHERE {column} >= {from} AND {column} < {to} \
                 ORDER BY 1, 3 LIMIT {MOST_ALIKE}"
            );
            let statement = Statement::from_sql_and_values(backend, sql, binds);
            for row in self.tx.query_all_raw(statement).await? {
                let place: i64 = row.try_get_by_index(0)?;
                found.push(Alike {
                    place: usize::try_from(place).unwrap_or(usize::MAX),
                    folded: row.try_get_by_index(1)?,
                    called: read(kind, &row, 2)?,
                });
            }
        }
        Ok(found)
    }
}

/// What stands in a row from a column on.
fn read(kind: RecordKind, row: &QueryResult, at: usize) -> Result<Called, StoreError> {
    let work_kind = match kind {
        RecordKind::Work => WorkKind::try_from_value(&row.try_get_by_index(at + 3)?).ok(),
        _ => None,
    };
    Ok(Called {
        kind,
        id: row.try_get_by_index(at)?,
        name: row.try_get_by_index(at + 1)?,
        date: row.try_get_by_index(at + 2)?,
        work_kind,
        is_deleted: false,
    })
}
