//! What a row of the log holds, and in how much room.

use std::collections::BTreeSet;

use entity::vocabulary::{
    ChangeAction, ExternalAuthority, ExternalSpace, RecordKind, RecordKind::Person,
    RecordKind::Work,
};
use filmgraph_tests::{Data, Database, TestDatabase, clock, on_both};
use model::id::{RecordId, decode};
use record::LookUpKey;
use serde_json::json;
use store::write::WriteTransaction;
use store::{Change, Store};

use crate::log::{everything, fields, put, records};

on_both!(
    the_log_tells_the_life_of_a_record,
    what_a_record_came_in_with_is_known_after_many_changes,
    a_change_names_the_keys_gained_and_lost,
    a_role_names_its_owners_whatever_happens_to_it,
    a_role_takes_few_bytes_of_the_log,
    a_log_of_the_former_form_is_taken_over,
);

fn number(id: &str) -> i64 {
    decode(id).expect("an id").id
}

async fn delete(store: &Store, kind: RecordKind, id: &str) {
    let id = number(id);
    let work = async |tx: &mut WriteTransaction| tx.delete(kind, &[id]).await;
    let gone = store.write("eraser", clock().micros(), work).await;
    assert_eq!(gone.expect("deleted").value, 1);
}

fn touched(change: &Change) -> BTreeSet<(RecordKind, i64)> {
    let owners = change.touches.iter();
    owners.map(|RecordId { kind, id }| (*kind, *id)).collect()
}

fn title(text: &str) -> LookUpKey {
    LookUpKey::Name(text.to_owned())
}

fn imdb(value: &str) -> LookUpKey {
    LookUpKey::Identifier {
        authority: ExternalAuthority::Imdb,
        space: ExternalSpace::Whole,
        value: value.to_owned(),
    }
}

async fn the_log_tells_the_life_of_a_record(database: Database) {
    let database = TestDatabase::new(database).await;
    let store = database.store().await;
    let mut data = Data::new();
    let film = data
        .work("FILM", "First")
        .with("countries", json!(["DE", "FR"]));
    let film = film.with("runtimeMinutes", 90).id();
    put(&store, "maker", records(&data)).await.expect("written");
    let line = data.record(&film).with("title", "Second");
    let _ = line.with("countries", json!(["FR"])).with("votes", 7);
    put(&store, "editor", records(&data))
        .await
        .expect("written");
    delete(&store, Work, &film).await;

    let mut log = everything(&store).await;
    let told: Vec<_> = log
        .iter()
        .map(|change| {
            (
                change.seq,
                change.action,
                change.version,
                change.actor.as_str(),
            )
        })
        .collect();
    let expected = [
        (1, ChangeAction::Created, 1, "maker"),
        (2, ChangeAction::Updated, 2, "editor"),
        (3, ChangeAction::Deleted, 3, "eraser"),
    ];
    assert_eq!(told, expected);
    assert!(log.iter().all(|change| change.at == clock().micros()));
    let changed = json!({
        "title": ["First", "Second"], "countries": [["DE", "FR"], ["FR"]], "votes": [null, 7],
    });
    assert_eq!(fields(&log[1]), changed);
    let gone = json!({
        "kind": ["FILM", null], "title": ["Second", null], "runtimeMinutes": [90, null],
        "countries": [["FR"], null], "votes": [7, null],
    });
    assert_eq!(fields(&log[2]), gone);
    // The record is gone, and what it came in with is still known.
    store.fill_created(&mut log).await.expect("the fields");
    let created = json!({
        "kind": [null, "FILM"], "title": [null, "First"], "countries": [null, ["DE", "FR"]],
        "runtimeMinutes": [null, 90],
    });
    assert_eq!(fields(&log[0]), created);
    // What undoing the deletion would put back.
    let id = number(&film);
    let read = async |tx: &mut WriteTransaction| tx.deletions_of(Work, &[id, 16]).await;
    let deletions = store.rehearse("reader", 0, read).await.expect("deletions");
    assert_eq!(deletions.len(), 1);
    let held = json!({
        "kind": "FILM", "title": "Second", "runtimeMinutes": 90, "countries": ["FR"], "votes": 7,
    });
    assert_eq!(serde_json::Value::Object(deletions[&id].before()), held);
    assert_eq!(deletions[&id], log[2]);
}

/// More changes than are read at a time, of a record that goes and comes again.
async fn what_a_record_came_in_with_is_known_after_many_changes(database: Database) {
    let database = TestDatabase::new(database).await;
    let store = database.store().await;
    let mut data = Data::new();
    let film = data.film("Film 0", "2000");
    let person = data.person("Somebody").id();
    put(&store, "test", records(&data)).await.expect("written");
    // A transaction of each: what changes twice in one is one change.
    for round in 1..=1_100 {
        let _ = data.record(&film).with("title", format!("Film {round}"));
        put(&store, "test", records(&data)).await.expect("written");
    }
    assert_eq!(store.head().await.expect("the head"), 1_102);
    delete(&store, Work, &film).await;
    put(&store, "test", records(&data)).await.expect("written");
    let _ = data.record(&film).with("title", "Last");
    put(&store, "test", records(&data)).await.expect("written");

    let mut log = everything(&store).await;
    let created: Vec<usize> = log
        .iter()
        .enumerate()
        .filter(|(_, change)| change.action == ChangeAction::Created)
        .map(|(place, _)| place)
        .collect();
    store.fill_created(&mut log).await.expect("the fields");
    let names: Vec<_> = created
        .iter()
        .filter_map(|place| log[*place].field("title").or(log[*place].field("name")))
        .map(|change| change.after.clone())
        .collect();
    assert_eq!(names, ["Somebody", "Film 0", "Film 1100"]);
    assert_eq!(log[created[0]].subject_id, number(&person));
    // Part of the log is told like the whole.
    let mut part = store.changes_after(1, 1).await.expect("a change");
    store.fill_created(&mut part).await.expect("the fields");
    assert_eq!(part[0], log[1]);
}

async fn a_change_names_the_keys_gained_and_lost(database: Database) {
    let database = TestDatabase::new(database).await;
    let store = database.store().await;
    let mut data = Data::new();
    let other = data.next_id(RecordKind::Title);
    let line = data.work("FILM", "Amélie").with("releaseDate", "2001");
    let line = line.with(
        "titles",
        json!([{"id": other, "text": "Le Fabuleux Destin", "kind": "ALTERNATIVE"}]),
    );
    let film = line.with("externalIds", json!({"IMDB": "tt0211915"})).id();
    let person = data.person("Audrey Tautou").id();
    let genre = data.genre("Comedy").id();
    put(&store, "test", records(&data)).await.expect("written");
    let of = |log: &[Change], id: &str| {
        let is_it = |change: &&Change| change.subject_id == number(id);
        let change = log.iter().rfind(is_it).expect("a change");
        (change.keys.gained.clone(), change.keys.lost.clone())
    };
    let none = BTreeSet::new;
    let log = everything(&store).await;
    let titles = [title("amelie"), title("le fabuleux destin")];
    let keys: BTreeSet<_> = titles
        .clone()
        .into_iter()
        .chain([imdb("tt0211915")])
        .collect();
    assert_eq!(of(&log, &film), (keys, none()));
    assert_eq!(of(&log, &person), ([title("audrey tautou")].into(), none()));
    assert_eq!(of(&log, &genre), ([title("comedy")].into(), none()));

    let line = data.record(&film).with("title", "Amelie");
    let _ = line.with("externalIds", json!({"IMDB": "tt0211916"}));
    let _ = data.record(&person).with("birthPlace", "Beaumont");
    put(&store, "test", records(&data)).await.expect("written");
    let log = everything(&store).await;
    // It is folded to the same.
    let expected = ([imdb("tt0211916")].into(), [imdb("tt0211915")].into());
    assert_eq!(of(&log, &film), expected);
    assert_eq!(of(&log, &person), (none(), none()));

    // A look-up by title and year finds it otherwise.
    let _ = data.record(&film).with("releaseDate", "2002");
    put(&store, "test", records(&data)).await.expect("written");
    let keys: BTreeSet<_> = titles.into_iter().chain([imdb("tt0211916")]).collect();
    assert_eq!(of(&everything(&store).await, &film), (keys.clone(), none()));

    delete(&store, Work, &film).await;
    assert_eq!(of(&everything(&store).await, &film), (none(), keys));
}

async fn a_role_names_its_owners_whatever_happens_to_it(database: Database) {
    let database = TestDatabase::new(database).await;
    let store = database.store().await;
    let mut data = Data::new();
    let (film, other) = (data.film("Film", "2000"), data.film("Other", "2001"));
    let person = data.person("Somebody").id();
    let role = data.acts(&person, &film);
    put(&store, "test", records(&data)).await.expect("written");
    let _ = data.record(&role).with("billing", 3);
    put(&store, "test", records(&data)).await.expect("written");
    let _ = data.record(&role).with("work", other.as_str());
    put(&store, "test", records(&data)).await.expect("written");
    delete(&store, RecordKind::Role, &role).await;
    let log = everything(&store).await;
    let of_role = log.iter().filter(|of| of.subject_id == number(&role));
    let of_role: Vec<_> = of_role
        .filter(|of| of.subject_kind == RecordKind::Role)
        .map(touched)
        .collect();
    let [film, other] = [&film, &other].map(|id| (Work, number(id)));
    let person = (Person, number(&person));
    let expected: [BTreeSet<_>; 4] = [
        [film, person].into(),
        [film, person].into(),
        [film, other, person].into(),
        [other, person].into(),
    ];
    assert_eq!(of_role, expected);
}

/// A third of what it was: 235 bytes of texts and numbers in the columns of a row.
async fn a_role_takes_few_bytes_of_the_log(database: Database) {
    const ROLES: i64 = 600;
    let database = TestDatabase::new(database).await;
    let store = database.store().await;
    let mut data = Data::after(100_000_000);
    let source = data.source("DATA_SET", "Everything").id();
    let film = data.film("Film", "2000");
    for place in 1..=ROLES {
        let person = data.person(&format!("Person {place}")).id();
        let character = json!([{"name": format!("Character {place}")}]);
        let role = data.role(&person, &film, "ACTING").with("billing", place);
        let role = role.with("characters", character);
        let _ = role.with("sources", json!([source])).id();
    }
    put(&store, "test", records(&data)).await.expect("written");
    let length = |column: &str| format!("COALESCE(SUM(LENGTH({column})), 0)");
    let text = [length("touches"), length("keys"), length("fields")].join(" + ");
    let texts = format!("SELECT {text} FROM change WHERE subject_kind = 3");
    let texts = database.number(&texts).await;
    assert!(texts <= ROLES * 12, "{texts} bytes for {ROLES} roles");
    // And 24 bytes of numbers, at most; who and when stand once.
    assert_eq!(database.number("SELECT COUNT(*) FROM change_set").await, 1);
    let mut log = everything(&store).await;
    store.fill_created(&mut log).await.expect("the fields");
    let last = fields(log.last().expect("a role"));
    assert_eq!(last["billing"], json!([null, ROLES]));
}

/// What the last program that wrote it so left behind.
async fn a_log_of_the_former_form_is_taken_over(database: Database) {
    let database = TestDatabase::new(database).await;
    let store = database.store().await;
    let mut data = Data::new();
    let film = data.film("New", "2000");
    let person = data.person("Somebody").id();
    let role = data.acts(&person, &film);
    put(&store, "first", records(&data)).await.expect("written");
    let expected = everything(&store).await;
    store.close().await;
    let (film, person, role) = (number(&film), number(&person), number(&role));
    let at = clock().micros();
    for sql in [
        "DROP TABLE change",
        "DROP TABLE change_set",
        "DELETE FROM seaql_migrations WHERE version = 'm20261129_000030_pack_change'",
        "CREATE TABLE change (seq BIGINT PRIMARY KEY, at BIGINT NOT NULL, actor TEXT NOT NULL, \
         action SMALLINT NOT NULL, subject_kind SMALLINT NOT NULL, subject_id BIGINT NOT NULL, \
         version INTEGER NOT NULL, touches TEXT, fields TEXT, import_run BIGINT)",
        "CREATE INDEX change_by_subject ON change (subject_kind, subject_id, seq)",
        "UPDATE change_head SET seq = 5",
        &format!(
            "INSERT INTO change VALUES \
             (1, {at}, 'first', 1, 2, {person}, 1, NULL, '{{\"name\":[null,\"Somebody\"]}}', NULL), \
             (2, {at}, 'first', 1, 1, {film}, 1, NULL, '{{\"title\":[null,\"Old\"]}}', NULL), \
             (3, {at}, 'first', 1, 3, {role}, 1, '[[1,{film}],[2,{person}]]', '{{}}', NULL), \
             (4, 7, 'second', 2, 1, {film}, 2, NULL, '{{\"title\":[\"Old\",\"New\"]}}', NULL), \
             (5, 9, 'third', 3, 1, 4711, 3, '[[2,{person}]]', '{{\"title\":[\"Gone\",null]}}', NULL)"
        ),
    ] {
        database.execute(sql).await;
    }
    let store = database.store().await;
    let mut log = everything(&store).await;
    let makers: Vec<_> = log.iter().map(|of| (of.actor.as_str(), of.at)).collect();
    let first = ("first", at);
    assert_eq!(makers, [first, first, first, ("second", 7), ("third", 9)]);
    assert_eq!(touched(&log[2]), touched(&expected[2]));
    assert_eq!(touched(&log[4]), [(Person, person)].into());
    assert_eq!(fields(&log[3]), json!({"title": ["Old", "New"]}));
    assert_eq!(fields(&log[4]), json!({"title": ["Gone", null]}));
    store.fill_created(&mut log).await.expect("the fields");
    assert_eq!(fields(&log[1])["title"], json!([null, "Old"]));
    // It goes on.
    let _ = data.film("Next", "2001");
    let head = put(&store, "fourth", records(&data)).await;
    assert_eq!(head.expect("written"), 6);
    let log = store.changes_after(5, 10).await.expect("the log");
    assert!(log.iter().all(|change| change.actor == "fourth"), "{log:?}");
}
