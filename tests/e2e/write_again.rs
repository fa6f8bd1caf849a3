//! Files that are read again leave what editors wrote, and exports carry it.

use ::data::ingest::load;
use filmgraph_tests::{Database, Server, TestDatabase, clock, on_both};
use serde_json::{Value, json};
use store::Store;
use store::write::Counts;

use crate::write_records::{World, data, done, said, world};

on_both!(
    a_file_that_is_read_again_overwrites_nothing,
    what_a_file_says_anew_stays_beside_the_edit,
    an_edit_that_is_undone_leaves_nothing,
    an_export_carries_edits_to_another_database,
);

async fn read(store: &Store, lines: &str) -> Counts {
    let counts = load(store, lines.as_bytes(), "again", clock().micros()).await;
    counts.expect("loaded")
}

pub(crate) async fn written(store: &Store) -> String {
    let mut text = "{\"type\":\"filmgraph\",\"formatVersion\":1}\n".to_owned();
    let mut snapshot = store.snapshot().await.expect("a snapshot");
    while let Some(records) = snapshot.next_page().await.expect("a page") {
        for record in records {
            text.push_str(&serde_json::to_string(&record).expect("JSON"));
            text.push('\n');
        }
    }
    text
}

async fn film(server: &Server, id: &str) -> Value {
    let query = format!(
        "{{ film(by: {{id: \"{id}\"}}) {{ title runtimeMinutes countries {{ code }} genres {{ name }} version }} }}"
    );
    server.data(&query).await["film"].take()
}

/// The film with a title, a runtime and countries that an editor gave.
async fn edit(world: &World) -> Value {
    let input = said(
        json!({"id": world.film, "expectedVersion": 1, "title": "Retitled", "runtimeMinutes": 105, "countries": ["NO", "SE"]}),
    );
    let mut input = input;
    input["provenance"]["certainty"] = json!("CONFIRMED");
    done(&world.editor, "workUpdate", "work { version }", input).await;
    let is = film(&world.server, &world.film).await;
    assert_eq!(is["countries"], json!([{"code": "NO"}, {"code": "SE"}]));
    assert_eq!(is["title"], "Retitled");
    is
}

async fn a_file_that_is_read_again_overwrites_nothing(database: Database) {
    let world = world(database).await;
    let is = edit(&world).await;
    let store = world.server.store().await;
    let head = store.head().await.expect("the head");
    let (data, _) = data();
    let counts = read(&store, &data.lines()).await;
    assert_eq!((counts.created, counts.updated), (0, 0));
    assert_eq!(store.head().await.expect("the head"), head);
    assert_eq!(film(&world.server, &world.film).await, is);
    // Nor does what the database itself has written.
    let export = written(&store).await;
    let counts = read(&store, &export).await;
    assert_eq!((counts.created, counts.updated), (0, 0));
    assert_eq!(store.head().await.expect("the head"), head);
    assert_eq!(film(&world.server, &world.film).await, is);
    store.close().await;
}

async fn what_a_file_says_anew_stays_beside_the_edit(database: Database) {
    let world = world(database).await;
    edit(&world).await;
    let store = world.server.store().await;
    let (data, _) = data();
    let anew = data
        .lines()
        .replace("[\"FR\"]", "[\"BE\"]")
        .replace("[\"Drama\",\"Comedy\"]", "[\"Horror\"]");
    assert_ne!(anew, data.lines());
    let counts = read(&store, &anew).await;
    assert_eq!((counts.created, counts.updated), (0, 1));
    let is = film(&world.server, &world.film).await;
    assert_eq!(
        is["countries"],
        json!([{"code": "NO"}, {"code": "SE"}]),
        "the edit stays"
    );
    assert_eq!(
        is["genres"],
        json!([{"name": "Horror"}]),
        "nobody wrote over this"
    );
    let head = store.head().await.expect("the head");
    let counts = read(&store, &anew).await;
    assert_eq!((counts.created, counts.updated), (0, 0));
    assert_eq!(store.head().await.expect("the head"), head);
    store.close().await;
}

async fn an_edit_that_is_undone_leaves_nothing(database: Database) {
    let world = world(database).await;
    let is = edit(&world).await;
    let rows = "SELECT COUNT(*) FROM edit";
    assert_eq!(world.server.database().number(rows).await, 1);
    let back =
        said(json!({"id": world.film, "expectedVersion": is["version"], "countries": ["FR"]}));
    done(&world.editor, "workUpdate", "work { id }", back).await;
    assert_eq!(world.server.database().number(rows).await, 0);
}

async fn an_export_carries_edits_to_another_database(database: Database) {
    let world = world(database).await;
    edit(&world).await;
    let input = said(
        json!({"kind": "FILM", "title": "Made", "releaseDate": "2026", "genres": ["Drama"],
        "titles": [{"text": "Fait", "language": "fr", "kind": "ALTERNATIVE"}],
        "milestones": [{"kind": "FILMING_STARTED", "date": "2025", "span": "DURING"}],
        "roles": [{"person": {"create": {"name": "Born", "birthDate": "1990"}}, "department": "ACTING", "characters": ["One", "Two"]}]}),
    );
    done(&world.editor, "workCreate", "work { id }", input).await;
    let store = world.server.store().await;
    let first = written(&store).await;
    let counts = read(&store, &first).await;
    assert_eq!((counts.created, counts.updated), (0, 0));
    store.close().await;
    let other = TestDatabase::new(database).await;
    let store = other.store().await;
    read(&store, &first).await;
    assert_eq!(written(&store).await, first);
    let counts = read(&store, &first).await;
    assert_eq!((counts.created, counts.updated), (0, 0));
    let characters = "SELECT COUNT(*) FROM role WHERE characters LIKE '%One%Two%'";
    assert_eq!(other.number(characters).await, 1);
    store.close().await;
}
