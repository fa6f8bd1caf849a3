//! Deleting what has many parts, and two at a time.

use entity::vocabulary::RecordKind;
use filmgraph_tests::{Data, Database, Server, TestDatabase, clock, on_both};
use model::id::{RecordId, decode};
use record::{Fault, FaultKind, SourceId};
use serde_json::json;
use store::write::{ByKind, MOST_DELETED, Reason, WriteTransaction};
use store::{Store, StoreError};

use super::{codes, delete, export, undo, why, world};
use crate::exchange::read;

on_both!(
    a_work_with_5000_roles_goes_and_comes_back,
    statements_do_not_grow_with_the_parts,
    a_bound_is_told_and_nothing_is_deleted,
    of_two_deletions_at_a_time_one_is_made,
);

/// A film with so many roles.
fn cast(people: i32) -> (Data, String, String) {
    let mut data = Data::new();
    let source = data.source("ARTICLE", "A paper").id();
    let film = data.film("Crowd", "2026");
    for number in 1..=people {
        let person = data.person(&format!("Person {number}")).id();
        let _ = data.acts(&person, &film);
    }
    (data, film, source)
}

async fn a_work_with_5000_roles_goes_and_comes_back(database: Database) {
    let (data, film, source) = cast(5_000);
    let server = Server::with_data(database, &data).await;
    let editor = server.editor().await;
    let before = export(&server).await;
    let input = json!({"id": film, "expectedVersion": 1, "provenance": why(&source)});
    let told = delete(&editor, "Work", input).await;
    let counts =
        json!([{"recordType": "Work", "count": 1}, {"recordType": "Role", "count": 5_000}]);
    assert_eq!(told["deleted"], counts, "{told}");
    let sql = "SELECT COUNT(*) FROM tombstone";
    assert_eq!(server.database().number(sql).await, 5_001);
    let store = server.store().await;
    let (summary, bad) = read(&store, data.lines().as_bytes()).await;
    assert_eq!((bad, summary.counts.held), (Vec::new(), 5_001));
    store.close().await;
    let told = undo(&editor, json!({"id": film})).await;
    assert_eq!(told["restored"], counts, "{told}");
    assert_eq!(export(&server).await, before);
}

/// Deletes and puts back in one transaction; gives how many statements each took.
async fn statements(store: &Store, film: &str, source: &str) -> (u32, u32) {
    let (record, reason) = (subject(film), reason(source));
    let work = async |tx: &mut WriteTransaction| -> Result<(u32, u32), StoreError> {
        let start = tx.statements();
        let buried = tx.bury(record, &reason, MOST_DELETED).await?;
        assert!(buried.is_ok(), "{buried:?}");
        let middle = tx.statements();
        let back = tx.put_back(record).await?;
        assert!(back.is_ok(), "{back:?}");
        Ok((middle - start, tx.statements() - middle))
    };
    let done = store.write("test", clock().micros(), work).await;
    done.expect("written").value
}

fn subject(id: &str) -> RecordId {
    let read = decode(id).expect("an id");
    RecordId {
        kind: read.kind,
        id: read.id,
    }
}

fn reason(source: &str) -> Reason {
    Reason {
        source: SourceId(decode(source).expect("an id").id),
        excerpt: Some("Entered twice.".to_owned()),
        stated_on: None,
    }
}

async fn statements_do_not_grow_with_the_parts(database: Database) {
    let mut counted = Vec::new();
    for people in [2, 400] {
        let (data, film, source) = cast(people);
        let place = TestDatabase::new(database).await;
        let store = place.store().await;
        let (_, bad) = read(&store, data.lines().as_bytes()).await;
        assert_eq!(bad, []);
        counted.push(statements(&store, &film, &source).await);
        store.close().await;
    }
    assert_eq!(counted[0], counted[1]);
}

async fn a_bound_is_told_and_nothing_is_deleted(database: Database) {
    let (data, film, source) = cast(5);
    let place = TestDatabase::new(database).await;
    let store = place.store().await;
    let (_, bad) = read(&store, data.lines().as_bytes()).await;
    assert_eq!(bad, []);
    let (record, reason) = (subject(&film), reason(&source));
    let bury = async |most: usize| {
        let work = async |tx: &mut WriteTransaction| tx.bury(record, &reason, most).await;
        let done: Result<_, StoreError> = store.write("test", clock().micros(), work).await;
        done.expect("an answer").value
    };
    let place_before = store.head().await.expect("the head");
    let faults: Vec<Fault> = bury(5).await.expect_err("a bound");
    assert_eq!(faults.len(), 1);
    assert_eq!(
        (faults[0].kind, faults[0].field.as_str()),
        (FaultKind::TooMany, "id")
    );
    assert!(faults[0].reason.contains("at most 5"), "{faults:?}");
    assert_eq!(store.head().await.expect("the head"), place_before);
    let counts: ByKind = bury(6).await.expect("a deletion");
    assert_eq!(counts.get(&RecordKind::Role), Some(&5));
    store.close().await;
}

async fn of_two_deletions_at_a_time_one_is_made(database: Database) {
    let world = world();
    let server = Server::with_data(database, &world.data).await;
    let editor = server.editor().await;
    let of = |id: &str| json!({"id": id, "expectedVersion": 1, "provenance": why(&world.source)});
    let (one, other) = tokio::join!(
        delete(&editor, "Work", of(&world.film)),
        delete(&editor, "Work", of(&world.film)),
    );
    let mut both = [codes(&one), codes(&other)];
    both.sort();
    assert_eq!(both, [vec![], vec!["GONE"]], "{one} {other}");
    let sql = "SELECT COUNT(*) FROM tombstone";
    assert_eq!(server.database().number(sql).await, 5);
    let told = undo(&editor, json!({"id": world.film})).await;
    assert_eq!(told["userErrors"], json!([]), "{told}");
    // A part and its whole: whichever comes first, both are gone, and each comes back by itself.
    let (part, whole) = tokio::join!(
        delete(
            &editor,
            "Role",
            json!({"id": world.role, "expectedVersion": 3, "provenance": why(&world.source)})
        ),
        delete(
            &editor,
            "Work",
            json!({"id": world.film, "expectedVersion": 3, "provenance": why(&world.source)})
        ),
    );
    assert_eq!(whole["userErrors"], json!([]), "{whole}");
    assert!(
        codes(&part).is_empty() || codes(&part) == ["GONE"],
        "{part}"
    );
    assert_eq!(server.database().number(sql).await, 5);
}
