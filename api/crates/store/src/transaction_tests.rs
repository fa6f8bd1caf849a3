//! What a write leaves behind that failed: SQLite with no room in its file, which is what a full
//! disk is to it. It rolls back by itself there if the statement is of one row.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::Duration;

use tempfile::TempDir;

use super::*;
use crate::{Durability, KeyDraft, Purpose, Store, StoreOptions};

struct Place {
    store: Store,
    folder: TempDir,
}

impl Place {
    async fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let store = open(&folder).await;
        store.migrate().await.unwrap();
        Self { store, folder }
    }

    /// Leaves no room in the file, as far as the writing connection goes.
    async fn fill(&self) {
        let writer = &self.store.inner.writer;
        let sql = "PRAGMA max_page_count = 1";
        writer.execute_unprepared(sql).await.unwrap();
    }

    /// The rows that a reader sees, here and in another process.
    async fn seen(&self) -> (i64, i64) {
        let other = open(&self.folder).await;
        let seen = (count(&self.store).await, count(&other).await);
        other.close().await;
        seen
    }
}

async fn open(folder: &TempDir) -> Store {
    let options = StoreOptions {
        url: None,
        data_dir: folder.path().to_owned(),
        purpose: Purpose::Make,
        readers: 1,
        writers: 1,
        acquire_timeout: Duration::from_secs(5),
        busy_timeout: Duration::from_millis(200),
        statement_timeout: Duration::from_secs(5),
        durability: Durability::Commit,
    };
    Store::open(&options).await.unwrap()
}

async fn count(store: &Store) -> i64 {
    let aside = &store.inner.aside;
    let sql = "SELECT COUNT(*) FROM idempotency";
    let statement = Statement::from_string(aside.get_database_backend(), sql);
    let row = aside.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

/// Writes one row that takes a page of its own.
async fn write(store: &Store, number: i64) -> Result<(), StoreError> {
    let transaction = store.begin("", 0).await?;
    put(&transaction.tx, number).await?;
    transaction.tx.commit(&Arc::default()).await
}

async fn put(tx: &Transaction, number: i64) -> Result<(), DbErr> {
    let sql = format!(
        "INSERT INTO idempotency (number, actor, key, input, result, head, at) \
         VALUES ({number}, 'a', 'k{number}', '', printf('%.9000c', 'x'), 0, 0)"
    );
    tx.execute_unprepared(&sql).await.map(drop)
}

async fn rehearse(store: &Store) -> Result<(), StoreError> {
    store
        .rehearse("", 0, async |tx| put(&tx.tx, -1).await.map_err(Into::into))
        .await
}

async fn make_key(store: &Store, name: &str) -> Result<(), StoreError> {
    let draft = KeyDraft {
        name: name.to_owned(),
        scopes: 1,
        created_at: 0,
        expires_at: None,
    };
    let long = "x".repeat(9000);
    store.create_key(draft, |_| Ok(((), long))).await
}

fn assert_full(outcome: Result<(), StoreError>) {
    let failure = outcome.expect_err("there is no room").failure();
    assert_eq!(failure, Some(Failure::DiskFull));
}

#[tokio::test]
async fn after_a_full_disk_what_is_acknowledged_is_seen() {
    let place = Place::new().await;
    let store = &place.store;
    for round in 0..4 {
        place.fill().await;
        // Whatever fails first, once and again.
        match round {
            0 => assert_full(write(store, -1).await),
            1 => assert_full(rehearse(store).await),
            2 => assert_full(make_key(store, "lost").await),
            _ => {
                assert_full(write(store, -1).await);
                place.fill().await;
                assert_full(write(store, -1).await);
            }
        }
        assert_eq!(
            store.condition().await.unwrap().writing,
            Some(Failure::DiskFull)
        );
        for number in 0..5 {
            write(store, round * 10 + number).await.unwrap();
        }
        rehearse(store).await.unwrap();
        make_key(store, &format!("key-{round}")).await.unwrap();
        let rows = (round + 1) * 5;
        assert_eq!(place.seen().await, (rows, rows), "round {round}");
        assert_eq!(store.condition().await.unwrap().writing, None);
    }
    store.close().await;
    let again = open(&place.folder).await;
    assert_eq!(count(&again).await, 20, "and after a stop");
    assert_eq!(again.keys().await.unwrap().len(), 4);
}

#[tokio::test]
async fn a_failing_disk_is_noticed_to_work_again_without_a_write() {
    let place = Place::new().await;
    place.fill().await;
    assert_full(write(&place.store, -1).await);
    let full = Some(Failure::DiskFull);
    assert_eq!(place.store.condition().await.unwrap().writing, full);
    tokio::time::sleep(Duration::from_millis(2100)).await;
    assert_eq!(place.store.condition().await.unwrap().writing, None);
}

#[tokio::test]
async fn nothing_is_sent_after_an_error_that_ends_the_transaction() {
    let place = Place::new().await;
    place.fill().await;
    let transaction = place.store.begin("", 0).await.unwrap();
    put(&transaction.tx, 1).await.expect_err("there is no room");
    // Without a transaction around it, this would be written at once.
    let sql = "UPDATE change_head SET seq = 7";
    let refused = transaction.tx.execute_unprepared(sql).await;
    assert_eq!(
        Failure::of(&refused.expect_err("the first error again")),
        Some(Failure::DiskFull)
    );
    assert_full(transaction.tx.commit(&Arc::default()).await);
    assert_eq!(place.store.head().await.unwrap(), 0);
}

#[tokio::test]
async fn a_commit_that_fails_wrote_nothing_and_the_next_one_counts() {
    let place = Place::new().await;
    let store = &place.store;
    let transaction = store.begin("", 0).await.unwrap();
    // A fault that shows at the commit alone, and leaves the transaction open.
    for sql in [
        "PRAGMA defer_foreign_keys = ON",
        "INSERT INTO work_keyword (work_id, keyword_id, position) VALUES (5, 5, 1)",
    ] {
        transaction.tx.execute_unprepared(sql).await.expect(sql);
    }
    let progress = Arc::<Progress>::default();
    let refused = transaction.tx.commit(&progress).await;
    assert!(refused.is_err());
    assert!(!progress.may_have_written());
    write(store, 1).await.unwrap();
    assert_eq!(place.seen().await, (1, 1));
}

#[tokio::test]
async fn a_commit_that_nobody_waits_for_is_carried_out() {
    let place = Place::new().await;
    let store = &place.store;
    let progress = Arc::<Progress>::default();
    let transaction = store.begin("", 0).await.unwrap();
    put(&transaction.tx, 1).await.unwrap();
    let commit = transaction.tx.commit(&progress);
    let _ = tokio::time::timeout(Duration::ZERO, commit).await;
    assert!(progress.may_have_written());
    for _ in 0..100 {
        if place.seen().await == (1, 1) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the commit was given up");
}
