//! Generated data, read in and asked about: the answers are those of hand-written SQL, and no
//! statement reads a whole table.

use std::fs;
use std::time::Duration;

use data::generate::{Format, Options, generate};
use filmgraph_tests::{
    CREDITS, Database, FILM, LOG_STATEMENTS, Measured, PRIOR, Program, Running, TestDatabase,
    on_both, plan_of, scans,
};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use tempfile::TempDir;

on_both!(every_line_goes_in_and_the_answers_are_those_of_sql_without_a_scan);

/// Reading in takes a debug build its time when others run beside it.
const PATIENCE: Duration = Duration::from_mins(10);
const HUB: u64 = 700;

fn generated() -> TempDir {
    let folder = TempDir::new().expect("a temporary directory");
    let options = Options {
        titles: 1_500,
        seed: 3,
        episodes_share: 7_000,
        hub: HUB,
        format: Format::Jsonl,
        has_traps: false,
        replaces: false,
    };
    generate(&options, folder.path(), &mut || ()).expect("a file");
    folder
}

async fn every_line_goes_in_and_the_answers_are_those_of_sql_without_a_scan(database: Database) {
    let folder = generated();
    let place = TestDatabase::new(database).await;
    read_in(&place, &folder);
    let mut program = place.configure(Program::new(&["serve", "--no-sample"]));
    for (name, value) in LOG_STATEMENTS {
        program = program.env(name, value);
    }
    let program = program.env("FILMGRAPH_MEMORY__CACHE_PERCENT", "0");
    let debug = program.env("FILMGRAPH_SERVER__DEBUG_HEADERS", "true");
    let server = debug
        .env("FILMGRAPH_SERVER__LISTEN", "127.0.0.1:0")
        .serve()
        .await;
    let raw = place.connect(1).await;
    // The planner takes a scan for a table of a page or two, whatever the indexes: what counts is
    // whether there is another way.
    if database == Database::Postgres {
        let off = raw.execute_unprepared("SET enable_seqscan = off").await;
        off.expect("a setting");
    }
    let films = ids(
        &raw,
        "SELECT work_id FROM role JOIN work ON work.id = work_id WHERE kind = 1 AND department = 1
         GROUP BY work_id HAVING COUNT(*) >= 5 ORDER BY work_id LIMIT 10",
    );
    let people = ids(
        &raw,
        "SELECT person_id FROM role GROUP BY person_id ORDER BY COUNT(*) DESC, person_id LIMIT 10",
    );
    let (films, people) = (films.await, people.await);
    for (measured, ids) in [(FILM, &films), (PRIOR, &films), (CREDITS, &people)] {
        assert_eq!(ids.len(), 10);
        for id in ids {
            agree(&server, &raw, measured, *id).await;
        }
    }
    let busiest = server.client.post(&CREDITS.body(people[0])).await.data();
    assert_eq!(busiest["person"]["roles"]["totalCount"], HUB);
    raw.close().await.expect("a closed connection");
}

fn read_in(place: &TestDatabase, folder: &TempDir) {
    let file = folder.path().join("generated.jsonl");
    let text = fs::read_to_string(&file).expect("the file");
    let path = file.to_str().expect("a path that is text");
    let program = place.configure(Program::new(&["import", "jsonl", path]));
    let output = program.within(PATIENCE).output();
    assert_eq!(output.code, Some(0), "{}", output.stderr);
    let records = text.lines().count() - 1;
    let summary = format!("{records} created, 0 updated, 0 unchanged, 0 rejected");
    assert!(output.stdout.starts_with(&summary), "{}", output.stdout);
}

async fn ids(raw: &DatabaseConnection, sql: &str) -> Vec<i64> {
    let statement = Statement::from_string(raw.get_database_backend(), sql);
    let rows = raw.query_all_raw(statement).await.expect(sql);
    rows.iter()
        .map(|row| row.try_get_by_index(0).expect("an id"))
        .collect()
}

async fn agree(server: &Running, raw: &DatabaseConnection, measured: Measured, id: i64) {
    let _ = server.statements();
    let answer = server.client.post(&measured.body(id)).await;
    let by_hand = measured.of_statement(raw, id).await.expect("rows");
    assert_eq!(
        measured.of_answer(&answer.data()),
        by_hand,
        "{}",
        measured.name
    );
    assert!(!by_hand.is_empty());
    let statements = server.statements_when(answer.statements()).await;
    assert_eq!(statements.len(), answer.statements() as usize);
    for statement in statements {
        let plan = plan_of(raw, &statement).await.expect("a plan");
        assert!(!plan.is_empty());
        assert!(scans(&plan).is_empty(), "{statement}\n{plan:#?}");
    }
}
