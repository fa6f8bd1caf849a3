//! What a request reads does not grow with what else is in the database: every case is asked beside a
//! few titles and beside many, and what the database did for each statement compared.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use data::generate::{Format, Options, generate};
use filmgraph_tests::case::Case;
use filmgraph_tests::{
    Answer, Content, Database, LOG_STATEMENTS, Program, Running, TestDatabase, is_long, on_both,
    plan_of, scans,
};
use model::id::{decode, encode};
use reqwest::Method;
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use serde_json::Value;
use tempfile::TempDir;

use crate::cases::{answered, records_of};

on_both!(what_a_request_reads_does_not_grow);

/// Reading in takes a debug build its time when others run beside it.
const PATIENCE: Duration = Duration::from_mins(20);
/// Lists that are read whole, for they are short by a bound of their own.
const SHORT_LISTS: [&str; 3] = ["genre", "source", "record_source"];

/// How far the numbers of one set of records are from those of the next.
const APART: i64 = 100_000_000;

/// Ten times as much is a level more of each index, at most.
const SLACK: u64 = 10;

/// A statement that reads more the more titles there are.
const GROWS: &str = "SELECT id FROM work WHERE runtime_minutes = 0";

/// How many titles stand beside the sample: few, and ten times as many.
fn sizes() -> [u64; 2] {
    if is_long() {
        [20_000, 200_000]
    } else {
        [300, 3_000]
    }
}

/// What the database did for a statement: steps of its machine on SQLite, pages on PostgreSQL.
async fn effort(database: Database, raw: &DatabaseConnection, sql: &str) -> u64 {
    match database {
        Database::Sqlite => steps(raw, sql).await,
        Database::Postgres => pages(raw, sql).await,
    }
}

async fn steps(raw: &DatabaseConnection, sql: &str) -> u64 {
    let mut connection = raw
        .get_sqlite_connection_pool()
        .acquire()
        .await
        .expect("a connection");
    let count = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&count);
    let mut handle = connection.lock_handle().await.expect("the connection");
    handle.set_progress_handler(1, move || {
        counted.fetch_add(1, Ordering::Relaxed);
        true
    });
    drop(handle);
    drop(connection);
    // The pool has one connection: this is the same.
    let statement = Statement::from_string(raw.get_database_backend(), sql);
    raw.query_all_raw(statement).await.expect(sql);
    count.load(Ordering::Relaxed)
}

async fn pages(raw: &DatabaseConnection, sql: &str) -> u64 {
    let sql = format!("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}");
    let statement = Statement::from_string(raw.get_database_backend(), sql);
    let rows = raw.query_all_raw(statement).await.expect("a plan");
    let plan: Value = rows[0].try_get_by_index(0).expect("a plan");
    let plan = &plan[0]["Plan"];
    let blocks = |name: &str| plan[name].as_u64().unwrap_or_default();
    blocks("Shared Hit Blocks") + blocks("Shared Read Blocks")
}

/// The server with the sample and so many titles beside it.
async fn server_beside(place: &TestDatabase, titles: u64, records: &str) -> Running {
    let folder = TempDir::new().expect("a temporary directory");
    let options = Options {
        titles,
        seed: 7,
        episodes_share: 5_000,
        hub: titles / 4,
        format: Format::Jsonl,
        has_traps: false,
        replaces: false,
    };
    generate(&options, folder.path(), &mut || {}).expect("a file");
    let file = folder.path().join("cases.jsonl");
    fs::write(&file, records).expect("a file");
    // Names that several sets of records have are refused in all but one.
    for (name, codes) in [("generated", [0, 0]), ("cases", [0, 8])] {
        let file = folder.path().join(name).with_extension("jsonl");
        let path = file.to_str().expect("a path that is text");
        let program = place.configure(Program::new(&["import", "jsonl", path]));
        let output = program.within(PATIENCE).output();
        let code = output.code.unwrap_or_default();
        assert!(codes.contains(&code), "{name}: {}", output.stderr);
    }
    let mut program = place.configure(Program::new(&["serve", "--no-sample"]));
    for (name, value) in LOG_STATEMENTS {
        program = program.env(name, value);
    }
    let program = program.env("FILMGRAPH_MEMORY__CACHE_PERCENT", "0");
    let program = program.env("FILMGRAPH_SERVER__DEBUG_HEADERS", "true");
    program
        .env("FILMGRAPH_SERVER__LISTEN", "127.0.0.1:0")
        .serve()
        .await
}

/// A case with its request.
struct Asked {
    name: String,
    case: Case,
    body: Value,
}

/// All cases and, as one file, their records: those of each set of records have numbers of their own.
fn all_in_one() -> (Vec<Asked>, String) {
    let mut sets: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    let mut file = "{\"type\":\"filmgraph\",\"formatVersion\":1}\n".to_owned();
    let mut asked = Vec::new();
    for (name, case) in answered() {
        if !sets.contains_key(&case.data) {
            let records = records_of(&case.data).unwrap_or_default();
            let by = APART * i64::try_from(sets.len()).expect("a few");
            let ids = moved(&records, by);
            for line in records.lines().skip(1) {
                file.push_str(&with_ids(line, &ids));
                file.push('\n');
            }
            sets.insert(case.data.clone(), ids);
        }
        let body = with_ids(&case.body().to_string(), &sets[&case.data]);
        let body = serde_json::from_str(&body).expect("a request");
        asked.push(Asked { name, case, body });
    }
    (asked, file)
}

/// The ids of records, with others so far away.
fn moved(records: &str, by: i64) -> BTreeMap<String, String> {
    fn collect(value: &Value, to: &mut Vec<String>) {
        match value {
            Value::Object(members) => {
                to.extend(members.get("id").and_then(Value::as_str).map(str::to_owned));
                members.values().for_each(|value| collect(value, to));
            }
            Value::Array(items) => items.iter().for_each(|value| collect(value, to)),
            _ => {}
        }
    }
    let mut ids = Vec::new();
    for line in records.lines() {
        collect(&serde_json::from_str(line).expect("a record"), &mut ids);
    }
    let away = |id: String| {
        let read = decode(&id).expect("an id");
        let other = encode(read.kind, read.id + by);
        (id, other)
    };
    ids.into_iter().map(away).collect()
}

/// A text of JSON with these ids for those, also within a document.
fn with_ids(text: &str, ids: &BTreeMap<String, String>) -> String {
    let mut words: Vec<&str> = text.split('"').collect();
    for word in &mut words {
        let (bare, is_within) = word
            .strip_suffix('\\')
            .map_or((*word, false), |bare| (bare, true));
        if let Some(other) = ids.get(bare).filter(|_| !is_within) {
            *word = other;
        }
    }
    let mut text = words.join("\"");
    for (id, other) in ids {
        text = text.replace(&format!("\\\"{id}\\\""), &format!("\\\"{other}\\\""));
    }
    text
}

/// What each statement of the cases took, by case and by what the statement reads.
type Efforts = BTreeMap<(String, String), u64>;

async fn efforts(
    database: Database,
    titles: u64,
    (cases, records): (&[Asked], &str),
    faults: &mut Vec<String>,
) -> Efforts {
    let place = TestDatabase::with(database, Content::Sample).await;
    let server = server_beside(&place, titles, records).await;
    // The planner takes a scan for a table of a page or two, whatever the indexes: what counts is
    // whether there is another way.
    if database == Database::Sqlite {
        place.execute("DELETE FROM sqlite_stat1").await;
    }
    let raw = place.connect(1).await;
    if database == Database::Postgres {
        for setting in ["ANALYZE", "SET enable_seqscan = off"] {
            raw.execute_unprepared(setting).await.expect(setting);
        }
    }
    let mut efforts = Efforts::new();
    for Asked { name, case, body } in cases {
        let _ = server.statements();
        let mut request = server.client.request(Method::POST, "/graphql");
        for (name, value) in &case.headers {
            request = request.header(name, value);
        }
        let answer = Answer::of(request.json(body)).await;
        if answer.header("filmgraph-statements").is_none() {
            continue;
        }
        let statements = server.statements_when(answer.statements()).await;
        for statement in statements {
            let plan = plan_of(&raw, &statement).await.expect("a plan");
            if !titles_are_few(titles) && is_whole(&plan) {
                faults.push(format!(
                    "{name}: reads a whole table: {statement}\n{plan:#?}"
                ));
            }
            let effort = effort(database, &raw, &statement).await;
            *efforts
                .entry((name.clone(), shape(&statement)))
                .or_default() += effort;
        }
    }
    let measure = effort(database, &raw, GROWS).await;
    efforts.insert((GROWS.to_owned(), String::new()), measure);
    raw.close().await.expect("a closed connection");
    efforts
}

fn titles_are_few(titles: u64) -> bool {
    titles == sizes()[0]
}

/// Whether a plan reads the whole of a table that grows.
fn is_whole(plan: &[String]) -> bool {
    let is_short = |step: &String| {
        SHORT_LISTS
            .iter()
            .any(|table| step.split_whitespace().any(|word| word == *table))
    };
    scans(plan).into_iter().any(|step| !is_short(step))
}

/// What a statement reads, and from where, without its values.
fn shape(sql: &str) -> String {
    let (columns, rest) = sql.split_once(" FROM ").unwrap_or((sql, ""));
    let columns = columns.trim_start_matches(|char: char| char != ' ');
    let columns = columns.trim_matches(|char: char| !char.is_alphabetic());
    let table: String = rest.chars().take_while(|char| *char != ' ').collect();
    format!("{columns} of {table}")
}

async fn what_a_request_reads_does_not_grow(database: Database) {
    let (cases, records) = all_in_one();
    let asked = (cases.as_slice(), records.as_str());
    let mut faults = Vec::new();
    let [few, many] = sizes();
    let few = efforts(database, few, asked, &mut faults).await;
    let many = efforts(database, many, asked, &mut faults).await;
    assert!(few.len() > 200, "{}", few.len());
    let mut is_measured = false;
    for ((name, shape), before) in &few {
        let after = many.get(&(name.clone(), shape.clone())).copied();
        let grows = after.is_none_or(|after| after > before + before / 2 + SLACK);
        if name == GROWS {
            is_measured = grows;
        } else if grows {
            faults.push(format!("{name}: {before}, then {after:?}: {shape}"));
        }
    }
    let seen = (GROWS.to_owned(), String::new());
    let seen = (few.get(&seen), many.get(&seen));
    assert!(is_measured, "what grows is not seen: {seen:?}");
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}
