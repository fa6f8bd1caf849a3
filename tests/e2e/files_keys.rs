//! A key holds within the source that leads its line: what befalls a line with the same key of another
//! source is not told of it.

use filmgraph_tests::{Database, on_both};
use serde_json::{Value, json};

use crate::files_without_ids::{HEAD, import, with_sample};

on_both!(
    a_wrong_line_of_another_source_stands_in_no_way,
    a_key_of_the_own_source_is_not_taken_for_another_s,
);

fn file(lines: &[Value]) -> String {
    let source =
        |key: &str| json!({"type": "source", "key": key, "kind": "DATA_SET", "title": key});
    let sources = [source("desk"), source("wire")];
    let lines = sources.iter().chain(lines);
    let lines: Vec<String> = lines.map(|line| format!("{line}\n")).collect();
    format!("{HEAD}{}", lines.concat())
}

fn of(source: &str, mut line: Value) -> Value {
    line["sources"] = json!([{"key": source}]);
    line
}

fn person(source: &str, name: &str) -> Value {
    of(source, json!({"type": "person", "key": "x", "name": name}))
}

fn work(source: &str) -> Value {
    of(
        source,
        json!({"type": "work", "key": source, "kind": "FILM", "title": source}),
    )
}

fn role(source: &str) -> Value {
    let line = json!({"type": "role", "work": {"key": source}, "person": {"key": "x"},
        "department": "ACTING"});
    of(source, line)
}

async fn a_wrong_line_of_another_source_stands_in_no_way(database: Database) {
    let test = with_sample(database).await;
    let mut mistaken = person("desk", "Natalie Portman");
    mistaken["externalIds"] = json!({"IMDB": "nm0000204"});
    let lines = [
        person("desk", "One"),
        person("wire", "Two"),
        mistaken,
        work("desk"),
        work("wire"),
        role("wire"),
        role("desk"),
    ];
    let told = import(&test, &file(&lines), &[]);
    assert_eq!(told.code, Some(8), "{told:?}");
    assert!(told.stderr.contains(":6: key: is that of"), "{told:?}");
    // The role of the wire is of its own person; whom the desk means by the key is not known.
    assert!(!told.stderr.contains(":9:"), "{told:?}");
    let of_two = "SELECT COUNT(*) FROM role JOIN person ON person.id = role.person_id WHERE person.name = 'Two'";
    assert_eq!(test.number(of_two).await, 1);
    let of_one = "SELECT COUNT(*) FROM role JOIN person ON person.id = role.person_id WHERE person.name = 'One'";
    assert_eq!(test.number(of_one).await, 0);
    assert!(
        told.stderr
            .contains(":6: 1 record needs it and is left out"),
        "{told:?}"
    );
}

async fn a_key_of_the_own_source_is_not_taken_for_another_s(database: Database) {
    let test = with_sample(database).await;
    let mut wrong = person("desk", "One");
    wrong["birthDate"] = json!("soon");
    let lines = [
        person("wire", "Two"),
        wrong,
        work("desk"),
        work("wire"),
        role("desk"),
        role("wire"),
    ];
    let told = import(&test, &file(&lines), &[]);
    assert_eq!(told.code, Some(8), "{told:?}");
    // Not the person of the wire, who has the same key there.
    assert!(
        told.stderr
            .contains(":5: 1 record needs it and is left out"),
        "{told:?}"
    );
    let of_two = "SELECT COUNT(*) FROM role JOIN person ON person.id = role.person_id WHERE person.name = 'Two'";
    assert_eq!(test.number(of_two).await, 1);
    // Put right, it goes in.
    let mut right = lines.to_vec();
    right[1] = person("desk", "One");
    let told = import(&test, &file(&right), &[]);
    assert_eq!(told.code, Some(0), "{told:?}");
    assert!(told.stdout.starts_with("2 created"), "{told:?}");
}
