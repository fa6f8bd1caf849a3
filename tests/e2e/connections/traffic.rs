//! What is large or slow, and comes through nevertheless or is cut.

use std::time::{Duration, Instant};

use filmgraph_tests::Raw;
use serde_json::json;

use super::{HEAD, IDLE, LIVE, SCHEMA, SLACK, WRITE, assert_cut, plain, run, server};

#[test]
fn an_answer_that_nobody_takes_ends_its_connection() {
    run(async {
        let server = plain().await;
        for requests in [40, 1000] {
            let mut deaf = Raw::connect(&server).await;
            deaf.send(SCHEMA.repeat(requests)).await;
            tokio::time::sleep(WRITE + SLACK).await;
            // What had left the server before is all that there is.
            let rest = deaf.rest().await;
            assert!(rest.after < SLACK, "{:?}", rest.after);
            let whole = include_str!("../../../schema.graphql").len() * requests;
            assert!(rest.text.len() < whole, "{}", rest.text.len());
        }
    });
}

#[test]
fn an_answer_that_is_taken_slowly_comes_whole() {
    run(async {
        let server = plain().await;
        let requests = 12;
        let mut slow = Raw::connect(&server).await;
        slow.send(SCHEMA.repeat(requests)).await;
        let schema = include_str!("../../../schema.graphql");
        let (mut text, started) = (Vec::new(), Instant::now());
        while text.len() < schema.len() * requests {
            // Without a hurry: two seconds and more for what the system keeps.
            tokio::time::sleep(Duration::from_millis(60)).await;
            let more = slow.read(16_384).await;
            assert!(!more.is_empty(), "cut after {} bytes", text.len());
            text.extend(more);
        }
        let took = started.elapsed();
        assert!(took > WRITE * 2 + IDLE, "{took:?}");
        let text = String::from_utf8(text).expect("text");
        assert_eq!(text.matches("HTTP/1.1 200 OK\r\n").count(), requests);
        // And the connection can be used again.
        let mut rest = text;
        while !rest.ends_with(&schema[schema.len() - 100..]) {
            let more = slow.read(16_384).await;
            rest.push_str(std::str::from_utf8(&more).expect("text"));
        }
        slow.send(LIVE).await;
        assert!(slow.answer().await.starts_with("HTTP/1.1 200 OK\r\n"));
    });
}

#[test]
fn a_slow_body_within_its_time_is_read_whole() {
    run(async {
        let server = server(|config| config.server.body_timeout_ms = 20_000).await;
        let frame = json!({"query": "{ __typename }", "x": ""})
            .to_string()
            .len();
        let body = json!({"query": "{ __typename }", "x": "y".repeat(1_048_576 - frame)});
        let body = body.to_string();
        assert_eq!(body.len(), 1_048_576);
        let mut slow = Raw::connect(&server).await;
        let head = "POST /graphql HTTP/1.1\r\nhost: films\r\ncontent-type: application/json\r\n";
        slow.send(format!("{head}content-length: {}\r\n\r\n", body.len()))
            .await;
        let started = Instant::now();
        for part in body.as_bytes().chunks(body.len() / 32) {
            slow.send(part).await;
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        assert!(
            started.elapsed() > HEAD + IDLE,
            "longer than all other times"
        );
        let answer = slow.answer().await;
        assert!(
            answer.ends_with(r#"{"data":{"__typename":"Query"}}"#),
            "{answer}"
        );
        // Afterwards it is a connection like any other.
        assert_cut(&slow.rest().await, IDLE, "");
    });
}

#[test]
fn requests_in_a_row_are_answered_in_order() {
    run(async {
        let server = plain().await;
        let mut pipeline = Raw::connect(&server).await;
        let body = r#"{"query":"{ __typename }"}"#;
        let mut requests = String::new();
        for number in 0..50 {
            let id = format!("x-request-id: n{number}\r\n");
            requests += &match number % 3 {
                0 => format!("GET /health/live HTTP/1.1\r\nhost: films\r\n{id}\r\n"),
                1 => format!("HEAD /schema.graphql HTTP/1.1\r\nhost: films\r\n{id}\r\n"),
                _ => format!(
                    "POST /graphql HTTP/1.1\r\nhost: films\r\n{id}\
                     content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
                    body.len()
                ),
            };
        }
        pipeline.send(&requests).await;
        let rest = pipeline.rest().await;
        let ids: Vec<&str> = rest
            .text
            .lines()
            .filter_map(|line| line.strip_prefix("x-request-id: "))
            .collect();
        let expected: Vec<String> = (0..50).map(|number| format!("n{number}")).collect();
        assert_eq!(ids, expected);
        assert!(rest.after < IDLE + SLACK, "{:?}", rest.after);
    });
}
