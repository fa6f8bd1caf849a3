//! The log of changes, and writing in general.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use entity::vocabulary::SubjectKind;
use filmgraph::change::Follower;
use filmgraph::ingest::{LoadError, load};
use filmgraph::model::id::{Authority, RecordKind, authority_and_number, decode, encode};
use filmgraph::store::record::Record;
use filmgraph::store::write::{Counts, WriteTransaction};
use filmgraph::store::{Change, Store, StoreError};
use filmgraph_tests::{Data, Database, Server, TestDatabase, clock, on_both};
use serde_json::{Value, json};

use crate::prior::side;

on_both!(
    concurrent_writers_leave_a_log_without_gaps_in_the_order_of_commit,
    concurrent_changes_of_one_record_are_all_counted,
    a_follower_sees_every_change_once_in_order,
    a_failed_transaction_leaves_nothing,
    putting_the_same_records_twice_changes_nothing,
    a_changed_release_date_moves_careers_and_no_role,
    a_change_tells_what_was_and_what_is,
    ids_that_are_made_here_never_meet_those_brought_along,
);

const WRITERS: i64 = 8;
const TRANSACTIONS: i64 = 50;
const PATIENCE: Duration = Duration::from_mins(1);

/// The records of a data set, as the store takes them.
fn records(data: &Data) -> Vec<Record> {
    let read = |line: &str| serde_json::from_str(line).expect("a record");
    data.lines().lines().skip(1).map(read).collect()
}

async fn put(store: &Store, actor: &str, records: Vec<Record>) -> Result<i64, StoreError> {
    let work = async |tx: &mut WriteTransaction| tx.put_batch(records).await;
    let committed = store.write(actor, clock().micros(), work).await?;
    Ok(committed.head)
}

/// The records of one transaction: one to three films.
fn transaction(writer: i64, number: i64) -> Data {
    let mut data = Data::after((writer * 1000 + number) * 10);
    for film in 0..=number % 3 {
        let _ = data.film(&format!("Film {writer}.{number}.{film}"), "2000");
    }
    data
}

async fn everything(store: &Store) -> Vec<Change> {
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

fn fields(change: &Change) -> Value {
    let text = change.fields.as_deref().expect("fields");
    serde_json::from_str(text).expect("JSON")
}

async fn follow(store: Store, batch: u64, poll: Duration, until: usize) -> Vec<i64> {
    let mut follower = Follower::new(store, 0, batch, poll);
    let mut seen = Vec::new();
    while seen.len() < until {
        let changes = follower.next(PATIENCE).await.expect("changes");
        assert!(!changes.is_empty(), "nothing came after {}", seen.len());
        seen.extend(changes.iter().map(|change| change.seq));
        assert_eq!(follower.place(), *seen.last().expect("a change"));
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

async fn a_failed_transaction_leaves_nothing(database: Database) {
    let database = TestDatabase::new(database).await;
    let store = database.store().await;
    let mut data = Data::new();
    let film = data.film("Good", "2000");
    let person = data.person("Somebody").id();
    let _ = data.acts(&person, &film);
    let good = data.lines();
    let nobody = Data::after(900).next_id(RecordKind::Person);
    let _ = data.acts(&nobody, &film);
    let unknown_person = data.lines();
    let broken = format!("{good}{{\"type\":\"work\"}}\n");
    let invalid = good.replace("Somebody", " ");
    for (lines, reason) in [
        (unknown_person, "there is no person"),
        (broken, "line 5: id: missing field"),
        (invalid, "name: must not be empty"),
    ] {
        let loaded = load(&store, lines.as_bytes(), "test", clock().micros()).await;
        let error = loaded.expect_err(reason);
        assert!(error.to_string().contains(reason), "{error}");
    }
    let given_up = store
        .write(
            "test",
            clock().micros(),
            async |tx: &mut WriteTransaction| {
                tx.put_batch(records(&transaction(1, 1))).await?;
                Err::<(), LoadError>(StoreError::Duplicate("given up".to_owned()).into())
            },
        )
        .await;
    assert!(given_up.is_err());
    for table in ["work", "person", "role", "change"] {
        let count = database
            .number(&format!("SELECT COUNT(*) FROM {table}"))
            .await;
        assert_eq!(count, 0, "{table}");
    }
    assert_eq!(store.head().await.expect("the head"), 0);
    let counts = load(&store, good.as_bytes(), "test", clock().micros()).await;
    assert_eq!(counts.expect("good records").created, 3);
    assert_eq!(
        store.head().await.expect("the head"),
        3,
        "no place was given away"
    );
}

async fn putting_the_same_records_twice_changes_nothing(database: Database) {
    let server = Server::with_sample(database).await;
    let store = server.store().await;
    let head = store.head().await.expect("the head");
    let sample = include_str!("../../api/src/sample/founding.jsonl");
    let later = clock().micros() + 1_000_000;
    let counts = load(&store, sample.as_bytes(), "again", later)
        .await
        .expect("loaded");
    let records = u64::try_from(sample.lines().count() - 1).expect("a small number");
    let unchanged = Counts {
        unchanged: records,
        ..Counts::default()
    };
    assert_eq!(counts, unchanged);
    assert_eq!(store.head().await.expect("the head"), head);
    let touched = server
        .database()
        .number("SELECT COUNT(*) FROM work WHERE version <> 1")
        .await;
    assert_eq!(touched, 0);
    let later = format!(
        "SELECT COUNT(*) FROM work WHERE updated_at > {}",
        clock().micros()
    );
    assert_eq!(server.database().number(&later).await, 0);
}

async fn a_changed_release_date_moves_careers_and_no_role(database: Database) {
    let mut data = Data::new();
    let (star, other) = (data.person("Star").id(), data.person("Other").id());
    let early = data.film("Early", "1990");
    let late = data.film("Late", "2000");
    let base = data.film("Base", "1995");
    let mut roles = Vec::new();
    for film in [&early, &late, &base] {
        roles.push(data.acts(&star, film));
    }
    roles.push(data.acts(&other, &late));
    let server = Server::with_data(database, &data).await;
    assert_eq!(side(&server, &roles[2], "priorWork", "").await, ["Early"]);
    assert_eq!(side(&server, &roles[2], "laterWork", "").await, ["Late"]);
    let store = server.store().await;
    let head = store.head().await.expect("the head");
    let mut changed = data.clone();
    let _ = changed.record(&late).with("releaseDate", "1991-05");
    let counts = server.load(&changed).await;
    assert_eq!((counts.created, counts.updated), (0, 1));
    assert_eq!(
        side(&server, &roles[2], "priorWork", "").await,
        ["Late", "Early"]
    );
    assert!(side(&server, &roles[2], "laterWork", "").await.is_empty());
    let log = store.changes_after(head, 10).await.expect("the log");
    assert_eq!(log.len(), 1, "{log:?}");
    let touches: Value =
        serde_json::from_str(log[0].touches.as_deref().expect("touches")).expect("JSON");
    let touched = touches.as_array().expect("a list").iter();
    let touched: BTreeSet<i64> = touched
        .map(|touch| touch[1].as_i64().expect("an id"))
        .collect();
    let owners = [&star, &other, &late].map(|id| decode(id).expect("an id").id);
    assert_eq!(touched, BTreeSet::from(owners));
    assert_eq!(log[0].version, 2);
    let versions = server
        .database()
        .number("SELECT MAX(version) FROM role")
        .await;
    assert_eq!(versions, 1);
    // Another title moves nobody.
    let _ = changed.record(&late).with("title", "Renamed");
    server.load(&changed).await;
    let log = store.changes_after(head + 1, 10).await.expect("the log");
    assert_eq!(log.len(), 1);
    assert_eq!(log[0].touches, None);
    assert_eq!(
        side(&server, &roles[2], "priorWork", "").await,
        ["Renamed", "Early"]
    );
}

async fn a_change_tells_what_was_and_what_is(database: Database) {
    let database = TestDatabase::new(database).await;
    let store = database.store().await;
    let mut data = Data::new();
    let film = data.work("FILM", "Old").with("runtimeMinutes", 90).id();
    let person = data.person("Somebody").id();
    let _ = data.acts(&person, &film);
    put(&store, "one", records(&data)).await.expect("written");
    let mut changed = Data::new();
    let _ = changed.work("FILM", "New").with("votes", 5).id();
    put(&store, "two", records(&changed))
        .await
        .expect("written");
    let log = everything(&store).await;
    assert_eq!(log.len(), 4);
    let last = &log[3];
    assert_eq!(
        (last.actor.as_str(), last.version, last.at),
        ("two", 2, clock().micros())
    );
    let expected =
        json!({"title": ["Old", "New"], "runtimeMinutes": [90, null], "votes": [null, 5]});
    assert_eq!(fields(last), expected);
    let created: BTreeMap<String, Value> = serde_json::from_value(fields(&log[0])).expect("fields");
    assert!(
        created.values().all(|change| change[0].is_null()),
        "{created:?}"
    );
}

async fn ids_that_are_made_here_never_meet_those_brought_along(database: Database) {
    let database = TestDatabase::new(database).await;
    let store = database.store().await;
    let mut data = Data::after(41);
    let _ = data.film("Brought along", "2000");
    put(&store, "one", records(&data)).await.expect("written");
    let writers: Vec<_> = (0..4)
        .map(|_| tokio::spawn(make_works(store.clone())))
        .collect();
    let mut numbers = BTreeSet::from([42]);
    for writer in writers {
        for id in writer.await.expect("a writer") {
            let Some((Authority::Local, number)) = authority_and_number(id) else {
                panic!("{id} is not of ours");
            };
            assert!(numbers.insert(number), "{number} was there");
        }
    }
    assert_eq!(numbers.len(), 1 + 4 * 5 * 3);
}

/// Five transactions that make three works each.
async fn make_works(store: Store) -> Vec<i64> {
    let mut made = Vec::new();
    for _ in 0..5 {
        let work = async |tx: &mut WriteTransaction| {
            let ids = tx.allocate(SubjectKind::Work, 3).await?;
            let film = |id: &i64| json!({"type": "work", "id": encode(RecordKind::Work, *id), "kind": "FILM", "title": "Made"});
            let films = ids
                .iter()
                .map(|id| serde_json::from_value(film(id)).expect("a record"));
            tx.put_batch(films.collect()).await?;
            Ok::<_, StoreError>(ids)
        };
        made.extend(store.write("test", 0, work).await.expect("ids").value);
    }
    made
}
