//! The log of changes.

use std::time::Duration;

use filmgraph_tests::{Data, Database, TestDatabase, clock, on_both};
use record::Record;
use serde_json::{Value, json};
use store::change::Follower;
use store::write::WriteTransaction;
use store::{Change, Store, StoreError};

on_both!(
    concurrent_writers_leave_a_log_without_gaps_in_the_order_of_commit,
    concurrent_changes_of_one_record_are_all_counted,
    a_follower_sees_every_change_once_in_order,
);

const WRITERS: i64 = 8;
const TRANSACTIONS: i64 = 50;
const PATIENCE: Duration = Duration::from_mins(1);

/// The records of a data set, as the store takes them.
pub(crate) fn records(data: &Data) -> Vec<Record> {
    let read = |line: &str| serde_json::from_str(line).expect("a record");
    data.lines().lines().skip(1).map(read).collect()
}

pub(crate) async fn put(
    store: &Store,
    actor: &str,
    records: Vec<Record>,
) -> Result<i64, StoreError> {
    let work = async |tx: &mut WriteTransaction| tx.put_batch(records).await;
    let committed = store.write(actor, clock().micros(), work).await?;
    Ok(committed.head)
}

/// The records of one transaction: one to three films.
pub(crate) fn transaction(writer: i64, number: i64) -> Data {
    let mut data = Data::after((writer * 1000 + number) * 10);
    for film in 0..=number % 3 {
        let _ = data.film(&format!("Film {writer}.{number}.{film}"), "2000");
    }
    data
}

pub(crate) async fn everything(store: &Store) -> Vec<Change> {
    store.changes_after(0, 100_000).await.expect("the log")
}

async fn concurrent_writers_leave_a_log_without_gaps_in_the_order_of_commit(database: Database) {
    let database = TestDatabase::new(database).await;
    let store = database.store().await;
    // Half of the writers are in this process, the others might be in another.
    let other = database.store().await;
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let store = if writer % 2 == 0 { &store } else { &other };
            let store = store.clone();
            tokio::spawn(async move {
                let mut heads = Vec::new();
                for number in 0..TRANSACTIONS {
                    let records = records(&transaction(writer, number));
                    let count = records.len();
                    let actor = format!("{writer}.{number}");
                    heads.push((
                        put(&store, &actor, records).await.expect("written"),
                        count,
                        actor,
                    ));
                }
                heads
            })
        })
        .collect();
    let mut heads = Vec::new();
    for writer in writers {
        let of_writer = writer.await.expect("a writer");
        assert!(
            of_writer.is_sorted_by(|a, b| a.0 < b.0),
            "later commits stand later"
        );
        heads.extend(of_writer);
    }
    heads.sort();
    let log = everything(&store).await;
    let places: Vec<i64> = log.iter().map(|change| change.seq).collect();
    let last = i64::try_from(log.len()).expect("a small number");
    assert_eq!(places, (1..=last).collect::<Vec<_>>(), "no gap, no repeat");
    assert_eq!(store.head().await.expect("the head"), last);
    // Each transaction is one run of places that ends at the head it was told.
    let mut start = 0;
    for (head, count, actor) in heads {
        let run = &log[start..start + count];
        assert!(
            run.iter().all(|change| change.actor == actor),
            "{actor}: {run:?}"
        );
        assert_eq!(run.last().map(|change| change.seq), Some(head));
        start += count;
    }
    assert_eq!(start, log.len());
}

async fn concurrent_changes_of_one_record_are_all_counted(database: Database) {
    let database = TestDatabase::new(database).await;
    let store = database.store().await;
    let mut data = Data::new();
    let film = data.film("Shared", "2000");
    put(&store, "first", records(&data)).await.expect("written");
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let (store, mut data, film) = (store.clone(), data.clone(), film.clone());
            tokio::spawn(async move {
                for number in 0..10 {
                    let title = format!("Title {writer}.{number}");
                    let _ = data.record(&film).with("title", title);
                    put(&store, "writer", records(&data))
                        .await
                        .expect("written");
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.expect("a writer");
    }
    let log = everything(&store).await;
    let versions: Vec<i32> = log.iter().map(|change| change.version).collect();
    assert_eq!(
        versions,
        (1..=81).collect::<Vec<i32>>(),
        "every change is a version of its own"
    );
    // What each change says it found is what the one before it left.
    let mut title = json!("Shared");
    for change in &log[1..] {
        let fields = fields(change);
        assert_eq!(fields["title"][0], title, "{change:?}");
        title = fields["title"][1].clone();
    }
    let version = database.number("SELECT version FROM work").await;
    assert_eq!(version, 81);
}

/// From field to `[before, after]`.
pub(crate) fn fields(change: &Change) -> Value {
    let fields = change.fields.iter();
    let both = fields.map(|of| (of.field.clone(), json!([of.before, of.after])));
    Value::Object(both.collect())
}

async fn follow(store: Store, batch: u64, poll: Duration, until: usize) -> Vec<i64> {
    let mut follower = Follower::new(store, 0, batch, poll);
    let mut seen = Vec::new();
    while seen.len() < until {
        let changes = follower.next(PATIENCE).await.expect("changes");
        assert!(!changes.is_empty(), "nothing came after {}", seen.len());
        seen.extend(changes.iter().map(|change| change.seq));
        assert_eq!(follower.position(), *seen.last().expect("a change"));
    }
    let more = follower.next(Duration::ZERO).await.expect("changes");
    assert!(more.is_empty(), "{more:?}");
    seen
}

async fn a_follower_sees_every_change_once_in_order(database: Database) {
    let database = TestDatabase::new(database).await;
    let (store, other) = (database.store().await, database.store().await);
    let until = 4 * 20 * 2 - 1;
    // In process it is woken: with this poll interval it would never see the second change in time.
    let woken = tokio::spawn(follow(store.clone(), 7, PATIENCE * 60, until));
    let polling = tokio::spawn(follow(other, 3, Duration::from_millis(20), until));
    let writers: Vec<_> = (0..4)
        .map(|writer| {
            let store = store.clone();
            tokio::spawn(async move {
                for number in 0..20 {
                    let mut data = Data::after((writer * 1000 + number) * 10);
                    let _ = data.film("One", "2000");
                    if (writer, number) != (0, 0) {
                        let _ = data.film("Two", "2001");
                    }
                    put(&store, "writer", records(&data))
                        .await
                        .expect("written");
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.expect("a writer");
    }
    let expected: Vec<i64> = (1..=i64::try_from(until).expect("small")).collect();
    assert_eq!(woken.await.expect("the follower"), expected);
    assert_eq!(polling.await.expect("the other follower"), expected);
}
