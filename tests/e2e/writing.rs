//! Writing: all or nothing, only what differs, and what the log tells of it.

use std::collections::BTreeSet;

use data::ingest::{LoadError, load};
use entity::vocabulary::RecordKind;
use filmgraph_tests::{Data, Database, Server, TestDatabase, clock, on_both};
use model::id::{Authority, authority_and_number, decode, encode};
use serde_json::{Value, json};
use store::write::{Counts, WriteTransaction};
use store::{Store, StoreError};

use crate::log::{everything, fields, put, records, transaction};

on_both!(
    a_failed_transaction_leaves_nothing,
    putting_the_same_records_twice_changes_nothing,
    a_changed_release_date_moves_careers_and_no_role,
    a_change_tells_what_was_and_what_is,
    ids_that_are_made_here_never_meet_those_brought_along,
);

/// What stands on one side of a role: the titles in their order.
async fn side(server: &Server, role: &str, field: &str, arguments: &str) -> Vec<String> {
    let arguments = if arguments.is_empty() {
        String::new()
    } else {
        format!("({arguments})")
    };
    let query = format!(
        "{{ node(id: \"{role}\") {{ ... on Role {{ c: {field}{arguments} {{ totalCount nodes {{ title }} }} }} }} }}"
    );
    let data = server.data(&query).await;
    let connection = &data["node"]["c"];
    let nodes = connection["nodes"].as_array().expect("nodes");
    assert_eq!(connection["totalCount"], nodes.len());
    let title = |node: &Value| node["title"].as_str().expect("a title").to_owned();
    nodes.iter().map(title).collect()
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
        (broken, "line 5: id: is needed"),
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
                Err::<(), LoadError>(StoreError::Corrupt("given up".to_owned()).into())
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
    let versions = "SELECT SUM(version) FROM work";
    let before = server.database().number(versions).await;
    let sample = include_str!("../../api/crates/data/src/sample/founding.jsonl");
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
    assert_eq!(server.database().number(versions).await, before);
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
    let touched: BTreeSet<i64> = log[0].touches.iter().map(|touch| touch.id).collect();
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
    assert_eq!(log[0].touches, BTreeSet::new());
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
    let mut log = everything(&store).await;
    assert_eq!(log.len(), 4);
    let last = &log[3];
    assert_eq!(
        (last.actor.as_str(), last.version, last.at),
        ("two", 2, clock().micros())
    );
    let expected =
        json!({"title": ["Old", "New"], "runtimeMinutes": [90, null], "votes": [null, 5]});
    assert_eq!(fields(last), expected);
    // What is new is not said a second time, and still it is known.
    assert_eq!(fields(&log[0]), json!({}));
    store.fill_created(&mut log).await.expect("the fields");
    let expected =
        json!({"kind": [null, "FILM"], "title": [null, "Old"], "runtimeMinutes": [null, 90]});
    assert_eq!(fields(&log[1]), expected);
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
            let ids = tx.allocate(RecordKind::Work, 3).await?;
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
