//! Every key that the tables keep unique is declared, or is one that cannot meet.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::time::Duration;

use tempfile::TempDir;

use super::*;
use crate::{Durability, Purpose, Store, StoreOptions};

type Columns = Vec<String>;

/// Keys that are no record's to bring: the database's own numbers, and rows that are only written by
/// the code that makes sure of it.
const OUR_OWN: [&str; 11] = [
    "api_key",
    "change",
    "change_head",
    "change_set",
    "edit",
    "id_sequence",
    "idempotency",
    "job",
    "person_edges",
    "seaql_migrations",
    "work_edges",
];

/// The columns of each unique key of SQLite's tables.
async fn unique_keys() -> BTreeSet<(String, Columns)> {
    let folder = TempDir::new().unwrap();
    let options = StoreOptions {
        url: None,
        data_dir: folder.path().to_owned(),
        purpose: Purpose::Make,
        readers: 1,
        writers: 1,
        acquire_timeout: Duration::from_secs(5),
        busy_timeout: Duration::from_secs(5),
        statement_timeout: Duration::from_secs(5),
        durability: Durability::Commit,
    };
    let store = Store::open(&options).await.unwrap();
    store.migrate().await.unwrap();
    let sql = "SELECT t.name, i.name, c.name FROM sqlite_schema AS t \
               JOIN pragma_index_list(t.name) AS i JOIN pragma_index_info(i.name) AS c \
               WHERE t.type = 'table' AND i.\"unique\" = 1 ORDER BY t.name, i.name, c.seqno";
    let aside = &store.inner.aside;
    let statement = Statement::from_string(aside.get_database_backend(), sql);
    let mut keys: HashMap<(String, String), Columns> = HashMap::new();
    for row in aside.query_all_raw(statement).await.unwrap() {
        let of = (
            row.try_get_by_index(0).unwrap(),
            row.try_get_by_index(1).unwrap(),
        );
        let column = row.try_get_by_index(2).unwrap();
        keys.entry(of).or_default().push(column);
    }
    store.close().await;
    keys.into_iter()
        .map(|((table, _), columns)| (table, columns))
        .collect()
}

/// Ids of records, places in an owner's list, and links of an owner in which nothing stands twice.
fn cannot_meet(table: &str, columns: &[String]) -> bool {
    let is_link = ["position", "kind", "id", "code", "tag"]
        .iter()
        .any(|last| columns.last().is_some_and(|name| name.ends_with(last)));
    let owned = columns
        .first()
        .is_some_and(|name| name.ends_with("_id") || name.ends_with("kind"));
    columns == ["id"] || OUR_OWN.contains(&table) || (owned && is_link)
}

fn in_order((table, columns): (String, Columns)) -> (String, Columns) {
    let columns = columns.into_iter().collect::<BTreeSet<_>>();
    (table, columns.into_iter().collect())
}

#[tokio::test]
async fn every_unique_key_is_declared() {
    let keys = unique_keys().await;
    let met = keys
        .iter()
        .filter(|(table, columns)| !cannot_meet(table, columns));
    let met: BTreeSet<_> = met.cloned().map(in_order).collect();
    let keys: BTreeSet<_> = keys.into_iter().map(in_order).collect();
    let declared: BTreeSet<_> = all()
        .map(|once| {
            let columns = once.columns.iter().map(ToString::to_string);
            in_order((once.table.to_owned(), columns.collect()))
        })
        .collect();
    let forgotten: Vec<_> = met.difference(&declared).collect();
    assert!(forgotten.is_empty(), "{forgotten:?}");
    // A rowid that is the primary key has no index.
    let made_up: Vec<_> = declared
        .difference(&keys)
        .filter(|(_, columns)| columns != &["id"])
        .collect();
    assert!(made_up.is_empty(), "{made_up:?}");
}
