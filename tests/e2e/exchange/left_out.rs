//! Lines that need what a wrong line was to bring: the wrong line is told, the others are counted.

use std::fs;

use filmgraph_tests::{Data, Database, Output, TestDatabase, on_both};
use serde_json::{Value, json};

use super::program;

on_both!(
    what_follows_from_one_wrong_line_is_counted,
    without_ids_it_is_counted_too,
    what_nothing_brings_is_told_once,
    a_later_right_line_ends_it,
);

const OPEN: &str = "{\"type\":\"filmgraph\",\"formatVersion\":2}\n";

fn import(database: &TestDatabase, text: &str, more: &[&str]) -> Output {
    let path = database.data_dir().join("left.jsonl");
    fs::write(&path, text).expect("a file");
    let path = path.to_str().expect("a path");
    program(database, &[&["import", "jsonl", path], more].concat())
}

/// What was told on standard error of each line, without the file's name.
fn told(output: &Output) -> Vec<String> {
    let lines = output.stderr.lines();
    let told = lines.filter_map(|line| line.split_once("left.jsonl:"));
    told.map(|(_, told)| told.to_owned()).collect()
}

async fn what_follows_from_one_wrong_line_is_counted(database: Database) {
    let test = TestDatabase::new(database).await;
    let mut data = Data::new();
    let source = data.source("ARTICLE", " ").id();
    let sources = json!([source]);
    let person = data.person("Somebody");
    let person = person.with("sources", sources.clone()).id();
    for number in 0..60 {
        let film = data.work("FILM", &format!("Film {number}"));
        let film = film.with("sources", sources.clone()).id();
        let _ = data.acts(&person, &film);
    }
    let alone = data.film("Alone", "2000");
    let file = data.lines();
    let first = import(&test, &file, &[]);
    assert_eq!(first.code, Some(8), "{first:?}");
    let expected = [
        "2: title: must not be empty",
        "2: 121 records need it and are left out",
    ];
    assert_eq!(told(&first), expected, "{first:?}");
    let counts =
        "1 created, 0 updated, 0 unchanged, 122 rejected (121 of them because they need another)";
    assert!(first.stdout.starts_with(counts), "{first:?}");
    let said = "122 lines rejected; the others are in";
    assert!(first.stderr.contains(said), "{first:?}");
    let dry = import(&test, &file, &["--dry-run"]);
    assert_eq!(told(&dry), expected, "{dry:?}");
    // A strict import ends with the first line.
    let strict = import(&test, &file, &["--strict"]);
    assert_eq!(told(&strict), expected[..1], "{strict:?}");
    assert_eq!(test.number("SELECT COUNT(*) FROM work").await, 1);
    // A source that is no record at all is a cause as well.
    let source_line = file.lines().nth(1).expect("the source");
    for wrong in [
        source_line.replace("ARTICLE", "NONSENSE"),
        source_line.replace("title", "titel"),
    ] {
        let output = import(&test, &file.replace(source_line, &wrong), &[]);
        let lines = told(&output);
        assert_eq!(lines.len(), 2, "{output:?}");
        assert_eq!(lines[1], expected[1], "{output:?}");
    }
    assert!(file.contains(&alone));
}

async fn without_ids_it_is_counted_too(database: Database) {
    let test = TestDatabase::new(database).await;
    let desk = json!([{"key": "desk"}]);
    let lines: Vec<Value> = vec![
        json!({"type": "source", "key": "desk", "kind": "DATA_SET", "title": "The desk"}),
        json!({"type": "work", "key": "glass", "kind": "FILM", "title": "Glass", "runtimeMinutes": 0,
            "externalIds": {"IMDB": "tt9990001"}, "sources": desk}),
        json!({"type": "person", "key": "ida", "name": "Ida", "sources": desk}),
        json!({"type": "role", "work": {"key": "glass"}, "person": {"key": "ida"}, "department": "ACTING", "sources": desk}),
        json!({"type": "role", "work": {"IMDB": "tt9990001"}, "person": {"key": "ida"}, "department": "WRITING", "sources": desk}),
        json!({"type": "role", "work": {"title": "Glass"}, "person": {"key": "ida"}, "department": "DIRECTING", "sources": desk}),
        json!({"type": "claim", "subject": {"type": "work", "key": "glass"}, "property": "RUNTIME",
            "value": {"number": "101", "unit": "minutes"}, "source": {"key": "desk"}}),
    ];
    let lines: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let output = import(&test, &format!("{OPEN}{lines}"), &[]);
    let expected = [
        "3: runtimeMinutes: is 0; must be at least 1",
        "3: 4 records need it and are left out",
    ];
    assert_eq!(told(&output), expected, "{output:?}");
    assert!(output.stdout.starts_with("2 created"), "{output:?}");
}

async fn what_nothing_brings_is_told_once(database: Database) {
    let test = TestDatabase::new(database).await;
    let mut data = Data::new();
    let nobody = Data::after(900).next_id(entity::vocabulary::RecordKind::Person);
    for number in 0..3 {
        let film = data.film(&format!("Film {number}"), "2000");
        let _ = data.acts(&nobody, &film);
    }
    let drama = data.work("FILM", "Drama");
    let _ = drama.with("genres", json!(["Noir"])).id();
    let output = import(&test, &data.lines(), &[]);
    let lines = told(&output);
    assert_eq!(lines.len(), 3, "{output:?}");
    assert_eq!(lines[0], "5: genres.0: there is no genre written \"Noir\"");
    assert!(
        lines[1].starts_with("6: person: there is no person"),
        "{output:?}"
    );
    let more = format!("6: 2 records more need the person {nobody}, too, and are left out");
    assert_eq!(lines[2], more, "{output:?}");
    let counts = "3 created, 0 updated, 0 unchanged, 4 rejected (2 of them";
    assert!(output.stdout.starts_with(counts), "{output:?}");
}

async fn a_later_right_line_ends_it(database: Database) {
    let test = TestDatabase::new(database).await;
    let line = |line: Value| format!("{line}\n");
    let genre = |name: &str| line(json!({"type": "genre", "id": "g3za", "name": name}));
    let film = |id: &str| {
        line(json!({"type": "work", "id": id, "kind": "FILM", "title": "X", "genres": ["Drama"]}))
    };
    let text = [
        OPEN.to_owned(),
        line(json!({"type": "genre", "id": "g3za", "name": "Drama", "colour": 1})),
        film("wvu"),
        genre("Drama"),
        film("wvu"),
    ];
    let output = import(&test, &text.concat(), &[]);
    let lines = told(&output);
    assert_eq!(lines.len(), 2, "{output:?}");
    assert_eq!(
        lines[1], "2: 1 record needs it and is left out",
        "{output:?}"
    );
    assert!(output.stdout.starts_with("2 created"), "{output:?}");
}
