//! Importing, exporting, and removing the sample, by the program itself and through the library.

mod bad_files;
mod bulk;
mod collisions;
mod every_kind;
mod left_out;
mod rules;

use std::fs;
use std::path::Path;

use data::ingest::{BadLine, Options, Summary, Tell, import};
use data::sample;
use filmgraph_tests::{Data, Database, Output, Program, TestDatabase, clock, is_long, on_both};
use model::clock::Clock;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::json;
use store::Store;

use every_kind::{Choices, file_of, files};

on_both!(
    a_file_read_twice_changes_nothing,
    the_examples_of_the_documentation_go_in,
    a_strict_import_writes_nothing_of_a_bad_file,
    thousands_of_lines_go_in_with_one_bad_among_them,
    the_sample_can_be_removed_and_loaded_again,
    what_others_refer_to_stays_when_the_sample_goes,
);

const HEAD: &str = "{\"type\":\"filmgraph\",\"formatVersion\":1}\n";

pub(crate) async fn read(store: &Store, file: &[u8]) -> (Summary, Vec<BadLine>) {
    let mut bad = Vec::new();
    let options = Options {
        actor: "test",
        at: clock().micros(),
        is_strict: false,
    };
    let summary = import(store, Box::new(file), options, &mut |told| {
        if let Tell::Wrong(line) = told {
            bad.push(line.clone());
        }
    })
    .await;
    (summary.expect("an import"), bad)
}

pub(crate) async fn written(store: &Store) -> String {
    let mut text = HEAD.to_owned();
    let mut snapshot = store.snapshot().await.expect("a snapshot");
    while let Some(records) = snapshot.next_page().await.expect("a page") {
        for record in records {
            text.push_str(&serde_json::to_string(&record).expect("JSON"));
            text.push('\n');
        }
    }
    text
}

/// Reads into a new database, twice, and gives back what it then exports.
async fn through(database: Database, file: &str) -> String {
    let database = TestDatabase::new(database).await;
    let store = database.store().await;
    let (first, bad) = read(&store, file.as_bytes()).await;
    assert_eq!(bad, [], "{file}");
    let head = store.head().await.expect("the head");
    let (again, bad) = read(&store, file.as_bytes()).await;
    assert_eq!(bad, [], "{file}");
    assert_eq!(again.counts.unchanged, first.counts.created, "{file}");
    assert_eq!(store.head().await.expect("the head"), head, "{file}");
    let text = written(&store).await;
    store.close().await;
    text
}

#[test]
fn every_kind_goes_from_database_to_database_and_back() {
    let cases = if is_long() { 200 } else { 6 };
    let config = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(cases)
    };
    let same = |choices: Choices| {
        filmgraph_tests::run(async {
            let file = file_of(&choices);
            let first = through(Database::Sqlite, &file).await;
            let second = through(Database::Postgres, &first).await;
            let third = through(Database::Sqlite, &second).await;
            assert_eq!(first, second);
            assert_eq!(second, third);
            assert_eq!(first.lines().count(), file.lines().count());
        });
        Ok(())
    };
    let run = TestRunner::new(config).run(&files(), same);
    run.expect("the same bytes");
}

/// Numbers without a pattern, always the same.
fn some_choices() -> Choices {
    let next = |state: &mut u32| {
        *state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        u16::try_from(*state >> 16).ok()
    };
    let mut state = 7;
    (0..4000).filter_map(|_| next(&mut state)).collect()
}

#[test]
fn the_generated_files_have_every_kind() {
    for choices in [Choices::new(), some_choices()] {
        let file = file_of(&choices);
        for kind in schema_kinds() {
            let start = format!("\"type\":\"{kind}\"");
            assert!(file.contains(&start), "no {kind}");
        }
    }
}

fn schema_kinds() -> Vec<String> {
    let schema = serde_json::to_value(data::ingest::record_schema()).expect("a schema");
    let kinds = schema["oneOf"].as_array().expect("the kinds");
    let kind = |kind: &serde_json::Value| {
        kind["properties"]["type"]["const"]
            .as_str()
            .map(str::to_owned)
    };
    kinds.iter().filter_map(kind).collect()
}

async fn a_file_read_twice_changes_nothing(database: Database) {
    let database = TestDatabase::new(database).await;
    let store = database.store().await;
    let file = file_of(&some_choices());
    let (first, bad) = read(&store, file.as_bytes()).await;
    assert_eq!(bad, []);
    let head = store.head().await.expect("the head");
    let (second, _) = read(&store, file.as_bytes()).await;
    assert_eq!(second.counts.unchanged, first.counts.created);
    assert_eq!(second.counts.created + second.counts.updated, 0);
    assert_eq!(store.head().await.expect("the head"), head);
    let changes = store.changes_after(0, 10_000).await.expect("the log");
    let places: Vec<i64> = changes.iter().map(|change| change.seq).collect();
    assert_eq!(places, (1..=head).collect::<Vec<_>>());
}

async fn the_examples_of_the_documentation_go_in(database: Database) {
    let test = TestDatabase::new(database).await;
    let store = test.store().await;
    sample::import(&store, Clock::System).await.expect("loaded");
    let docs = include_str!("../../docs/format.md");
    let lines = docs.lines().filter(|line| line.starts_with("{\"type\":"));
    let file: String = lines.map(|line| format!("{line}\n")).collect();
    let (summary, bad) = read(&store, file.as_bytes()).await;
    assert_eq!(bad, []);
    // A rating, an image, a video and a tombstone; the others are lines of the bundled data.
    assert_eq!((summary.counts.created, summary.counts.updated), (4, 0));
    assert_eq!(summary.counts.unchanged, 23);
}

pub(crate) fn program(database: &TestDatabase, arguments: &[&str]) -> Output {
    let data_dir = database.data_dir().to_str().expect("a path");
    let mut all = vec!["--data-dir", data_dir];
    all.extend(arguments);
    let program = Program::new(&all);
    match database.url() {
        Some(url) => program.env("DATABASE_URL", url).output(),
        None => program.output(),
    }
}

fn path_in<'a>(folder: &'a Path, name: &str) -> (std::path::PathBuf, &'a Path) {
    (folder.join(name), folder)
}

async fn a_strict_import_writes_nothing_of_a_bad_file(database: Database) {
    let database = TestDatabase::new(database).await;
    let store = database.store().await;
    let (file, _) = path_in(database.data_dir(), "bad.jsonl");
    let mut data = Data::new();
    for number in 0..1200 {
        let _ = data.film(&format!("Film {number}"), "2000");
    }
    let text = data.lines() + "{\"type\":\"genre\",\"id\":\"gvk\"}\n";
    fs::write(&file, text).expect("a file");
    let name = file.to_str().expect("a path");
    let strict = program(&database, &["import", "jsonl", "--strict", name]);
    assert_eq!(strict.code, Some(8), "{strict:?}");
    assert!(
        strict.stderr.contains("bad.jsonl:1202: name: "),
        "{strict:?}"
    );
    assert!(store.is_new().await.expect("the head"));
    let lenient = program(&database, &["import", "jsonl", name]);
    assert_eq!(lenient.code, Some(8), "{lenient:?}");
    assert!(
        lenient
            .stdout
            .starts_with("1200 created, 0 updated, 0 unchanged, 1 rejected"),
        "{lenient:?}"
    );
    let (out, _) = path_in(database.data_dir(), "out.jsonl");
    let out_name = out.to_str().expect("a path");
    assert_eq!(program(&database, &["export", out_name]).code, Some(0));
    let to_stdout = program(&database, &["export", "-"]);
    assert_eq!(fs::read_to_string(&out).expect("a file"), to_stdout.stdout);
    let again = program(&database, &["import", "jsonl", out_name]);
    assert_eq!(again.code, Some(0), "{again:?}");
    assert!(
        again
            .stdout
            .starts_with("0 created, 0 updated, 1200 unchanged"),
        "{again:?}"
    );
    let missing = program(&database, &["import", "jsonl", "/nowhere"]);
    assert_eq!(missing.code, Some(2), "{missing:?}");
}

/// 5,000 lines, 200,000 in the long form.
async fn thousands_of_lines_go_in_with_one_bad_among_them(database: Database) {
    let database = TestDatabase::new(database).await;
    let store = database.store().await;
    let films = if is_long() { 200_000 } else { 5_000 };
    let mut data = Data::new();
    for number in 0..films {
        let film = data.work("FILM", &format!("Film {number}"));
        // The same identifier in the middle of two batches: found by the database alone.
        let _ = match number {
            100 | 3_333 => film.with("externalIds", json!({"IMDB": "tt0000001"})),
            _ => film,
        };
    }
    let (summary, bad) = read(&store, data.lines().as_bytes()).await;
    assert_eq!(summary.counts.created, films - 1);
    assert_eq!(bad.len(), 1, "{bad:?}");
    assert_eq!(
        (bad[0].line, bad[0].field.as_str()),
        (3_335, "externalIds.IMDB")
    );
    let head = store.head().await.expect("the head");
    assert_eq!(u64::try_from(head).expect("a place"), films - 1);
}

async fn the_sample_can_be_removed_and_loaded_again(database: Database) {
    let database = TestDatabase::new(database).await;
    let store = database.store().await;
    let loaded = sample::import(&store, Clock::System).await.expect("loaded");
    let whole = written(&store).await;
    let removed = sample::remove(&store, Clock::System)
        .await
        .expect("removed");
    assert_eq!((removed.deleted, removed.left), (loaded.created, 0));
    assert_eq!(written(&store).await, HEAD);
    for table in [
        "title",
        "person_name",
        "record_source",
        "external_id",
        "work_genre",
    ] {
        let rows = format!("SELECT COUNT(*) FROM {table}");
        assert_eq!(database.number(&rows).await, 0, "{table}");
    }
    sample::import(&store, Clock::System).await.expect("loaded");
    assert_eq!(written(&store).await, whole);
}

async fn what_others_refer_to_stays_when_the_sample_goes(database: Database) {
    let database = TestDatabase::new(database).await;
    let store = database.store().await;
    sample::import(&store, Clock::System).await.expect("loaded");
    let mut data = Data::new();
    let film = data.film("Mine", "2020");
    let _ = data.acts("pvl", &film);
    assert_eq!(read(&store, data.lines().as_bytes()).await.1, []);
    sample::remove(&store, Clock::System)
        .await
        .expect("removed");
    let left = written(&store).await;
    let mut kinds: Vec<&str> = left
        .lines()
        .skip(1)
        .filter_map(|line| line.split('"').nth(3))
        .collect();
    kinds.dedup();
    let needed = ["source", "profession", "person", "work", "role"];
    assert_eq!(kinds, needed, "{left}");
}
