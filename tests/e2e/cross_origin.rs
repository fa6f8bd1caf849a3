//! Pages of other origins. `tests/browser` tries the same with a real page.

use filmgraph_tests::{Answer, Client, Database, Options, Server, on_both};
use reqwest::{Method, RequestBuilder};
use serde_json::json;

on_both!(
    a_page_of_this_machine_may_read_and_others_may_not,
    a_key_crosses_to_named_origins_alone,
);

const PATHS: [&str; 6] = [
    "/graphql?query=%7B__typename%7D",
    "/graphql",
    "/schema.graphql",
    "/schema/client.json",
    "/health/live",
    "/health/ready",
];
const LOCAL: &str = "http://localhost:5173";
const NAMED: &str = "https://films.example";
const OTHER: &str = "https://other.example";

/// What a browser asks before it sends what a plain form could not.
async fn preflight(
    server: &Client,
    path: &str,
    origin: &str,
    method: &str,
    headers: &str,
) -> Answer {
    let request = server
        .request(Method::OPTIONS, path)
        .header("origin", origin);
    let request = request
        .header("access-control-request-method", method)
        .header("access-control-request-headers", headers);
    Answer::of(request).await
}

fn origin_of(answer: &Answer) -> Option<&str> {
    let origin = answer.header("access-control-allow-origin");
    let varies = answer.header("vary").unwrap_or_default();
    assert!(
        varies.split(", ").any(|name| name == "Origin"),
        "{answer:?}"
    );
    origin
}

fn from(request: RequestBuilder, origin: &str) -> RequestBuilder {
    request.header("origin", origin)
}

async fn a_page_of_this_machine_may_read_and_others_may_not(database: Database) {
    let server = Server::sample(database).await;
    for path in PATHS {
        for (origin, granted) in [
            (LOCAL, Some(LOCAL)),
            ("http://127.0.0.1", Some("http://127.0.0.1")),
            ("https://[::1]:8443", Some("https://[::1]:8443")),
            (OTHER, None),
            ("http://localhost.other.example", None),
            ("null", None),
        ] {
            let answer = Answer::of(from(server.request(Method::GET, path), origin)).await;
            assert_eq!(origin_of(&answer), granted, "{path} {origin}");
            let exposed = answer.header("access-control-expose-headers");
            assert_eq!(exposed.is_some(), granted.is_some(), "{path} {origin}");
            assert!(
                exposed.is_none_or(|all| all.contains("X-Request-Id")),
                "{exposed:?}"
            );
            assert_eq!(answer.header("access-control-allow-credentials"), None);
            // Errors can be read by whoever may read answers.
            assert!(
                answer.status == 200 || path == "/graphql",
                "{path} {answer:?}"
            );

            let asked = preflight(&server, path, origin, "GET", "filmgraph-language").await;
            assert_eq!((asked.status, asked.body.as_str()), (204, ""), "{path}");
            assert_eq!(origin_of(&asked), granted, "{path} {origin}");
        }
        let plain = Answer::of(server.request(Method::GET, path)).await;
        assert_eq!(origin_of(&plain), None, "{path}");
    }
}

async fn a_key_crosses_to_named_origins_alone(database: Database) {
    let options = Options::sample().with(|config| {
        config.cors.origins = format!("{NAMED}, https://b.example:8443");
        config.cors.credentials = true;
        config.cors.max_age_s = 77;
    });
    let server = Server::start(database, options).await;
    let editor = server.editor().await;
    for (origin, is_named) in [(NAMED, true), (LOCAL, false), (OTHER, false)] {
        let asked = preflight(&server, "/graphql", origin, "POST", "authorization").await;
        let headers = asked
            .header("access-control-allow-headers")
            .unwrap_or_default();
        assert_eq!(headers.contains("Authorization"), is_named, "{origin}");
        let is_granted = origin != OTHER;
        assert_eq!(origin_of(&asked), Some(origin).filter(|_| is_granted));
        if is_granted {
            assert!(headers.contains("Content-Type"), "{headers}");
            let methods = asked.header("access-control-allow-methods");
            assert_eq!(methods, Some("GET, HEAD, POST"));
            assert_eq!(asked.header("access-control-max-age"), Some("77"));
        }
        let ask = |client: &Client| {
            let body = json!({"query": "{ __typename }"});
            from(client.request(Method::POST, "/graphql").json(&body), origin)
        };
        let with_key = Answer::of(ask(&editor)).await;
        assert_eq!(with_key.status, 200, "{with_key:?}");
        assert_eq!(origin_of(&with_key), Some(origin).filter(|_| is_named));
        let credentials = with_key.header("access-control-allow-credentials");
        assert_eq!(credentials, Some("true").filter(|_| is_named));
        let without = Answer::of(ask(server.client())).await;
        assert_eq!(origin_of(&without), Some(origin).filter(|_| is_granted));
        // A key that is none is no less one.
        let wrong = Answer::of(ask(&server.client().with_key("nonsense"))).await;
        assert_eq!((wrong.status, origin_of(&wrong).is_some()), (401, is_named));
    }
    let read = preflight(&server, "/schema.graphql", NAMED, "GET", "").await;
    assert_eq!(
        read.header("access-control-allow-methods"),
        Some("GET, HEAD")
    );
}

#[test]
fn a_server_that_others_reach_is_read_by_all_unless_it_is_told_otherwise() {
    filmgraph_tests::run(async {
        let open = Options::empty().with(|config| config.server.listen = "0.0.0.0:0".to_owned());
        let server = Server::start(Database::Sqlite, open).await;
        for origin in [OTHER, LOCAL, "null"] {
            let answer = Answer::of(from(server.request(Method::GET, PATHS[0]), origin)).await;
            assert_eq!(origin_of(&answer), Some("*"), "{origin}");
        }
        let closed = Options::empty().with(|config| {
            config.server.listen = "0.0.0.0:0".to_owned();
            config.cors.others = filmgraph::config::OtherOrigins::None;
        });
        let server = Server::start(Database::Sqlite, closed).await;
        let answer = Answer::of(from(server.request(Method::GET, PATHS[0]), LOCAL)).await;
        assert_eq!((answer.status, origin_of(&answer)), (200, None));
    });
}

#[test]
fn what_is_no_preflight_is_answered_as_ever() {
    filmgraph_tests::run(async {
        let server = Server::sample(Database::Sqlite).await;
        let plain = Answer::of(server.request(Method::OPTIONS, "/graphql")).await;
        assert_eq!(plain.status, 204);
        assert_eq!(plain.header("allow"), Some("GET, HEAD, POST, OPTIONS"));
        assert_eq!(plain.header("access-control-allow-methods"), None);
        // The page has a policy of its own.
        let page = Answer::of(from(server.request(Method::GET, "/playground"), LOCAL)).await;
        assert_eq!(page.header("access-control-allow-origin"), None);
    });
}
