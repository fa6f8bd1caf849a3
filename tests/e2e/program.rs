//! The program itself: its commands, its exit codes, its start and its end.

use std::time::{Duration, Instant};

use filmgraph_tests::{Database, Output, Program, TestDatabase, closed_port, on_both};
use serde_json::json;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::questions::question;

on_both!(
    an_empty_database_answers_the_first_question,
    a_second_start_is_ready_soon_and_small,
    a_stop_lets_a_running_request_finish,
    a_database_newer_than_the_program_is_refused,
    migrate_brings_a_database_up_to_date,
);

/// Far more than a start or an end takes: only to catch what never comes.
const PATIENCE: Duration = Duration::from_secs(30);

/// The program on a database.
fn program(database: &TestDatabase, arguments: &[&str]) -> Program {
    let folder = database.data_dir().to_str().expect("a path in Unicode");
    let arguments = [arguments, &["--data-dir", folder]].concat();
    let program = Program::new(&arguments);
    match database.url() {
        Some(url) => program.env("DATABASE_URL", url),
        None => program,
    }
}

const SERVE: [&str; 3] = ["serve", "--listen", "127.0.0.1:0"];

/// An error: its exit code, in one line, without a password.
fn assert_fails(output: &Output, code: i32, words: &[&str]) {
    assert_eq!(output.code, Some(code), "{output:?}");
    assert_eq!(output.stdout, "", "{output:?}");
    let errors: Vec<&str> = output
        .stderr
        .lines()
        .filter(|line| line.starts_with("error: "))
        .collect();
    assert_eq!(errors.len(), 1, "{output:?}");
    assert_eq!(
        output.stderr.lines().last(),
        errors.first().copied(),
        "{output:?}"
    );
    for word in words {
        assert!(errors[0].contains(word), "{word} in {output:?}");
    }
    assert!(!output.stderr.contains("hunter2"), "{output:?}");
    assert!(!output.stderr.contains("panicked"), "{output:?}");
}

async fn an_empty_database_answers_the_first_question(database: Database) {
    let database = TestDatabase::new(database).await;
    let server = program(&database, &SERVE).serve().await;
    let data = server.client.data(question("01")).await;
    assert_eq!(data["film"]["cast"]["totalCount"], 6);
    // A new database is made of what is in the program alone.
    let answer = server.client.query(question("03")).await;
    assert_eq!(
        answer.data()["film"]["crew"]["nodes"][0]["person"]["name"],
        "Sam Levy"
    );
    assert_eq!(
        answer.header("filmgraph-statements"),
        None,
        "only for those who debug"
    );
    server.terminate();
    assert_eq!(server.wait(), Some(0));
}

async fn a_second_start_is_ready_soon_and_small(database: Database) {
    let database = TestDatabase::new(database).await;
    let first = program(&database, &SERVE).serve().await;
    let id = first.client.data(question("01")).await["film"]["id"].take();
    first.terminate();
    assert_eq!(first.wait(), Some(0));
    let second = program(&database, &SERVE).serve().await;
    for _ in 0..10 {
        let data = second.client.data(question("01")).await;
        assert_eq!(data["film"]["id"], id);
    }
    let ready = second.ready_after;
    let resident = second.resident();
    println!("ready after {ready:?}, resident {resident:?} bytes");
    if cfg!(debug_assertions) {
        assert!(ready < PATIENCE, "{ready:?}");
    } else {
        assert!(ready < Duration::from_millis(300), "{ready:?}");
        assert!(
            resident.is_none_or(|bytes| bytes < 60_000_000),
            "{resident:?}"
        );
    }
}

async fn a_stop_lets_a_running_request_finish(database: Database) {
    let database = TestDatabase::new(database).await;
    let server = program(&database, &SERVE).serve().await;
    let body = json!({"query": question("01")}).to_string();
    let (start, rest) = body.split_at(body.len() / 2);
    let address = server.client.base().trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    let length = body.len();
    let head = format!(
        "POST /graphql HTTP/1.1\r\nhost: films\r\ncontent-type: application/json\r\n\
         content-length: {length}\r\nexpect: 100-continue\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.expect("sent");
    // The server says so when it has begun with the request.
    let mut told = [0; 25];
    stream.read_exact(&mut told).await.expect("a word");
    assert_eq!(&told, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(start.as_bytes()).await.expect("sent");
    // A connection that is kept open and idle keeps nobody waiting.
    let _ = server.client.data("{ __typename }").await;
    let started = Instant::now();
    server.terminate();
    tokio::time::sleep(Duration::from_millis(200)).await;
    let refused = TcpStream::connect(address).await;
    assert!(refused.is_err(), "nobody new is served");
    stream.write_all(rest.as_bytes()).await.expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.contains("\"Natalie Portman\""), "{answer}");
    assert_eq!(server.wait(), Some(0));
    assert!(started.elapsed() < PATIENCE, "{:?}", started.elapsed());
    println!("stopped {:?} after the signal", started.elapsed());
}

async fn a_database_newer_than_the_program_is_refused(database: Database) {
    let database = TestDatabase::new(database).await;
    database.store().await.close().await;
    let name = "m29990101_000001_create_future";
    database
        .execute(&format!(
            "INSERT INTO seaql_migrations (version, applied_at) VALUES ('{name}', 0)"
        ))
        .await;
    for arguments in [&SERVE[..], &["migrate"]] {
        let output = program(&database, arguments).output();
        assert_fails(&output, 6, &["newer than this program", name]);
    }
}

async fn migrate_brings_a_database_up_to_date(database: Database) {
    let database = TestDatabase::new(database).await;
    for _ in 0..2 {
        let output = program(&database, &["migrate"]).output();
        assert_eq!(
            (output.code, output.stdout.as_str()),
            (Some(0), "The database is up to date.\n"),
            "{output:?}"
        );
    }
    assert_eq!(database.number("SELECT COUNT(*) FROM work").await, 0);
    let server = program(&database, &[&SERVE[..], &["--no-sample"]].concat())
        .serve()
        .await;
    let data = server
        .client
        .data("{ film(by: {id: \"wvu\"}) { title } }")
        .await;
    assert_eq!(data, json!({"film": null}));
}

/// A role that owns its database and no more gets a warning for every table of the system.
#[test]
fn statistics_are_those_of_the_program_alone() {
    filmgraph_tests::run(async {
        let database = TestDatabase::new(Database::Postgres).await;
        let output = program(&database, &["migrate"]).output();
        assert_eq!(
            (output.code, output.stderr.as_str()),
            (Some(0), ""),
            "{output:?}"
        );
        let analyzed = async |table: &str| {
            let of_table = format!("relname = '{table}' AND last_analyze IS NOT NULL");
            let sql = format!("SELECT COUNT(*) FROM pg_stat_all_tables WHERE {of_table}");
            database.number(&sql).await
        };
        assert_eq!(analyzed("role").await, 1);
        assert_eq!(analyzed("pg_class").await, 0);
    });
}

#[test]
fn a_busy_port_is_told_before_the_database_is_touched() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = taken.local_addr().expect("its address").to_string();
    let folder = TempDir::new().expect("a temporary directory");
    let data_dir = folder.path().join("data");
    let data_dir = data_dir.to_str().expect("a path in Unicode");
    let output = Program::new(&["serve", "--listen", &address, "--data-dir", data_dir]).output();
    assert_fails(&output, 7, &[&address, "in use"]);
    assert!(!std::path::Path::new(data_dir).exists());
}

#[test]
fn a_data_directory_that_cannot_be_written_is_told() {
    let folder = TempDir::new().expect("a temporary directory");
    let file = folder.path().join("file");
    std::fs::write(&file, "not a directory").expect("a file");
    let within = file.join("data");
    let within = within.to_str().expect("a path in Unicode");
    let output = Program::new(&["serve", "--listen", "127.0.0.1:0", "--data-dir", within]).output();
    assert_fails(&output, 4, &[within]);
}

#[test]
fn a_database_out_of_reach_is_told_within_seconds() {
    let port = closed_port();
    let url = format!("postgres://me:hunter2@127.0.0.1:{port}/films");
    for arguments in [&SERVE[..], &["migrate"]] {
        let output = Program::new(arguments).env("DATABASE_URL", &url).output();
        assert_fails(
            &output,
            5,
            &[&format!("postgres://me:***@127.0.0.1:{port}/films")],
        );
        assert!(output.took < PATIENCE, "{output:?}");
        println!("an unreachable database is told after {:?}", output.took);
    }
}

#[test]
fn a_file_that_is_no_database_is_told() {
    for is_directory in [false, true] {
        let folder = TempDir::new().expect("a temporary directory");
        let file = folder.path().join("filmgraph.sqlite");
        let (made, told) = match is_directory {
            false => (
                std::fs::write(&file, "x".repeat(5000)),
                "is another sort of file, and no SQLite database",
            ),
            true => (
                std::fs::create_dir(&file),
                "is a directory, and no SQLite database",
            ),
        };
        made.expect("a file");
        let data_dir = folder.path().to_str().expect("a path in Unicode");
        let told = format!("{} {told}", file.display());
        for command in [&SERVE[..], &["export", "-"]] {
            let output = Program::new(&[command, &["--data-dir", data_dir]].concat()).output();
            let words = [&*told, "choose another with --data-dir"];
            assert_fails(&output, 5, &words);
            assert!(!output.stderr.contains("(code"), "{output:?}");
        }
    }
}

#[test]
fn a_bad_configuration_is_told_by_its_place() {
    let folder = TempDir::new().expect("a temporary directory");
    let data_dir = folder.path().to_str().expect("a path in Unicode");
    let run = |text: &str| {
        std::fs::write(folder.path().join("filmgraph.toml"), text).expect("a file");
        Program::new(&["serve", "--data-dir", data_dir])
    };
    for (text, words) in [
        (
            "[server]\nworker = 3\n",
            &["server.worker", "did you mean server.workers"][..],
        ),
        (
            "[server]\nworkers = \"many\"\n",
            &["server.workers", "many", "0 to 1024"],
        ),
        ("[server]\n\nlisten 5\n", &["line 3"]),
        (
            "[database]\nurl = \"mysql://me:hunter2@db/films\"\n",
            &["database.url"],
        ),
        (
            "[limits]\ndefault_page = 200\n",
            &["default_page", "max_page"],
        ),
    ] {
        assert_fails(&run(text).output(), 3, words);
    }
    for (name, value, words) in [
        (
            "FILMGRAPH_SERVER__WORKERS",
            "-1",
            &["FILMGRAPH_SERVER__WORKERS", "-1"][..],
        ),
        (
            "FILMGRAPH_SERVER__WORKRES",
            "1",
            &["FILMGRAPH_SERVER__WORKRES", "FILMGRAPH_SERVER__WORKERS"],
        ),
        (
            "FILMGRAPH_SERVER__LISTEN",
            "nowhere",
            &["server.listen", "nowhere"],
        ),
        (
            "DATABASE_URL",
            "mysql://me:hunter2@db/films",
            &["database.url"],
        ),
    ] {
        assert_fails(&run("").env(name, value).output(), 3, words);
    }
    let missing = Program::new(&["serve", "--config", "/nowhere/films.toml"]).output();
    assert_fails(&missing, 3, &["/nowhere/films.toml"]);
}

#[test]
fn a_wrong_command_line_is_explained() {
    for arguments in [&[][..], &["fly"], &["serve", "--fast"]] {
        let output = Program::new(arguments).output();
        assert_eq!(output.code, Some(2), "{output:?}");
        assert!(output.stderr.contains("Usage: filmgraph"), "{output:?}");
    }
    let output = Program::new(&["--help"]).output();
    assert_eq!(output.code, Some(0));
    assert!(output.stdout.contains("Exit codes"), "{output:?}");
}

#[test]
fn the_schema_can_be_printed() {
    let output = Program::new(&["schema"]).output();
    assert_eq!((output.code, output.stderr.as_str()), (Some(0), ""));
    assert_eq!(output.stdout, include_str!("../../schema.graphql"));
    let output = Program::new(&["schema", "--client"]).output();
    assert_eq!((output.code, output.stderr.as_str()), (Some(0), ""));
    let client: serde_json::Value = serde_json::from_str(&output.stdout).expect("JSON");
    assert_eq!(client["keys"]["Film"], "id");
}

#[test]
fn the_configuration_is_printed_whole_and_without_the_password() {
    let program = Program::new(&["config"]).env("FILMGRAPH_LIMITS__MAX_EDGES", "1234");
    let output = program
        .env("DATABASE_URL", "postgres://me:hunter2@db/films")
        .output();
    assert_eq!(
        (output.code, output.stderr.as_str()),
        (Some(0), ""),
        "{output:?}"
    );
    let text = output.stdout;
    assert!(
        text.contains("url = \"postgres://me:***@db/films\""),
        "{text}"
    );
    assert!(!text.contains("hunter2"), "{text}");
    assert!(text.contains("max_edges = 1234"), "{text}");
    // Every key of the configuration that is in the program.
    let config = serde_json::to_value(filmgraph::config::Config::default()).expect("JSON");
    let mut keys = 0;
    for (name, value) in config.as_object().expect("sections") {
        let names = value
            .as_object()
            .map(|section| section.keys().cloned().collect());
        for key in names.unwrap_or_else(|| vec![name.clone()]) {
            assert!(text.contains(&format!("\n{key} = ")), "{key} in {text}");
            keys += 1;
        }
    }
    assert!(keys > 25, "{keys}");
}
