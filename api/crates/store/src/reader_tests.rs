//! What becomes of statements that nobody waits for any longer.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::{Duration, Instant};

use sea_orm::{ConnectionTrait, Statement};
use tempfile::TempDir;

use super::*;
use crate::{Durability, Failure, Purpose, Session, Store, StoreOptions};

/// It never ends by itself.
const ENDLESS: &str = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) \
                       SELECT COUNT(*) FROM n";

async fn store(folder: &TempDir, readers: u32) -> Store {
    let options = StoreOptions {
        url: None,
        data_dir: folder.path().to_owned(),
        purpose: Purpose::Make,
        readers,
        writers: 1,
        acquire_timeout: Duration::from_secs(5),
        busy_timeout: Duration::from_secs(1),
        statement_timeout: Duration::from_secs(5),
        durability: Durability::Commit,
    };
    Store::open(&options).await.unwrap()
}

async fn run(session: &Session, sql: &str) -> Result<(), DbErr> {
    let statement = Statement::from_string(session.get_database_backend(), sql);
    session.query_one_raw(statement).await.map(drop)
}

#[tokio::test]
async fn a_statement_ends_at_the_deadline_and_its_connection_goes_on() {
    let folder = TempDir::new().unwrap();
    let store = store(&folder, 1).await;
    for _ in 0..3 {
        let deadline = tokio::time::Instant::now() + Duration::from_millis(50);
        let session = store.session_until(Share::All, Some(deadline));
        let started = Instant::now();
        let error = run(&session, ENDLESS).await.expect_err("it never ends");
        assert_eq!(Failure::of(&error), Some(Failure::Busy));
        run(&store.session(), "SELECT 1").await.unwrap();
        let took = started.elapsed();
        assert!(took < Duration::from_secs(2), "{took:?}");
    }
}

#[tokio::test]
async fn who_has_half_of_the_connections_leaves_the_others() {
    let folder = TempDir::new().unwrap();
    let store = store(&folder, 2).await;
    let deadline = tokio::time::Instant::now() + Duration::from_millis(500);
    let half = || store.session_until(Share::Half, Some(deadline));
    let (first, second) = (half(), half());
    let busy = async {
        let both = tokio::join!(run(&first, ENDLESS), run(&second, ENDLESS));
        assert!(both.0.is_err() && both.1.is_err());
    };
    let free = async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        let started = Instant::now();
        run(&store.session(), "SELECT 1").await.unwrap();
        started.elapsed()
    };
    let ((), took) = tokio::join!(busy, free);
    assert!(took < Duration::from_millis(400), "{took:?}");
}

#[test]
fn a_store_may_outlive_its_runtime() {
    let folder = TempDir::new().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let store = runtime.block_on(async {
        let store = store(&folder, 2).await;
        run(&store.session(), "SELECT 1").await.unwrap();
        store
    });
    drop(runtime);
    drop(store);
}

#[tokio::test]
async fn closing_waits_for_no_connection_that_is_kept() {
    let folder = TempDir::new().unwrap();
    let store = store(&folder, 2).await;
    run(&store.session(), "SELECT 1").await.unwrap();
    let closing = tokio::time::timeout(Duration::from_secs(2), store.close());
    closing.await.expect("closed in time");
    run(&store.session(), "SELECT 1").await.expect_err("closed");
}
