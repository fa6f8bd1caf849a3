#![allow(clippy::expect_used)]

use std::{fs, path::Path};

use serde_json::{Value, json};
use time::macros::date;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::JoinHandle,
};

use std::path::PathBuf;

use super::*;
use crate::config::DatabaseUrl;

const NEWER: &str = "application/graphql-response+json";

/// A server of its own on a free port, with a database of its own.
struct Running {
    addr: SocketAddr,
    stop: StopHandle,
    task: JoinHandle<Result<(), AppError>>,
    data_dir: PathBuf,
}

/// An answer, taken apart.
#[derive(Debug)]
struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    fn of(text: &str) -> Self {
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((text, ""));
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok());
        Self {
            status: status.unwrap_or_default(),
            head: head.to_ascii_lowercase(),
            body: body.to_owned(),
        }
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or(Value::Null)
    }

    fn code(&self) -> String {
        let json = self.json();
        json["errors"][0]["extensions"]["code"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }
}

fn scratch() -> PathBuf {
    std::env::temp_dir().join(format!("filmgraph-{}", uuid::Uuid::now_v7()))
}

fn config(data_dir: &Path) -> Config {
    let mut config = Config {
        data_dir: data_dir.to_owned(),
        ..Config::default()
    };
    config.server.listen = "127.0.0.1:0".to_owned();
    config.server.workers = 1;
    config.server.body_timeout_ms = 400;
    config.server.request_timeout_ms = 5_000;
    config.server.body_limit_bytes = 4096;
    config.server.shutdown_timeout_s = 5;
    config.server.debug_headers = true;
    config
}

async fn start() -> Running {
    let data_dir = scratch();
    let clock = Clock::Fixed(date!(2026 - 12 - 01));
    let application = Application::build_with_clock(config(&data_dir), clock).await;
    let application = application.expect("a server on a free port");
    let (addr, stop) = (application.addr(), application.stop_handle());
    Running {
        addr,
        stop,
        task: tokio::spawn(application.run_until_stopped()),
        data_dir,
    }
}

impl Running {
    async fn raw(&self, text: &str) -> Answer {
        let mut stream = TcpStream::connect(self.addr).await.expect("a connection");
        stream.write_all(text.as_bytes()).await.expect("sent");
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        Answer::of(&String::from_utf8_lossy(&answer))
    }

    async fn send(&self, line: &str, headers: &str, body: &str) -> Answer {
        let length = body.len();
        let head = format!("{line} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{headers}");
        self.raw(&format!("{head}content-length: {length}\r\n\r\n{body}"))
            .await
    }

    async fn post(&self, accept: &str, body: &Value) -> Answer {
        let headers = format!("content-type: application/json\r\naccept: {accept}\r\n");
        self.send("POST /graphql", &headers, &body.to_string())
            .await
    }

    async fn query(&self, accept: &str, query: &str) -> Answer {
        self.post(accept, &json!({ "query": query })).await
    }

    async fn end(self) {
        self.stop.stop().await;
        let ended = self.task.await.expect("the server's task");
        let _ = fs::remove_dir_all(&self.data_dir);
        ended.expect("an orderly end");
    }
}

#[actix_web::test]
async fn a_query_is_answered_in_both_media_types() {
    let server = start().await;
    for accept in [NEWER, "application/json"] {
        let answer = server
            .query(accept, "{ b: __typename a: __typename }")
            .await;
        assert_eq!(answer.status, 200, "{answer:?}");
        assert_eq!(answer.body, r#"{"data":{"b":"Query","a":"Query"}}"#);
        assert!(
            answer
                .head
                .contains(&format!("content-type: {accept}; charset=utf-8"))
        );
        assert!(
            answer.head.contains("x-content-type-options: nosniff"),
            "{answer:?}"
        );
        assert!(answer.head.contains("filmgraph-cost: "), "{answer:?}");
        assert!(
            answer.head.contains("filmgraph-statements: 0"),
            "{answer:?}"
        );
        assert!(!answer.head.contains("server: "), "{answer:?}");
    }
    server.end().await;
}

#[actix_web::test]
async fn a_refused_request_has_no_data_and_the_status_of_its_media_type() {
    let server = start().await;
    for (query, code) in [
        ("{", "PARSE_FAILED"),
        ("{ noSuchField }", "VALIDATION_FAILED"),
        (
            "query A { __typename } query B { __typename }",
            "OPERATION_NOT_FOUND",
        ),
    ] {
        for (accept, status) in [(NEWER, 400), ("application/json", 200)] {
            let answer = server.query(accept, query).await;
            assert_eq!(
                (answer.status, answer.code().as_str()),
                (status, code),
                "{answer:?}"
            );
            assert!(answer.json().get("data").is_none(), "{answer:?}");
        }
    }
    server.end().await;
}

#[actix_web::test]
async fn what_is_wrong_with_the_http_request_has_its_own_status() {
    let server = start().await;
    let json = "content-type: application/json\r\n";
    let body = r#"{"query":"{__typename}"}"#;
    let large = format!("{{\"query\":\"{}\"}}", "a".repeat(5000));
    for (line, headers, body, status, code) in [
        ("POST /graphql", json, "{", 400, "BAD_REQUEST"),
        ("POST /graphql", json, "[]", 400, "BAD_REQUEST"),
        (
            "POST /graphql",
            "content-type: text/plain\r\n",
            body,
            415,
            "UNSUPPORTED_MEDIA_TYPE",
        ),
        ("POST /graphql", "", body, 415, "UNSUPPORTED_MEDIA_TYPE"),
        (
            "POST /graphql",
            &format!("{json}accept: text/csv\r\n"),
            body,
            406,
            "NOT_ACCEPTABLE",
        ),
        (
            "POST /graphql",
            &format!("{json}filmgraph-language: e_\r\n"),
            body,
            400,
            "INVALID_VALUE",
        ),
        ("POST /graphql", json, &large, 413, "BUDGET_EXCEEDED"),
        (
            "GET /graphql?query=mutation%7Ba%7D",
            "",
            "",
            405,
            "METHOD_NOT_ALLOWED",
        ),
        ("PUT /graphql", json, body, 405, "METHOD_NOT_ALLOWED"),
        ("POST /health/live", json, body, 405, "METHOD_NOT_ALLOWED"),
        ("GET /nowhere", "", "", 404, "NOT_FOUND"),
    ] {
        let answer = server.send(line, headers, body).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (status, code),
            "{line} {answer:?}"
        );
        assert_eq!(
            answer.head.contains("\r\nallow: "),
            status == 405,
            "{answer:?}"
        );
    }
    server.end().await;
}

#[actix_web::test]
async fn a_slow_body_is_cut() {
    let server = start().await;
    let head = "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n";
    let answer = server
        .raw(&format!("{head}content-length: 100\r\n\r\n{{"))
        .await;
    assert_eq!(
        (answer.status, answer.code().as_str()),
        (408, "TIMEOUT"),
        "{answer:?}"
    );
    server.end().await;
}

#[actix_web::test]
async fn a_body_in_chunks_is_bounded_too() {
    let server = start().await;
    let head = "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n\
                transfer-encoding: chunked\r\n\r\n";
    let chunk = format!("3e8\r\n{}\r\n", "a".repeat(1000));
    let answer = server
        .raw(&format!("{head}{}0\r\n\r\n", chunk.repeat(5)))
        .await;
    assert_eq!(
        (answer.status, answer.code().as_str()),
        (413, "BUDGET_EXCEEDED"),
        "{answer:?}"
    );
    server.end().await;
}

#[actix_web::test]
async fn get_reads_parameters() {
    let server = start().await;
    let line =
        "GET /graphql?query=query+A%7Ba:__typename%7Dquery+B%7Bb:__typename%7D&operationName=B";
    let answer = server.send(line, "", "").await;
    assert_eq!(answer.body, r#"{"data":{"b":"Query"}}"#, "{answer:?}");
    let head = server.send(&line.replacen("GET", "HEAD", 1), "", "").await;
    assert_eq!((head.status, head.body.as_str()), (200, ""), "{head:?}");
    server.end().await;
}

#[actix_web::test]
async fn request_ids_are_echoed_or_made() {
    let server = start().await;
    let answer = server
        .send("GET /health/live", "x-request-id: abc-1\r\n", "")
        .await;
    assert!(answer.head.contains("x-request-id: abc-1"), "{answer:?}");
    let answer = server
        .send("GET /health/live", "x-request-id: a b\r\n", "")
        .await;
    assert!(answer.head.contains("x-request-id: 0"), "{answer:?}");
    server.end().await;
}

#[actix_web::test]
async fn the_plain_routes_answer() {
    let server = start().await;
    for (path, begin) in [
        ("/health/live", r#"{"status":"live"}"#),
        (
            "/health/ready",
            r#"{"status":"ready","reading":"ok","writing":"ok","cache":{"state":"ok","#,
        ),
    ] {
        let answer = server.send(&format!("GET {path}"), "", "").await;
        assert_eq!(answer.status, 200);
        assert!(answer.body.starts_with(begin), "{answer:?}");
    }
    let answer = server.send("GET /schema.graphql", "", "").await;
    assert!(answer.body.contains("type Query"), "{answer:?}");
    let tag = answer
        .head
        .lines()
        .find_map(|line| line.strip_prefix("etag: "));
    let header = format!("if-none-match: {}\r\n", tag.expect("an entity tag"));
    let answer = server.send("GET /schema.graphql", &header, "").await;
    assert_eq!(
        (answer.status, answer.body.as_str()),
        (304, ""),
        "{answer:?}"
    );
    let answer = server.send("GET /", "", "").await;
    assert_eq!(answer.json()["graphql"], "/graphql");
    server.end().await;
}

#[actix_web::test]
async fn the_greeting_is_about_a_work_that_is_there() {
    for (load_sample, expected) in [(true, Some("good-sex-wvu".to_owned())), (false, None)] {
        let data_dir = scratch();
        let mut config = config(&data_dir);
        config.load_sample = load_sample;
        let application = Application::build(config).await.expect("a server");
        assert_eq!(application.featured_work().await, expected);
        application.store.close().await;
        let _ = fs::remove_dir_all(&data_dir);
    }
}

#[actix_web::test]
async fn a_busy_port_is_told_as_such() {
    let server = start().await;
    let data_dir = scratch();
    let mut config = config(&data_dir);
    config.server.listen = server.addr.to_string();
    let error = Application::build(config)
        .await
        .expect_err("the port is taken");
    assert_eq!(error.exit_code(), 7, "{error}");
    assert!(matches!(error, AppError::AddressInUse { .. }), "{error}");
    let _ = fs::remove_dir_all(&data_dir);
    server.end().await;
}

#[actix_web::test]
async fn an_unwritable_data_directory_is_told_as_such() {
    let config = config(Path::new("/dev/null/films"));
    let error = Application::build(config)
        .await
        .expect_err("nothing can be there");
    assert_eq!(error.exit_code(), 4, "{error}");
    assert!(error.to_string().contains("/dev/null/films"), "{error}");
}

#[actix_web::test]
async fn an_unreachable_database_is_told_without_its_password() {
    let mut config = config(&scratch());
    config.database.url = DatabaseUrl::from("postgres://me:hunter2@127.0.0.1:1/films");
    config.database.acquire_timeout_ms = 2_000;
    let error = Application::build(config)
        .await
        .expect_err("nobody listens there");
    assert_eq!(error.exit_code(), 5, "{error}");
    let message = error.to_string();
    assert!(
        !message.contains("hunter2") && !message.contains('\n'),
        "{message}"
    );
}
