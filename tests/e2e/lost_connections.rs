//! What becomes of answers and of writes when the connection to PostgreSQL breaks, in the middle of a
//! commit and in a restart.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use filmgraph_tests::{Client, Cluster, Cut, Database, Program, Proxy, Running, TestDatabase};
use serde_json::{Value, json};

use crate::storage::{COUNT, CREATE, count, create, created, health, ready, when_healthy};

/// A server that reaches PostgreSQL by a proxy.
struct Proxied {
    database: TestDatabase,
    proxy: Proxy,
    running: Running,
    client: Client,
}

impl Proxied {
    async fn start() -> Self {
        let database = TestDatabase::new(Database::Postgres).await;
        let address = database.url().expect("an address");
        let proxy = Proxy::before(&address).await;
        TestDatabase::store_at(address.clone()).await.close().await;
        let key = Program::new(&["key", "create", "--name", "desk", "--scope", "edit"])
            .env("DATABASE_URL", &address)
            .output();
        assert_eq!(key.code, Some(0), "{key:?}");
        let running = Program::new(&["serve", "--no-sample", "--listen", "127.0.0.1:0"])
            .env("DATABASE_URL", proxy.url())
            .env("FILMGRAPH_DATABASE__ACQUIRE_TIMEOUT_MS", "1000")
            .serve()
            .await;
        let client = running.client.with_key(key.stdout.trim());
        Self {
            database,
            proxy,
            running,
            client,
        }
    }

    async fn rows(&self) -> i64 {
        self.database.number("SELECT COUNT(*) FROM source").await
    }
}

#[test]
fn a_commit_whose_answer_is_lost_is_looked_up() {
    filmgraph_tests::run(async {
        let server = Proxied::start().await;
        created(&server.client, "one").await;
        server.proxy.cut(Cut::After);
        created(&server.client, "two").await;
        assert_eq!(server.rows().await, 2);
        server.proxy.cut(Cut::Before);
        let answer = create(&server.client, "three", false).await;
        assert_eq!(answer.code(), "BUSY", "{:?}", answer.json());
        assert_eq!(server.rows().await, 2, "and it did not take effect");
        created(&server.client, "four").await;
        assert_eq!(server.rows().await, 3);
    });
}

#[test]
fn a_commit_that_cannot_be_looked_up_is_unknown() {
    filmgraph_tests::run(async {
        let server = Proxied::start().await;
        server.proxy.cut(Cut::AfterForGood);
        let input = json!({"kind": "ARTICLE", "title": "A", "idempotencyKey": "a"});
        let variables = json!({ "input": input });
        let answer = server.client.query_with(CREATE, variables.clone()).await;
        assert_eq!(answer.code(), "OUTCOME_UNKNOWN", "{:?}", answer.json());
        server.proxy.close(false);
        // The same key does it once, whatever became of the first attempt.
        let answer = server.client.query_with(CREATE, variables).await;
        assert_eq!(answer.data()["sourceCreate"]["userErrors"], json!([]));
        assert_eq!(server.rows().await, 1);
    });
}

/// Numbers of transactions that no disk has seen are given out again after a crash, so that the number
/// of a commit that never arrived may be that of somebody else's transaction.
#[test]
fn a_commit_before_a_crash_is_not_taken_for_another_one() {
    let crashes: [fn(&Cluster); 2] = [
        |cluster| {
            cluster.stop();
            cluster.restart();
        },
        Cluster::kill_a_process,
    ];
    for crash in crashes {
        filmgraph_tests::run(async move {
            let cluster = Cluster::start();
            let address = cluster.url();
            let proxy = Proxy::before(&address).await;
            TestDatabase::store_at(address.clone()).await.close().await;
            let key = Program::new(&["key", "create", "--name", "desk", "--scope", "edit"])
                .env("DATABASE_URL", &address)
                .output();
            assert_eq!(key.code, Some(0), "{key:?}");
            let running = Program::new(&["serve", "--no-sample", "--listen", "127.0.0.1:0"])
                .env("DATABASE_URL", proxy.url())
                .env("FILMGRAPH_SERVER__REQUEST_TIMEOUT_MS", "60000")
                .env("FILMGRAPH_DATABASE__ACQUIRE_TIMEOUT_MS", "30000")
                .serve()
                .await;
            let client = running.client.with_key(key.stdout.trim());
            created(&client, "one").await;
            proxy.cut(Cut::BeforeForGood);
            let writing = create(&client, "two", false);
            let others = async {
                while !proxy.is_closed() {
                    tokio::time::sleep(Duration::from_millis(1)).await;
                }
                crash(&cluster);
                // Until it is there again, which a crash of one process shows to nobody else.
                tokio::time::sleep(Duration::from_secs(1)).await;
                let transactions = "DO $$ BEGIN FOR number IN 1..200 LOOP
                    PERFORM pg_current_xact_id(); COMMIT; END LOOP; END $$";
                TestDatabase::execute_at(&address, transactions).await;
                proxy.close(false);
            };
            let (answer, ()) = futures_util::join!(writing, others);
            assert_eq!(answer.code(), "OUTCOME_UNKNOWN", "{:?}", answer.json());
            assert_eq!(count(&client).await, 1);
            created(&client, "three").await;
        });
    }
}

#[test]
fn a_restart_of_the_database_costs_no_reader_an_answer() {
    filmgraph_tests::run(async {
        let server = Proxied::start().await;
        created(&server.client, "one").await;
        for _ in 0..10 {
            // All connections are in use, and rested for less than a moment, when they break.
            let load = (0..16).map(|_| server.client.query(COUNT));
            for answer in futures_util::future::join_all(load).await {
                assert_eq!(answer.data()["sources"]["totalCount"], 1);
            }
            server.proxy.break_all();
            let load = (0..16).map(|_| server.client.query(COUNT));
            for answer in futures_util::future::join_all(load).await {
                assert_eq!(answer.json()["errors"], Value::Null, "{:?}", answer.json());
            }
        }
        server.proxy.break_all();
        created(&server.client, "two").await;
        assert_eq!(health(&server.running.client).await, ready("ok"));
    });
}

/// The database itself, not only its connections: it says that it shuts down, refuses connections, and
/// says that it starts.
#[test]
fn a_real_restart_is_no_fault_of_the_server() {
    filmgraph_tests::run(async {
        let cluster = Arc::new(Cluster::start());
        let running = Program::new(&["serve", "--no-sample", "--listen", "127.0.0.1:0"])
            .env("DATABASE_URL", cluster.url())
            .env("FILMGRAPH_SERVER__REQUEST_TIMEOUT_MS", "60000")
            .env("FILMGRAPH_DATABASE__ACQUIRE_TIMEOUT_MS", "60000")
            .serve()
            .await;
        let is_over = AtomicBool::new(false);
        let reader = async || {
            let mut answers = 0;
            while !is_over.load(Ordering::SeqCst) {
                let answer = running.client.query(COUNT).await;
                assert_eq!(answer.json()["errors"], Value::Null, "{:?}", answer.json());
                answers += 1;
            }
            answers
        };
        let readers = futures_util::future::join_all((0..8).map(|_| reader()));
        let restarts = async {
            for _ in 0..3 {
                tokio::time::sleep(Duration::from_millis(200)).await;
                let cluster = cluster.clone();
                let restart = move || {
                    cluster.stop();
                    cluster.restart();
                };
                let restarted = tokio::task::spawn_blocking(restart);
                restarted.await.expect("a restart");
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
            is_over.store(true, Ordering::SeqCst);
        };
        let (answers, ()) = futures_util::join!(readers, restarts);
        assert!(answers.iter().all(|count| *count > 0), "{answers:?}");
    });
}

#[test]
fn a_database_that_may_not_be_written_is_read() {
    filmgraph_tests::run(async {
        let server = Proxied::start().await;
        created(&server.client, "one").await;
        let name = server.database.url().expect("an address");
        let name = name.rsplit('/').next().expect("a name").to_owned();
        let set = |value: &str| {
            format!("ALTER DATABASE {name} SET default_transaction_read_only = {value}")
        };
        server.database.execute(&set("on")).await;
        server.proxy.break_all();
        let answer = create(&server.client, "two", false).await;
        assert_eq!(answer.code(), "READ_ONLY", "{:?}", answer.json());
        assert_eq!(count(&server.client).await, 1);
        assert_eq!(health(&server.client).await, ready("READ_ONLY"));
        let undo = format!("BEGIN READ WRITE; {}; COMMIT", set("off"));
        server.database.execute(&undo).await;
        server.proxy.break_all();
        when_healthy(&server.client).await;
        created(&server.client, "three").await;
    });
}

#[test]
fn a_start_without_a_database_says_at_once_why() {
    let port = filmgraph_tests::closed_port();
    let address = format!("postgres://filmgraph:hunter2@127.0.0.1:{port}/films");
    let ended = Program::new(&["migrate"])
        .env("DATABASE_URL", address)
        .output();
    assert_eq!(ended.code, Some(5), "{ended:?}");
    assert!(ended.stderr.contains("refused"), "{ended:?}");
    assert!(!ended.stderr.contains("hunter2"), "{ended:?}");
    assert!(ended.took < Duration::from_secs(4), "{ended:?}");
}
