//! What was deleted, in files: held back when it is read again, exported, and read in elsewhere.

use entity::vocabulary::RecordKind;
use filmgraph_tests::{Data, Database, Server, TestDatabase, clock, on_both};
use serde_json::json;
use store::write::WriteTransaction;
use store::{Store, StoreError};

use super::{delete, export, undo, why, world};
use crate::exchange::{read, written};

on_both!(
    a_file_that_is_read_again_brings_nothing_back,
    tombstones_go_from_database_to_database,
    a_tombstone_deletes_what_is_there_or_says_what_keeps_it,
    what_was_deleted_elsewhere_is_lifted_and_can_be_read_again,
    a_batch_that_is_all_or_nothing_holds_back_too,
    what_is_wrong_with_a_tombstone_is_told,
);

/// Deletes the film of the world.
async fn without_film(database: Database) -> (super::World, Server) {
    let world = world();
    let server = Server::with_data(database, &world.data).await;
    let editor = server.editor().await;
    let input = json!({"id": world.film, "expectedVersion": 1, "provenance": why(&world.source)});
    let told = delete(&editor, "Work", input).await;
    assert_eq!(told["userErrors"], json!([]), "{told}");
    (world, server)
}

async fn head(store: &Store) -> i64 {
    store.head().await.expect("the head")
}

async fn a_file_that_is_read_again_brings_nothing_back(database: Database) {
    let (mut world, server) = without_film(database).await;
    let store = server.store().await;
    let (before, place) = (written(&store).await, head(&store).await);
    let (summary, bad) = read(&store, world.data.lines().as_bytes()).await;
    assert_eq!(bad, []);
    // The film, its role, milestone, deal and release.
    assert_eq!((summary.counts.held, summary.counts.unchanged), (5, 3));
    assert_eq!((summary.counts.created, summary.rejected), (0, 0));
    assert_eq!((written(&store).await, head(&store).await), (before, place));
    // What is new refers to nothing.
    let late = world
        .data
        .role(&world.person, &world.film, "DIRECTING")
        .id();
    let (summary, bad) = read(&store, world.data.lines().as_bytes()).await;
    assert_eq!((summary.counts.held, summary.rejected), (5, 1));
    let reason = &bad[0].reason;
    assert_eq!(bad[0].field, "work");
    for part in [
        world.film.as_str(),
        "Good Film",
        "was deleted on 2026-11-22",
        "Entered twice.",
    ] {
        assert!(reason.contains(part), "{reason}");
    }
    assert!(!written(&store).await.contains(&late));
    // Once it is taken back, the same file is what it was, and the new line goes in.
    let editor = server.editor().await;
    let _ = undo(&editor, json!({"id": world.film})).await;
    let (summary, bad) = read(&store, world.data.lines().as_bytes()).await;
    assert_eq!(bad, []);
    let counts = summary.counts;
    assert_eq!((counts.held, counts.created, counts.unchanged), (0, 1, 8));
    store.close().await;
}

async fn tombstones_go_from_database_to_database(database: Database) {
    let (_, server) = without_film(database).await;
    let first = export(&server).await;
    assert_eq!(first.matches("\"type\":\"tombstone\"").count(), 5);
    let other = match database {
        Database::Sqlite => Database::Postgres,
        Database::Postgres => Database::Sqlite,
    };
    for place in [other, database] {
        let place = TestDatabase::new(place).await;
        let store = place.store().await;
        let (summary, bad) = read(&store, first.as_bytes()).await;
        assert_eq!((bad, summary.rejected), (Vec::new(), 0));
        assert_eq!(written(&store).await, first);
        let (again, _) = read(&store, first.as_bytes()).await;
        assert_eq!(again.counts.unchanged, summary.counts.created);
        assert_eq!(written(&store).await, first);
        store.close().await;
    }
}

async fn a_tombstone_deletes_what_is_there_or_says_what_keeps_it(database: Database) {
    let (world, server) = without_film(database).await;
    let file = export(&server).await;
    let place = TestDatabase::new(database).await;
    let store = place.store().await;
    // The same film with a part that the file does not know, and with one that keeps it.
    let mut data = world.data.clone();
    let _ = data.milestone(&world.film, "ANNOUNCED").id();
    let list = data.other(RecordKind::List, "list").with("title", "Best");
    let list = list.with("about", world.film.as_str()).id();
    let (_, bad) = read(&store, data.lines().as_bytes()).await;
    assert_eq!(bad, []);
    let kept = written(&store).await;
    let (summary, bad) = read(&store, file.as_bytes()).await;
    assert_eq!(summary.rejected, 5, "{bad:?}");
    assert!(
        bad[0].reason.contains(&list) && bad[0].reason.contains("Best"),
        "{bad:?}"
    );
    // A film that stays keeps its parts.
    for part in &bad[1..] {
        assert_eq!(part.field, "root");
        assert!(part.reason.contains(&world.film), "{part:?}");
    }
    assert_eq!(written(&store).await, kept);
    let free = json!({"type": "list", "id": list, "title": "Best", "entries": []});
    let free = format!("{{\"type\":\"filmgraph\",\"formatVersion\":1}}\n{free}\n");
    let (_, bad) = read(&store, free.as_bytes()).await;
    assert_eq!(bad, []);
    let (summary, bad) = read(&store, file.as_bytes()).await;
    assert_eq!((bad, summary.counts.created), (Vec::new(), 5));
    let now = written(&store).await;
    // The file's lines, and one for the part that it does not know.
    assert_eq!(now.matches("\"type\":\"tombstone\"").count(), 6);
    for line in file
        .lines()
        .filter(|line| line.contains("\"type\":\"tombstone\""))
    {
        assert!(now.contains(line), "{line}\n{now}");
    }
    store.close().await;
}

async fn what_was_deleted_elsewhere_is_lifted_and_can_be_read_again(database: Database) {
    let (world, old) = without_film(database).await;
    let file = export(&old).await;
    let server = Server::with_data(database, &Data::new()).await;
    let store = server.store().await;
    let (_, bad) = read(&store, file.as_bytes()).await;
    assert_eq!(bad, []);
    let gone = server
        .error(&format!("{{ node(id: \"{}\") {{ id }} }}", world.role))
        .await;
    assert_eq!(gone["extensions"]["root"], json!(world.film));
    let (summary, _) = read(&store, world.data.lines().as_bytes()).await;
    assert_eq!(summary.counts.held, 5);
    let editor = server.editor().await;
    let told = undo(&editor, json!({"id": world.film})).await;
    assert_eq!(
        (&told["userErrors"], &told["restored"]),
        (&json!([]), &json!([])),
        "{told}"
    );
    assert_eq!(told["warnings"][0]["code"], "NOT_FOUND", "{told}");
    assert!(
        told["warnings"][0]["message"]
            .to_string()
            .contains("5 records"),
        "{told}"
    );
    let (summary, bad) = read(&store, world.data.lines().as_bytes()).await;
    assert_eq!((bad, summary.counts.created), (Vec::new(), 5));
    // Ids that are given out never meet those of tombstones.
    let (_, bad) = read(&store, file.as_bytes()).await;
    assert_eq!(bad, []);
    store.close().await;
}

async fn a_batch_that_is_all_or_nothing_holds_back_too(database: Database) {
    let (world, server) = without_film(database).await;
    let before = export(&server).await;
    let counts = server.load(&world.data).await;
    assert_eq!((counts.held, counts.unchanged, counts.created), (5, 3, 0));
    assert_eq!(export(&server).await, before);
}

async fn what_is_wrong_with_a_tombstone_is_told(database: Database) {
    let mut data = Data::new();
    let source = data.source("ARTICLE", "A paper").id();
    let work = data.next_id(RecordKind::Work);
    let title = data.next_id(RecordKind::Title);
    let nobody = data.next_id(RecordKind::Source);
    let place = TestDatabase::new(database).await;
    let store = place.store().await;
    let (_, bad) = read(&store, data.lines().as_bytes()).await;
    assert_eq!(bad, []);
    let right = json!({"type": "tombstone", "id": work, "root": work, "label": "A film",
        "at": "2026-11-20T12:00:00Z", "source": source});
    for (field, value, at) in [
        ("id", json!(title), "id"),
        ("root", json!(title), "root"),
        ("label", json!(" "), "label"),
        ("label", json!("x".repeat(201)), "label"),
        ("excerpt", json!("x".repeat(1_001)), "excerpt"),
        ("source", json!(nobody), "source"),
        ("at", json!("yesterday"), "at"),
        ("colour", json!("red"), "colour"),
    ] {
        let mut line = right.clone();
        line[field] = value;
        let file = format!("{{\"type\":\"filmgraph\",\"formatVersion\":1}}\n{line}\n");
        let (summary, bad) = read(&store, file.as_bytes()).await;
        assert_eq!(
            (summary.rejected, bad[0].field.as_str()),
            (1, at),
            "{bad:?}"
        );
    }
    let file = format!("{{\"type\":\"filmgraph\",\"formatVersion\":1}}\n{right}\n");
    let (summary, bad) = read(&store, file.as_bytes()).await;
    assert_eq!((bad, summary.counts.created), (Vec::new(), 1));
    // No number that is given out is that of a tombstone.
    let allocate = async |tx: &mut WriteTransaction| tx.allocate(RecordKind::Work, 1).await;
    let given: Result<_, StoreError> = store.write("test", clock().micros(), allocate).await;
    let given = given.expect("a number").value;
    let id = model::id::encode(RecordKind::Work, given[0]);
    assert_ne!(id, work);
    store.close().await;
}
