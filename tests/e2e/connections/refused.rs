//! What is not HTTP, and what the log says of it.

use filmgraph_tests::{Database, Program, Raw, TestDatabase};

use super::{LIVE, SLACK, plain, run};

/// Requests that two programs could understand in two ways, and others that are none.
const REFUSED: [(&str, &str); 6] = [
    ("GET / HTTP/1.1\r\nhost films\r\n\r\n", "400"),
    ("nonsense\r\n\r\n", "400"),
    (
        "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nabcde",
        "400",
    ),
    (
        "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\n\
         transfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        "400",
    ),
    (
        "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: -5\r\n\r\nabcde",
        "400",
    ),
    (
        "POST /graphql HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        "400",
    ),
];

#[test]
fn what_is_not_http_is_refused_and_its_connection_closed() {
    run(async {
        let server = plain().await;
        for (request, status) in REFUSED {
            for before in ["", LIVE] {
                let mut connection = Raw::connect(&server).await;
                connection.send(before).await;
                if !before.is_empty() {
                    connection.answer().await;
                }
                connection.send(request).await;
                let rest = connection.rest().await;
                let expected = format!("HTTP/1.1 {status} ");
                assert!(rest.text.starts_with(&expected), "{request} {rest:?}");
                assert_eq!(
                    rest.text.matches("HTTP/1.1").count(),
                    1,
                    "{request} {rest:?}"
                );
                assert!(
                    rest.text.ends_with("\r\n\r\n"),
                    "no body: {request} {rest:?}"
                );
                assert!(rest.after < SLACK, "{request} {rest:?}");
            }
        }
        let longest = "x".repeat(65_534 - "/health/live?".len());
        let headers: String = (0..97).map(|at| format!("x-{at}: y\r\n")).collect();
        for (head, status) in [
            (
                format!(
                    "GET /health/live?{longest} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"
                ),
                "200",
            ),
            (
                format!("GET /health/live?{longest}x HTTP/1.1\r\nhost: x\r\n\r\n"),
                "400",
            ),
            (
                "GET /graphql?query=é HTTP/1.1\r\nhost: x\r\n\r\n".to_owned(),
                "400",
            ),
            (format!("GET / HTTP/1.1\r\n{headers}\r\n"), "431"),
            (
                format!("GET / HTTP/1.1\r\nhost: x\r\nx: {}", "y".repeat(200_000)),
                "431",
            ),
        ] {
            let mut connection = Raw::connect(&server).await;
            connection.try_send(head).await;
            let rest = connection.rest().await;
            let expected = format!("HTTP/1.1 {status} ");
            let is_cut = status == "431" && rest.text.is_empty();
            assert!(
                is_cut || rest.text.starts_with(&expected),
                "{status}: {rest:?}"
            );
            assert!(rest.after < SLACK, "{rest:?}");
        }
    });
}

#[test]
fn what_clients_send_is_no_error_in_the_log() {
    run(async {
        let database = TestDatabase::new(Database::Sqlite).await;
        let serve = ["serve", "--listen", "127.0.0.1:0", "--no-sample"];
        let program = database.configure(Program::new(&serve));
        let program = program.env("FILMGRAPH_SERVER__HEAD_TIMEOUT_MS", "300");
        let log = program
            .serve_and_log(async |client| {
                for (request, _) in REFUSED {
                    let mut connection = Raw::connect(client).await;
                    connection.send(request).await;
                    connection.rest().await;
                }
                let mut large = Raw::connect(client).await;
                let head = format!("GET / HTTP/1.1\r\nx: {}", "y".repeat(200_000));
                large.try_send(head).await;
                large.rest().await;
                let mut slow = Raw::connect(client).await;
                slow.send("GET /").await;
                slow.rest().await;
            })
            .await;
        // It starts, and stops when it is asked to.
        for line in log.lines() {
            let is_known = line.contains("answered method=") || line.contains(" INFO stopping ");
            assert!(is_known, "{log}");
        }
    });
}
