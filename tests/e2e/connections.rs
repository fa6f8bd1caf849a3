//! Connections below HTTP: how long they may take with what, and what a client sees of it.

mod refused;
mod traffic;

use std::time::{Duration, Instant};

use filmgraph::config::Config;
use filmgraph_tests::{Database, Options, Raw, Rest, Server};

const HEAD: Duration = Duration::from_millis(700);
const BODY: Duration = Duration::from_millis(900);
const IDLE: Duration = Duration::from_secs(2);
const WRITE: Duration = Duration::from_millis(1500);

/// What a busy machine may add.
const SLACK: Duration = Duration::from_millis(2500);

const LIVE: &str = "GET /health/live HTTP/1.1\r\nhost: films\r\n\r\n";
const SCHEMA: &str = "GET /schema.graphql HTTP/1.1\r\nhost: films\r\n\r\n";

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).expect("a short time")
}

/// A server with short times. What is above HTTP plays no part, so one database is enough.
async fn server(change: impl FnOnce(&mut Config)) -> Server {
    let options = Options::empty().with(|config| {
        let server = &mut config.server;
        server.workers = 1;
        server.head_timeout_ms = millis(HEAD);
        server.body_timeout_ms = millis(BODY);
        server.write_timeout_ms = millis(WRITE);
        server.keep_alive_s = IDLE.as_secs();
        change(config);
    });
    Server::start(Database::Sqlite, options).await
}

async fn plain() -> Server {
    server(|_| {}).await
}

fn run(test: impl Future<Output = ()>) {
    filmgraph_tests::run(test);
}

#[track_caller]
fn assert_cut(rest: &Rest, after: Duration, text: &str) {
    let slack = after + SLACK;
    let early = after.saturating_sub(Duration::from_millis(200));
    assert!(
        (early..slack).contains(&rest.after),
        "after {after:?}: {rest:?}"
    );
    assert!(rest.text.starts_with(text), "{rest:?}");
    assert_eq!(rest.text.is_empty(), text.is_empty(), "{rest:?}");
}

const LATE: &str = "HTTP/1.1 408 Request Timeout\r\n";

#[test]
fn a_head_that_does_not_come_is_answered_with_408_on_every_request() {
    run(async {
        let server = plain().await;
        for half in ["", "G", "GET /health/live HTTP/1.1\r\nho"] {
            let mut first = Raw::connect(&server).await;
            first.send(half).await;
            assert_cut(&first.rest().await, HEAD, LATE);
        }
        for half in ["G", "GET /health/live HTTP/1.1\r\nho", "\r\n"] {
            let mut later = Raw::connect(&server).await;
            for _ in 0..3 {
                later.send(LIVE).await;
                assert!(later.answer().await.starts_with("HTTP/1.1 200 OK\r\n"));
            }
            // It counts from its first byte.
            tokio::time::sleep(HEAD + HEAD).await;
            later.send(half).await;
            let rest = later.rest().await;
            assert_cut(&rest, HEAD, LATE);
            assert!(rest.text.contains("\r\nconnection: close\r\n"), "{rest:?}");
            assert!(rest.text.contains("\r\ndate: "), "{rest:?}");
        }
    });
}

#[test]
fn a_head_that_comes_byte_by_byte_has_no_longer() {
    run(async {
        let server = plain().await;
        let mut slow = Raw::connect(&server).await;
        slow.send(LIVE).await;
        slow.answer().await;
        let started = Instant::now();
        let long = format!("GET / HTTP/1.1\r\nx: {}", "y".repeat(1000));
        for byte in long.as_bytes() {
            if !slow.try_send([*byte]).await || started.elapsed() > HEAD + SLACK {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert!(started.elapsed() < HEAD + SLACK, "{:?}", started.elapsed());
    });
}

#[test]
fn a_silent_connection_is_closed_without_a_word() {
    run(async {
        let server = plain().await;
        let mut silent = Raw::connect(&server).await;
        silent.send(LIVE).await;
        silent.answer().await;
        assert_cut(&silent.rest().await, IDLE, "");
    });
}

const CHUNKED: &str = "host: films\r\ntransfer-encoding: chunked\r\n\r\n5\r\nabc";

#[test]
fn a_body_that_goes_on_after_its_answer_ends() {
    run(async {
        let server = plain().await;
        let json = "content-type: application/json\r\n";
        for (line, headers, status) in [
            ("POST /health/live", "", "405"),
            ("POST /nowhere", "", "404"),
            ("POST /graphql", "", "415"),
            ("POST /graphql", "authorization: none\r\n", "401"),
        ] {
            let mut endless = Raw::connect(&server).await;
            let request = format!("{line} HTTP/1.1\r\n{headers}{CHUNKED}");
            endless.send(&request).await;
            let answer = endless.answer().await;
            assert!(
                answer.starts_with(&format!("HTTP/1.1 {status} ")),
                "{answer}"
            );
            assert_cut(&endless.rest().await, BODY, "");
            // Nor does it help to go on with it.
            let mut endless = Raw::connect(&server).await;
            endless.send(&request).await;
            endless.answer().await;
            endless.send("de\r\n").await;
            let started = Instant::now();
            while endless.try_send("1\r\nx\r\n").await && started.elapsed() < BODY + SLACK {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            assert!(started.elapsed() < BODY + SLACK, "{line}");
        }
        // The body that the API reads itself.
        let mut endless = Raw::connect(&server).await;
        let request = format!("POST /graphql HTTP/1.1\r\n{json}{CHUNKED}");
        endless.send(request).await;
        let started = Instant::now();
        let answer = endless.answer().await;
        assert!(answer.starts_with(LATE), "{answer}");
        assert!(answer.contains("the body did not arrive"), "{answer}");
        assert_cut(&endless.rest().await, BODY, "");
        assert!(started.elapsed() < BODY + BODY + SLACK);
    });
}

#[test]
fn a_body_that_ends_after_its_answer_keeps_the_connection() {
    run(async {
        let server = plain().await;
        let mut late = Raw::connect(&server).await;
        late.send(format!("POST /health/live HTTP/1.1\r\n{CHUNKED}"))
            .await;
        assert!(late.answer().await.starts_with("HTTP/1.1 405 "));
        late.send("de\r\n0\r\n\r\n").await;
        late.send(LIVE).await;
        assert!(late.answer().await.starts_with("HTTP/1.1 200 OK\r\n"));
        assert_cut(&late.rest().await, IDLE, "");
    });
}

#[test]
fn nobody_is_shut_out_for_longer_than_the_times_allow() {
    run(async {
        let server = server(|config| config.server.max_connections = 12).await;
        let mut held = Vec::new();
        for number in 0..12 {
            let mut connection = Raw::connect(&server).await;
            match number % 4 {
                0 => connection.send(format!("{LIVE}G")).await,
                1 => connection.send(LIVE).await,
                2 => {
                    let endless = format!("POST /health/live HTTP/1.1\r\n{CHUNKED}");
                    connection.send(endless).await;
                }
                _ => connection.send(SCHEMA.repeat(40)).await,
            }
            held.push(connection);
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
        let started = Instant::now();
        let mut other = Raw::connect(&server).await;
        other.send(LIVE).await;
        assert!(other.answer().await.starts_with("HTTP/1.1 200 OK\r\n"));
        let waited = started.elapsed();
        assert!(
            waited > Duration::from_millis(100),
            "it had to wait: {waited:?}"
        );
        assert!(waited < IDLE + SLACK, "{waited:?}");
        drop(held);
    });
}

#[test]
fn the_last_answer_of_a_long_life_says_so() {
    run(async {
        let server = server(|config| config.server.connection_life_s = 1).await;
        let mut old = Raw::connect(&server).await;
        let started = Instant::now();
        let last = loop {
            old.send(LIVE).await;
            let answer = old.answer().await;
            if answer.contains("\r\nconnection: close\r\n") {
                break answer;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        };
        assert!(last.starts_with("HTTP/1.1 200 OK\r\n"), "{last}");
        let life = started.elapsed();
        assert!(life > Duration::from_millis(900), "{life:?}");
        assert!(life < Duration::from_secs(1) + SLACK, "{life:?}");
        assert_cut(&old.rest().await, Duration::from_millis(50), "");
    });
}

#[test]
fn an_address_has_so_many_connections_and_no_more() {
    run(async {
        let server = server(|config| {
            config.server.max_connections_per_address = 2;
            config.server.keep_alive_s = 60;
        })
        .await;
        let mut held = Vec::new();
        for _ in 0..2 {
            let mut connection = Raw::connect(&server).await;
            connection.send(LIVE).await;
            assert!(connection.answer().await.starts_with("HTTP/1.1 200 OK\r\n"));
            held.push(connection);
        }
        let mut third = Raw::connect(&server).await;
        let rest = third.rest().await;
        assert!(rest.text.is_empty() && rest.after < SLACK, "{rest:?}");
        held.pop();
        let started = Instant::now();
        // That one has gone is noticed in a moment.
        loop {
            let mut third = Raw::connect(&server).await;
            if third.try_send(LIVE).await && !third.read(1000).await.is_empty() {
                break;
            }
            assert!(started.elapsed() < SLACK);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
}

#[test]
fn no_connection_is_kept_where_none_is_to_be() {
    run(async {
        let server = server(|config| config.server.keep_alive_s = 0).await;
        let mut once = Raw::connect(&server).await;
        once.send(LIVE).await;
        let answer = once.answer().await;
        assert!(answer.contains("\r\nconnection: close\r\n"), "{answer}");
        let rest = once.rest().await;
        assert!(rest.after < SLACK && rest.text.is_empty(), "{rest:?}");
        let mut endless = Raw::connect(&server).await;
        let request = format!("POST /health/live HTTP/1.1\r\n{CHUNKED}");
        endless.send(request).await;
        assert!(endless.answer().await.starts_with("HTTP/1.1 405 "));
        assert_cut(&endless.rest().await, BODY, "");
    });
}
