//! Files that leave ids out: records are found again, references lead to what they name, and nothing is
//! made twice.

mod deleted;
mod map;

use std::fs;

use data::sample;
use filmgraph_tests::{Database, Output, TestDatabase, on_both};
use model::clock::Clock;
use serde_json::{Value, json};

use crate::exchange::{program, read, written};

on_both!(
    a_newsroom_types_a_film_beside_the_sample,
    references_lead_to_one_record_or_are_refused,
    a_name_leads_where_it_led_while_that_fits,
    a_record_of_others_is_added_to_and_not_replaced,
    what_has_nothing_to_be_found_by_is_refused,
    a_rejected_line_holds_nothing,
    a_dry_run_says_what_would_be,
    numbers_begin_at_a_place_of_the_databases_own,
);

pub(crate) const HEAD: &str = "{\"type\":\"filmgraph\",\"formatVersion\":2}\n";
const DESK: &str = r#"{"type":"source","key":"desk","kind":"DATA_SET","title":"The harbor desk"}"#;

fn file(lines: &[Value]) -> String {
    let lines = lines.iter().map(|line| format!("{line}\n"));
    format!("{HEAD}{DESK}\n{}", lines.collect::<String>())
}

fn film() -> Vec<Value> {
    let desk = json!([{"key": "desk"}]);
    vec![
        json!({"type": "company", "key": "pier", "name": "Pier Nine Pictures", "sources": desk}),
        json!({"type": "person", "key": "ida", "name": "Ida Fenwick", "birthDate": "1971",
            "names": [{"name": "I. Fenwick", "kind": "ALIAS"}], "sources": desk}),
        json!({"type": "work", "key": "glass", "kind": "FILM", "title": "Glass Harbor",
            "titles": [{"text": "Port de verre", "language": "fr", "kind": "ALTERNATIVE"}],
            "externalIds": {"IMDB": "tt9990001"}, "sources": desk}),
        json!({"type": "work", "key": "tides", "kind": "SERIES", "title": "Tides", "sources": desk}),
        json!({"type": "work", "key": "tides-1", "kind": "EPISODE", "title": "Ebb",
            "series": {"key": "tides"}, "seasonNumber": 1, "episodeNumber": 1, "sources": desk}),
        json!({"type": "role", "work": {"IMDB": "tt9990001"}, "person": {"name": "Meg Ryan", "birthYear": 1961},
            "department": "ACTING", "characters": [{"name": "Nell"}], "sources": desk}),
        json!({"type": "role", "work": {"key": "glass"}, "person": {"key": "ida"},
            "department": "DIRECTING", "sources": desk}),
        json!({"type": "companyRole", "work": {"title": "Glass Harbor"}, "company": {"key": "pier"},
            "kind": "PRODUCTION", "sources": desk}),
        json!({"type": "milestone", "work": {"key": "glass"}, "kind": "ANNOUNCED", "date": "2026-05",
            "sources": desk}),
        json!({"type": "claim", "subject": {"type": "work", "key": "glass"}, "property": "RUNTIME",
            "value": {"number": "101", "unit": "minutes"}, "source": {"key": "desk"}}),
    ]
}

pub(crate) fn import(database: &TestDatabase, text: &str, more: &[&str]) -> Output {
    let path = database.data_dir().join("desk.jsonl");
    fs::write(&path, text).expect("a file");
    let path = path.to_str().expect("a path");
    program(database, &[&["import", "jsonl", path], more].concat())
}

pub(crate) async fn with_sample(database: Database) -> TestDatabase {
    let test = TestDatabase::new(database).await;
    let store = test.store().await;
    sample::import(&store, Clock::System).await.expect("loaded");
    store.close().await;
    test
}

async fn a_newsroom_types_a_film_beside_the_sample(database: Database) {
    let test = with_sample(database).await;
    let people = test.number("SELECT COUNT(*) FROM person").await;
    let map = test.data_dir().join("map.txt");
    let map_name = map.to_str().expect("a path");
    let first = import(&test, &file(&film()), &["--map", map_name]);
    assert_eq!(first.code, Some(0), "{first:?}");
    assert!(
        first.stdout.starts_with("11 created, 0 updated"),
        "{first:?}"
    );
    assert_eq!(test.number("SELECT COUNT(*) FROM person").await, people + 1);
    let map = fs::read_to_string(&map).expect("a map");
    let mut lines = map.lines();
    assert_eq!(lines.next(), Some("file\tline\tid\thow\twarning"), "{map}");
    assert_eq!(lines.clone().count(), 11, "{map}");
    assert!(lines.all(|line| line.ends_with("\tNEW\t")), "{map}");
    // A work with IMDb's number has the same id everywhere.
    assert!(map.contains("\t5\tw2n5xchb"), "{map}");

    let store = test.store().await;
    let head = store.head().await.expect("the head");
    let again = import(&test, &file(&film()), &["--map", map_name]);
    assert_eq!(again.code, Some(0), "{again:?}");
    assert!(
        again
            .stdout
            .starts_with("0 created, 0 updated, 11 unchanged"),
        "{again:?}"
    );
    assert_eq!(
        store.head().await.expect("the head"),
        head,
        "nothing changes"
    );

    let mut changed = film();
    changed[1]["birthDate"] = "1972".into();
    changed[1]["names"] = json!([{"name": "Ida F.", "kind": "ALIAS"},
        {"name": "I. Fenwick", "kind": "ALIAS"}]);
    changed[5]["characters"] = json!([{"name": "Nelly"}]);
    let third = import(&test, &file(&changed), &[]);
    assert!(
        third
            .stdout
            .starts_with("0 created, 2 updated, 9 unchanged"),
        "{third:?}"
    );

    let out = program(&test, &["export", "-"]);
    assert!(out.stdout.starts_with(HEAD), "the export has keys");
    assert!(out.stdout.contains("\"key\":\"glass\""), "and names them");
    let other = TestDatabase::new(database).await;
    let copied = import(&other, &out.stdout, &[]);
    assert_eq!(copied.code, Some(0), "{copied:?}");
    assert_eq!(program(&other, &["export", "-"]).stdout, out.stdout);
    let there = import(&other, &file(&changed), &[]);
    assert!(
        there
            .stdout
            .starts_with("0 created, 0 updated, 11 unchanged"),
        "{there:?}"
    );
    store.close().await;
}

async fn references_lead_to_one_record_or_are_refused(database: Database) {
    let test = with_sample(database).await;
    let role = |work: Value, person: Value| {
        json!({"type": "role", "work": work, "person": person, "department": "ACTING",
            "sources": [{"key": "desk"}]})
    };
    let meg = json!({"name": "Meg Ryan"});
    let wrong = [
        (
            json!({"IMDB": "tt7777777"}),
            meg.clone(),
            "work: there is no work with IMDB tt7777777",
        ),
        (
            json!({"key": "nothing"}),
            meg.clone(),
            "work: there is no work with the key \"nothing\"",
        ),
        (
            json!({"title": "No Such Film"}),
            meg.clone(),
            "work: there is no work with the title \"No Such Film\"",
        ),
        (
            json!({"IMDB": "tt0110413", "WIKIDATA": "Q907311"}),
            meg.clone(),
            "",
        ),
        (json!({"IMDB": "nm0000204"}), meg.clone(), "work: "),
        (
            json!({"title": "Léon", "year": "1994"}),
            meg.clone(),
            "work: the year has to be",
        ),
        (
            json!({"title": "Léon", "colour": 1}),
            meg.clone(),
            "work: beside a name",
        ),
        (json!({}), meg.clone(), "work: names no record"),
        (
            json!({"type": "person", "key": "a"}),
            meg.clone(),
            "work: has to be of type work",
        ),
        (
            json!({"key": ["a"]}),
            meg.clone(),
            "work: a key stands alone",
        ),
        (
            json!({"IMDB": "tt0110413"}),
            json!({"name": "Meg Ryan", "birthYear": 1900}),
            "person: there is no",
        ),
        (
            json!({"IMDB": "tt0110413"}),
            json!({"name": "  "}),
            "person: the name has to be",
        ),
        (
            json!({"IMDB": "tt0110413"}),
            json!({"name": 7}),
            "person: the name has to be",
        ),
    ];
    for (work, person, reason) in wrong {
        let told = import(
            &test,
            &file(&[role(work.clone(), person.clone())]),
            &["--dry-run"],
        );
        let is_right = reason.is_empty();
        assert_eq!(
            told.code,
            Some(if is_right { 0 } else { 8 }),
            "{work} {person}: {told:?}"
        );
        assert!(told.stderr.contains(reason), "{work} {person}: {told:?}");
        assert!(
            !told.stderr.contains("SQL") && !told.stderr.contains("i32"),
            "{told:?}"
        );
    }
    let two = file(&[
        json!({"type": "person", "externalIds": {"IMDB": "nm0000204", "WIKIDATA": "Q167498"},
            "name": "Both", "sources": [{"key": "desk"}]}),
    ]);
    let told = import(&test, &two, &["--dry-run"]);
    assert!(
        told.code == Some(0) || told.stderr.contains("several records"),
        "{told:?}"
    );
}

async fn a_name_leads_where_it_led_while_that_fits(database: Database) {
    let test = with_sample(database).await;
    let first = import(&test, &file(&film()), &[]);
    assert_eq!(first.code, Some(0), "{first:?}");
    // Another of that name and year comes, and the name fits two.
    let other = json!({"type": "person", "key": "other-meg", "name": "Meg Ryan", "birthDate": "1961-03",
        "sources": [{"key": "desk"}]});
    let second = import(&test, &file(&[other]), &[]);
    assert!(second.stdout.starts_with("1 created"), "{second:?}");
    let again = import(&test, &file(&film()), &[]);
    assert!(
        again
            .stdout
            .starts_with("0 created, 0 updated, 11 unchanged"),
        "{again:?}"
    );
    let new = json!({"type": "role", "work": {"key": "tides"}, "department": "ACTING",
        "person": {"name": "Meg Ryan"}, "sources": [{"key": "desk"}]});
    let told = import(&test, &file(&[new]), &[]);
    assert_eq!(told.code, Some(8), "{told:?}");
    assert!(
        told.stderr.contains("person: fits several records: "),
        "{told:?}"
    );
}

async fn a_record_of_others_is_added_to_and_not_replaced(database: Database) {
    let test = with_sample(database).await;
    let line = json!({"type": "person", "externalIds": {"IMDB": "nm0000204", "TVDB": "12345"},
        "name": "N. Portman", "popularity": 7.5, "sources": [{"key": "desk"}]});
    let told = import(&test, &file(std::slice::from_ref(&line)), &[]);
    assert!(told.stdout.starts_with("1 created, 1 updated"), "{told:?}");
    let store = test.store().await;
    let text = written(&store).await;
    let pvl = text
        .lines()
        .find(|line| line.contains("\"id\":\"pvl\""))
        .expect("her line");
    let pvl: Value = serde_json::from_str(pvl).expect("JSON");
    assert_eq!(pvl["name"], "Natalie Portman");
    assert_eq!(pvl["birthDate"], "1981-06-09");
    assert_eq!(pvl["popularity"], 7.5);
    assert_eq!(pvl["externalIds"]["TVDB"], "12345");
    assert_eq!(pvl["externalIds"]["WIKIDATA"], "Q37876");
    let again = import(&test, &file(&[line]), &[]);
    assert!(
        again
            .stdout
            .starts_with("0 created, 0 updated, 2 unchanged"),
        "{again:?}"
    );
    store.close().await;
}

async fn what_has_nothing_to_be_found_by_is_refused(database: Database) {
    let test = TestDatabase::new(database).await;
    test.store().await.close().await;
    let desk = json!([{"key": "desk"}]);
    let wrong = [
        (
            json!({"type": "person", "name": "Nobody", "sources": desk}),
            "id: is needed, for a person",
        ),
        (
            json!({"type": "person", "key": "a", "name": "Nobody"}),
            "key: holds within a source",
        ),
        (
            json!({"type": "person", "key": " a", "name": "Nobody", "sources": desk}),
            "key: has to be",
        ),
        (
            json!({"type": "person", "key": 7, "name": "Nobody", "sources": desk}),
            "key: has to be",
        ),
        (
            json!({"type": "person", "key": "x".repeat(201), "name": "N", "sources": desk}),
            "key: has to be",
        ),
        (
            json!({"type": "person", "keys": {"wvu": "a"}, "name": "N", "sources": desk}),
            "keys.wvu: is no id of a source",
        ),
        (
            json!({"type": "person", "key": "a", "sources": desk}),
            "name: ",
        ),
        (
            json!({"type": "person", "key": "a", "name": "N", "colour": 1, "sources": desk}),
            "colour: ",
        ),
        (json!({"type": "role", "department": "ACTING"}), "work"),
    ];
    for (line, reason) in wrong {
        let told = import(&test, &file(std::slice::from_ref(&line)), &["--dry-run"]);
        assert_eq!(told.code, Some(8), "{line}: {told:?}");
        assert!(told.stderr.contains(reason), "{line}: {told:?}");
    }
    let old = HEAD.replace('2', "1") + "{\"type\":\"person\",\"key\":\"a\",\"name\":\"N\"}\n";
    let told = import(&test, &old, &[]);
    assert!(told.stderr.contains("\"formatVersion\":2"), "{told:?}");
}

async fn a_rejected_line_holds_nothing(database: Database) {
    let test = TestDatabase::new(database).await;
    let store = test.store().await;
    let lines = "{\"type\":\"filmgraph\",\"formatVersion\":1}\n\
        {\"type\":\"genre\",\"id\":\"g3za\",\"name\":\" \"}\n\
        {\"type\":\"genre\",\"id\":\"g3za\",\"name\":\"Drama\"}\n\
        {\"type\":\"genre\",\"id\":\"g3za\",\"name\":\"Dramas\"}\n";
    let (summary, bad) = read(&store, lines.as_bytes()).await;
    assert_eq!((summary.counts.created, summary.rejected), (1, 2));
    assert_eq!((bad[0].line, bad[1].line), (2, 4));
    store.close().await;
}

async fn a_dry_run_says_what_would_be(database: Database) {
    let test = with_sample(database).await;
    let store = test.store().await;
    let before = written(&store).await;
    let told = import(&test, &file(&film()), &["--dry-run"]);
    assert_eq!(told.code, Some(0), "{told:?}");
    assert!(told.stdout.starts_with("11 created, 0 updated"), "{told:?}");
    assert!(told.stdout.contains("nothing was written"), "{told:?}");
    assert_eq!(written(&store).await, before);
    assert_eq!(test.number("SELECT COUNT(*) FROM record_key").await, 0);
    store.close().await;
}

async fn numbers_begin_at_a_place_of_the_databases_own(database: Database) {
    let mut ids = Vec::new();
    for _ in 0..2 {
        let test = TestDatabase::new(database).await;
        let told = import(&test, &file(&[]), &[]);
        assert_eq!(told.code, Some(0), "{told:?}");
        ids.push(test.number("SELECT MAX(id) FROM source").await);
    }
    assert_ne!(ids[0], ids[1]);
    // The last number of all is read, and ends no numbering.
    let test = TestDatabase::new(database).await;
    let last = model::id::encode(entity::vocabulary::RecordKind::Source, i64::MAX & !15);
    let line = json!({"type": "source", "id": last, "kind": "ARTICLE", "title": "The last"});
    let told = import(&test, &file(&[line]), &[]);
    assert_eq!(told.code, Some(0), "{told:?}");
    let more = json!({"type": "source", "key": "more", "kind": "ARTICLE", "title": "One more"});
    let told = import(&test, &file(&[more]), &[]);
    assert!(told.stdout.starts_with("1 created"), "{told:?}");
}
