//! The end of the program: within its time whatever the database does, and at once if asked twice.

use std::time::{Duration, Instant};

use filmgraph_tests::{Cluster, Database, Program, Raw, Running, TestDatabase, is_long, on_both};

on_both!(every_signal_stops_in_order);

/// What a stop may take past its time, and what a busy machine adds.
const SLACK: Duration = Duration::from_secs(3);

const SERVE: [&str; 4] = ["serve", "--listen", "127.0.0.1:0", "--no-sample"];

const QUERY: &str = "{ film(by: {id: \"wvu\"}) { title } }";

/// The exit code of a stopped program and how long the stop took.
fn ended(server: Running, since: Instant) -> (Option<i32>, Duration) {
    (server.wait(), since.elapsed())
}

#[track_caller]
fn assert_orderly(server: Running, since: Instant, within: Duration) {
    let (code, took) = ended(server, since);
    assert_eq!(code, Some(0));
    assert!(took < within, "{took:?}");
    println!("stopped after {took:?}");
}

async fn every_signal_stops_in_order(database: Database) {
    for signal in ["TERM", "INT", "HUP"] {
        let database = TestDatabase::new(database).await;
        let server = database
            .configure(Program::with_hangup(&SERVE))
            .serve()
            .await;
        let _ = server.client.query(QUERY).await;
        let since = Instant::now();
        server.signal(signal);
        assert_orderly(server, since, SLACK);
        let left = std::fs::read_dir(database.data_dir()).expect("a directory");
        let left: Vec<_> = left.map(|file| file.expect("a file").file_name()).collect();
        let has_log = |name: &std::ffi::OsString| name.to_string_lossy().ends_with("-wal");
        assert!(!left.iter().any(has_log), "{left:?}");
    }
}

/// A cluster with a server on it that has yet to write when a key was used.
struct Setting {
    cluster: Cluster,
    server: Running,
}

impl Setting {
    async fn new(shutdown_timeout_s: u32) -> Self {
        let cluster = Cluster::start();
        let program = |arguments: &[&str]| {
            let program = Program::with_hangup(arguments).env("DATABASE_URL", cluster.url());
            program.env(
                "FILMGRAPH_SERVER__SHUTDOWN_TIMEOUT_S",
                shutdown_timeout_s.to_string(),
            )
        };
        assert_eq!(program(&["migrate"]).output().code, Some(0));
        let made = program(&["key", "create", "--name", "reader"]).output();
        assert_eq!(made.code, Some(0), "{made:?}");
        let server = program(&SERVE).serve().await;
        let reader = server.client.with_key(made.stdout.trim());
        assert_eq!(reader.query(QUERY).await.status, 200);
        Self { cluster, server }
    }
}

#[test]
fn a_stop_ends_in_time_while_the_database_refuses() {
    filmgraph_tests::run(async {
        // What its pools do meanwhile differs from run to run.
        let waits: &[u64] = if is_long() {
            &[0, 300, 1200, 2500]
        } else {
            &[0, 1200]
        };
        for wait in waits.iter().copied() {
            let Setting { cluster, server } = Setting::new(2).await;
            cluster.stop();
            let answer = server.client.query(QUERY).await;
            assert_ne!(answer.code(), "", "{answer:?}");
            tokio::time::sleep(Duration::from_millis(wait)).await;
            let since = Instant::now();
            server.terminate();
            assert_orderly(server, since, Duration::from_secs(2) + SLACK);
        }
    });
}

#[test]
fn a_stop_ends_in_time_while_the_database_hangs() {
    filmgraph_tests::run(async {
        for requests in [0, 20] {
            let Setting { cluster, server } = Setting::new(2).await;
            cluster.freeze();
            let client = server.client.clone();
            let running: Vec<_> = (0..requests)
                .map(|_| {
                    let request = client.request(reqwest::Method::POST, "/graphql");
                    let request = request.json(&serde_json::json!({"query": QUERY}));
                    tokio::spawn(request.send())
                })
                .collect();
            tokio::time::sleep(Duration::from_millis(500)).await;
            let since = Instant::now();
            server.terminate();
            assert_orderly(server, since, Duration::from_secs(2) + SLACK);
            for request in running {
                let _ = request.await;
            }
        }
    });
}

#[test]
fn a_second_signal_ends_the_program_at_once() {
    filmgraph_tests::run(async {
        for (first, second, code) in [
            ("TERM", "TERM", 143),
            ("INT", "HUP", 129),
            ("HUP", "INT", 130),
        ] {
            let Setting { cluster, server } = Setting::new(600).await;
            cluster.freeze();
            server.signal(first);
            // By then it waits for the database.
            tokio::time::sleep(Duration::from_millis(1500)).await;
            let since = Instant::now();
            server.signal(second);
            let (ended, took) = ended(server, since);
            assert_eq!(ended, Some(code), "{first} {second}");
            assert!(took < Duration::from_secs(1), "{took:?}");
        }
    });
}

#[test]
fn a_second_signal_does_not_wait_for_running_requests() {
    filmgraph_tests::run(async {
        let database = TestDatabase::new(Database::Sqlite).await;
        let program = database.configure(Program::new(&SERVE));
        let program = program.env("FILMGRAPH_SERVER__BODY_TIMEOUT_MS", "600000");
        let server = program
            .env("FILMGRAPH_SERVER__SHUTDOWN_TIMEOUT_S", "600")
            .serve()
            .await;
        let mut running = begin_a_request(&server).await;
        server.terminate();
        tokio::time::sleep(Duration::from_millis(1500)).await;
        let since = Instant::now();
        server.terminate();
        let (code, took) = ended(server, since);
        assert_eq!(code, Some(143));
        assert!(took < Duration::from_secs(1), "{took:?}");
        assert_eq!(running.rest().await.text, "");
    });
}

/// A request whose body does not come, once the server has begun with it.
async fn begin_a_request(server: &Running) -> Raw {
    let mut running = Raw::connect(&server.client).await;
    let head = "POST /graphql HTTP/1.1\r\nhost: films\r\ncontent-type: application/json\r\n\
                content-length: 100\r\nexpect: 100-continue\r\n\r\n";
    running.send(head).await;
    let told = running.answer().await;
    assert!(told.starts_with("HTTP/1.1 100 "), "{told}");
    running
}

#[test]
fn a_request_that_does_not_end_is_cut_when_the_time_is_over() {
    filmgraph_tests::run(async {
        let database = TestDatabase::new(Database::Sqlite).await;
        let program = database.configure(Program::new(&SERVE));
        let program = program.env("FILMGRAPH_SERVER__BODY_TIMEOUT_MS", "600000");
        let server = program
            .env("FILMGRAPH_SERVER__SHUTDOWN_TIMEOUT_S", "1")
            .serve()
            .await;
        let mut running = begin_a_request(&server).await;
        let since = Instant::now();
        server.terminate();
        assert_orderly(server, since, Duration::from_secs(1) + SLACK);
        assert_eq!(running.rest().await.text, "");
        assert!(!database.data_dir().join("filmgraph.sqlite-wal").exists());
    });
}

#[test]
fn connections_on_which_nothing_runs_do_not_hold_a_stop_up() {
    filmgraph_tests::run(async {
        let database = TestDatabase::new(Database::Sqlite).await;
        let server = database.configure(Program::new(&SERVE)).serve().await;
        let live = "GET /health/live HTTP/1.1\r\nhost: films\r\n\r\n";
        let mut held = Vec::new();
        for rest in [
            "",
            "G",
            "POST / HTTP/1.1\r\nhost: films\r\ntransfer-encoding: chunked\r\n\r\n5\r\na",
        ] {
            let mut connection = Raw::connect(&server.client).await;
            connection.send(format!("{live}{rest}")).await;
            assert!(connection.answer().await.starts_with("HTTP/1.1 200 OK\r\n"));
            held.push(connection);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        let since = Instant::now();
        server.terminate();
        assert_orderly(server, since, SLACK);
    });
}

#[test]
fn a_program_that_is_to_outlive_its_terminal_does() {
    filmgraph_tests::run(async {
        let database = TestDatabase::new(Database::Sqlite).await;
        let program = database.configure(Program::without_hangup(&SERVE));
        let server = program.serve().await;
        server.signal("HUP");
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert_eq!(server.client.get("/health/live").await.status, 200);
        let since = Instant::now();
        server.terminate();
        assert_orderly(server, since, SLACK);
    });
}
