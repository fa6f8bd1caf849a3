//! What runs at a time, how long, and how large its answer may be.

use std::time::{Duration, Instant};

use filmgraph_tests::{Database, Options, Server, on_both};
use futures_util::future::join_all;
use serde_json::json;

on_both!(
    what_does_not_fit_is_told_when_to_come_back,
    light_requests_pass_those_that_wait,
    an_answer_has_a_size,
    what_a_client_sends_is_not_kept_many_times,
);

const HEAVY: &str =
    "{ film(by: {named: {title: \"Good Sex\", year: 2026}}) { cast(first: 20) { nodes {
    priorWork(first: 40) { nodes { cast(first: 20) { nodes { person { name } } } } } } } } }";
const LIGHT: &str = "{ __typename }";

/// A server with room for one heavy request at a time.
async fn narrow(database: Database, queue: usize, patience_ms: u64) -> Server {
    let options = Options::sample().with(|config| {
        config.memory.budget_mb = 64;
        config.memory.requests_percent = 10;
        config.traffic.queue_length = queue;
        config.traffic.queue_ms = patience_ms;
    });
    Server::start(database, options).await
}

async fn what_does_not_fit_is_told_when_to_come_back(database: Database) {
    let server = narrow(database, 2, 120_000).await;
    let answers = join_all((0..8).map(|_| server.query(HEAVY))).await;
    let (mut answered, mut refused) = (0, 0);
    for answer in answers {
        if answer.status == 200 {
            assert!(answer.data()["film"].is_object());
            answered += 1;
            continue;
        }
        assert_eq!((answer.status, answer.code().as_str()), (503, "BUSY"));
        assert_eq!(answer.header("retry-after"), Some("120"));
        assert_eq!(answer.error()["extensions"]["retryAfter"], 120);
        refused += 1;
    }
    assert_eq!((answered, refused), (3, 5), "one runs and two wait");
    let alone = server.query(HEAVY).await;
    assert_eq!(alone.status, 200, "and one alone is answered");
}

async fn light_requests_pass_those_that_wait(database: Database) {
    let server = narrow(database, 8, 120_000).await;
    let heavy = join_all((0..4).map(|_| server.query(HEAVY)));
    let light = async {
        for _ in 0..50 {
            let started = Instant::now();
            assert_eq!(server.query(LIGHT).await.status, 200);
            let ready = server.get("/health/ready").await;
            assert_eq!(ready.status, 200, "{}", ready.body);
            assert!(started.elapsed() < Duration::from_secs(5));
        }
    };
    let (heavy, ()) = futures_util::join!(heavy, light);
    assert!(heavy.iter().all(|answer| answer.data()["film"].is_object()));
}

async fn an_answer_has_a_size(database: Database) {
    let options = Options::sample().with(|config| config.limits.max_answer_bytes = 2_000);
    let server = Server::start(database, options).await;
    let answer = server.query(HEAVY).await;
    assert_eq!(answer.code(), "BUDGET_EXCEEDED");
    let error = &answer.error()["extensions"];
    assert_eq!(
        (&error["bound"], &error["limit"]),
        (&json!("max_answer_bytes"), &json!(2_000))
    );
    assert_eq!(server.query(LIGHT).await.status, 200);
}

async fn what_a_client_sends_is_not_kept_many_times(database: Database) {
    let server = Server::start(database, Options::sample()).await;
    let query = "query($x: ID!) { node(id: $x) { id } }";
    let answer = server
        .query_with(query, json!({"x": "x".repeat(900_000)}))
        .await;
    assert_eq!(answer.code(), "INVALID_VALUE");
    assert!(answer.body.len() < 2_000, "{} bytes", answer.body.len());
    let query = "query($x: [ID!]!) { nodes(ids: $x) { id } }";
    let answer = server
        .query_with(query, json!({"x": vec!["wvu"; 10_001]}))
        .await;
    let error = &answer.error()["extensions"];
    assert_eq!(
        (&error["bound"], &error["actual"]),
        (&json!("max_values"), &json!(10_002))
    );
}

#[test]
fn the_database_stops_working_on_what_is_given_up() {
    filmgraph_tests::run(async {
        let options = Options::sample().with(|config| config.server.request_timeout_ms = 500);
        let server = Server::start(Database::Postgres, options).await;
        let query = "{ film(by: {named: {title: \"Good Sex\", year: 2026}}) { title } }";
        assert_eq!(server.query(query).await.status, 200);
        let connection = server.database().connect(1).await;
        use sea_orm::{ConnectionTrait, TransactionTrait};
        let lock = connection.begin().await.expect("a transaction");
        let sql = "LOCK TABLE work, title IN ACCESS EXCLUSIVE MODE";
        lock.execute_unprepared(sql).await.expect("a lock");
        let started = Instant::now();
        let answer = server.query(query).await;
        let took = started.elapsed();
        assert_eq!((answer.status, answer.code().as_str()), (504, "TIMEOUT"));
        assert!(took < Duration::from_millis(1_500), "{took:?}");
        let waiting = "SELECT COUNT(*) FROM pg_stat_activity WHERE application_name = 'filmgraph' \
                       AND datname = current_database() AND state = 'active'";
        for _ in 0..40 {
            if server.database().number(waiting).await == 0 {
                lock.rollback().await.expect("the lock is given back");
                assert_eq!(server.query(query).await.status, 200);
                return;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("the database still works on it");
    });
}
