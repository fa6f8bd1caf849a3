//! Importing, exporting, and removing the sample, by the program itself and through the library.

mod bulk;
mod every_kind;

use std::fs;
use std::path::Path;

use filmgraph::clock::Clock;
use filmgraph::ingest::{BadLine, Options, Summary, import};
use filmgraph::sample;
use filmgraph::store::Store;
use filmgraph_tests::{Data, Database, Output, Program, TestDatabase, clock, is_long, on_both};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use every_kind::{Seeds, file_of};

on_both!(
    a_file_read_twice_changes_nothing,
    every_bad_line_is_told_and_the_rest_goes_in,
    a_strict_import_writes_nothing_of_a_bad_file,
    thousands_of_lines_go_in_with_one_bad_among_them,
    the_sample_can_be_removed_and_loaded_again,
    what_others_refer_to_stays_when_the_sample_goes,
);

const HEAD: &str = "{\"type\":\"filmgraph\",\"formatVersion\":1}\n";

async fn read(store: &Store, file: &[u8]) -> (Summary, Vec<BadLine>) {
    let mut bad = Vec::new();
    let options = Options {
        actor: "test",
        at: clock().micros(),
        is_strict: false,
    };
    let summary = import(store, file, options, &mut |line| bad.push(line.clone())).await;
    (summary.expect("an import"), bad)
}

async fn written(store: &Store) -> String {
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

/// Reads into a new database, and gives back what it then exports.
async fn through(database: Database, file: &str) -> String {
    let database = TestDatabase::new(database).await;
    let store = database.store().await;
    let (_, bad) = read(&store, file.as_bytes()).await;
    assert_eq!(bad, [], "{file}");
    let text = written(&store).await;
    store.close().await;
    text
}

#[test]
fn every_kind_goes_from_database_to_database_and_back() {
    let cases = if is_long() { 100 } else { 6 };
    let config = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(cases)
    };
    let same = |seeds: Seeds| {
        filmgraph_tests::run(async {
            let first = through(Database::Sqlite, &file_of(&seeds)).await;
            let second = through(Database::Postgres, &first).await;
            let third = through(Database::Sqlite, &second).await;
            assert_eq!(first, second);
            assert_eq!(second, third);
            assert_eq!(first.lines().count(), file_of(&seeds).lines().count());
        });
        Ok(())
    };
    let run = TestRunner::new(config).run(&any::<Seeds>(), same);
    run.expect("the same bytes");
}

async fn a_file_read_twice_changes_nothing(database: Database) {
    let database = TestDatabase::new(database).await;
    let store = database.store().await;
    let file = file_of(&[7; 8]);
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

async fn every_bad_line_is_told_and_the_rest_goes_in(database: Database) {
    let database = TestDatabase::new(database).await;
    let store = database.store().await;
    let mut data = Data::new();
    let film = data.film("Good", "2000");
    let genre = data.genre("Drama").id();
    let someone = data.person("Someone").id();
    let mut file = data.lines().into_bytes();
    let next = data.lines().lines().count() as u64 + 1;
    let other = Data::after(500).film("Other", "2001");
    let third = Data::after(600).film("Third", "2001");
    let bad: [(Vec<u8>, &str); 11] = [
        (format!("{{\"type\":\"work\",\"id\":\"{other}\",\"kind\":\"FILM\",\"title\":\"X\",\"colour\":1}}").into(), "colour"),
        (format!("{{\"type\":\"work\",\"id\":\"{other}\",\"kind\":\"FILM\",\"title\":5}}").into(), "title"),
        (format!("{{\"type\":\"work\",\"id\":\"{other}\",\"kind\":\"FILM\"}}").into(), "title"),
        (format!("{{\"type\":\"genre\",\"id\":\"{genre}\",\"name\":\"Drama\"}}").into(), "id"),
        (format!("{{\"type\":\"work\",\"id\":\"{other}\",\"kind\":\"FILM\",\"title\":\"X\",\"genres\":[\"None\"]}}").into(), "genres"),
        (format!("{{\"type\":\"work\",\"id\":\"{third}\",\"kind\":\"FILM\",\"title\":\"X\",\"rating\":11}}").into(), "rating"),
        (format!("{{\"type\":\"role\",\"id\":\"rvd\",\"work\":\"{third}\",\"person\":\"{someone}\",\"department\":\"ACTING\"}}").into(), "work"),
        (b"{\"type\":\"genre\",\"id\":\"g\xff\"}".to_vec(), ""),
        (b"{\"type\":\"planet\",\"id\":\"gvk\"}".to_vec(), "type"),
        (vec![b' '; 50 * 1024 * 1024], ""),
        (b"{\"type\":\"genre\",\"id\":".to_vec(), ""),
    ];
    for (line, _) in &bad {
        file.extend(line);
        file.push(b'\n');
    }
    file.pop();
    let (summary, told) = read(&store, &file).await;
    assert_eq!(summary.counts.created, 3);
    assert_eq!(summary.rejected, bad.len() as u64);
    let mut told = told;
    told.sort_by_key(|line| line.line);
    for (at, (line, (_, field))) in told.iter().zip(&bad).enumerate() {
        assert_eq!(line.line, next + at as u64, "{line:?}");
        assert_eq!(line.field, *field, "{line:?}");
    }
    assert!(told[10].reason.contains("cut off"), "{told:?}");
    assert!(told[6].reason.contains("before this record"), "{told:?}");
    assert!(written(&store).await.contains(&film));
    for head in [
        "",
        "{}\n",
        "{\"type\":\"filmgraph\",\"formatVersion\":2}\n",
        "\u{0}",
    ] {
        let (summary, told) = read(&store, head.as_bytes()).await;
        assert_eq!((summary.rejected, told[0].line), (1, 1), "{told:?}");
    }
}

fn program(database: &TestDatabase, arguments: &[&str]) -> Output {
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
            100 | 3_333 => film.with("externalIds", serde_json::json!({"IMDB": "tt0000001"})),
            _ => film,
        };
    }
    let (summary, bad) = read(&store, data.lines().as_bytes()).await;
    assert_eq!(summary.counts.created, films - 1);
    assert_eq!(bad.len(), 1, "{bad:?}");
    assert_eq!((bad[0].line, bad[0].field.as_str()), (3_335, "externalIds"));
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
