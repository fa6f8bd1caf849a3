//! GraphQL over HTTP, and the plain routes.

use filmgraph_tests::{Answer, Client, Database, Options, Server, on_both};
use reqwest::Method;
use serde_json::json;

const NEWER: &str = "application/graphql-response+json";
const OLDER: &str = "application/json";

on_both!(
    both_media_types_have_their_statuses,
    a_broken_http_request_has_its_own_status,
    a_query_may_come_by_get,
    a_mutation_may_not_come_by_get,
    a_body_over_the_limit_is_refused,
    the_plain_routes_answer,
    the_schema_is_served_as_it_is_committed,
    request_ids_are_echoed,
);

const GOOD: &str = "{ film(by: {id: \"wvu\"}) { title } }";

/// Queries, their statuses in the newer and the older media type, and the code of their error.
const QUERIES: [(&str, u16, u16, &str); 6] = [
    (GOOD, 200, 200, ""),
    (
        "{ film(by: {id: \"nonsense\"}) { title } }",
        200,
        200,
        "INVALID_VALUE",
    ),
    ("{ films }", 400, 200, "VALIDATION_FAILED"),
    ("{", 400, 200, "PARSE_FAILED"),
    (
        "query($a: Int!) { film(by: {tmdbId: $a}) { id } }",
        400,
        200,
        "INVALID_VARIABLES",
    ),
    (
        "query A { __typename } query B { __typename }",
        400,
        200,
        "OPERATION_NOT_FOUND",
    ),
];

/// Posts a query; the answer in the media type that this `Accept` asks for.
async fn accepting(server: &Client, accept: Option<&str>, query: &str) -> Answer {
    let request = server
        .request(Method::POST, "/graphql")
        .json(&json!({"query": query}));
    Answer::of(match accept {
        Some(accept) => request.header("accept", accept),
        None => request,
    })
    .await
}

async fn both_media_types_have_their_statuses(database: Database) {
    let server = Server::sample(database).await;
    let both = "application/json;q=0.5, application/graphql-response+json";
    for (query, newer, older, code) in QUERIES {
        for (accept, media, status) in [
            (Some(NEWER), NEWER, newer),
            (Some(OLDER), OLDER, older),
            (None, OLDER, older),
            (Some("*/*"), OLDER, older),
            (Some(both), NEWER, newer),
        ] {
            let answer = accepting(&server, accept, query).await;
            let told = (answer.status, answer.code());
            assert_eq!(told, (status, code.to_owned()), "{accept:?} {query}");
            let expected = format!("{media}; charset=utf-8");
            assert_eq!(
                answer.header("content-type"),
                Some(expected.as_str()),
                "{accept:?}"
            );
            let has_data = answer.json().get("data").is_some();
            assert_eq!(
                has_data,
                code.is_empty() || code == "INVALID_VALUE",
                "{}",
                answer.body
            );
        }
    }
    let answer = accepting(&server, Some("text/csv"), GOOD).await;
    assert_eq!(
        (answer.status, answer.code().as_str()),
        (406, "NOT_ACCEPTABLE")
    );
}

const BODY: &str = r#"{"query": "{ __typename }"}"#;
const BATCH: &str = r#"[{"query": "{ __typename }"}, {"query": "{ __typename }"}]"#;
const JSON: Option<&str> = Some("application/json");

/// Types of bodies, bodies, and the status and code that they get.
const BODIES: [(Option<&str>, &str, u16, &str); 12] = [
    (JSON, "{\"query\"", 400, "BAD_REQUEST"),
    (JSON, "", 400, "BAD_REQUEST"),
    (JSON, "{}", 400, "BAD_REQUEST"),
    (JSON, BATCH, 400, "BAD_REQUEST"),
    (
        JSON,
        "{\"query\": [\"{ __typename }\"]}",
        400,
        "BAD_REQUEST",
    ),
    (
        Some("application/json; charset=latin1"),
        BODY,
        415,
        "UNSUPPORTED_MEDIA_TYPE",
    ),
    (Some("text/plain"), BODY, 415, "UNSUPPORTED_MEDIA_TYPE"),
    (
        Some("application/x-www-form-urlencoded"),
        "query=%7Ba%7D",
        415,
        "UNSUPPORTED_MEDIA_TYPE",
    ),
    (
        Some("multipart/form-data; boundary=x"),
        BODY,
        415,
        "UNSUPPORTED_MEDIA_TYPE",
    ),
    (
        Some("application/graphql"),
        "{ __typename }",
        415,
        "UNSUPPORTED_MEDIA_TYPE",
    ),
    (None, BODY, 415, "UNSUPPORTED_MEDIA_TYPE"),
    (Some("application/json; charset=UTF-8"), BODY, 200, ""),
];

async fn a_broken_http_request_has_its_own_status(database: Database) {
    let server = Server::sample(database).await;
    for (content_type, body, status, code) in BODIES {
        for accept in [NEWER, OLDER] {
            let request = server.request(Method::POST, "/graphql").body(body);
            let request = request.header("accept", accept);
            let answer = Answer::of(match content_type {
                Some(content_type) => request.header("content-type", content_type),
                None => request,
            })
            .await;
            let told = (answer.status, answer.code());
            assert_eq!(told, (status, code.to_owned()), "{content_type:?} {body}");
        }
    }
    for method in [Method::PUT, Method::DELETE, Method::PATCH] {
        let answer = Answer::of(server.request(method, "/graphql")).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (405, "METHOD_NOT_ALLOWED")
        );
        assert!(
            answer
                .header("allow")
                .is_some_and(|allow| allow.contains("POST"))
        );
    }
}

async fn a_query_may_come_by_get(database: Database) {
    let server = Server::sample(database).await;
    let query = "query A($by: WorkRef!) { film(by: $by) { title } } query B { __typename }";
    let request = server.request(Method::GET, "/graphql").query(&[
        ("query", query),
        ("variables", r#"{"by": {"id": "wvu"}}"#),
        ("operationName", "A"),
    ]);
    let answer = Answer::of(request).await;
    assert_eq!(answer.data(), json!({"film": {"title": "Good Sex"}}));
    for (parameters, code) in [
        (vec![("query", query), ("variables", "{")], "BAD_REQUEST"),
        (vec![("operationName", "A")], "BAD_REQUEST"),
    ] {
        let request = server.request(Method::GET, "/graphql").query(&parameters);
        let answer = Answer::of(request).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (400, code),
            "{}",
            answer.body
        );
    }
    let request = server
        .request(Method::HEAD, "/graphql")
        .query(&[("query", "{ __typename }")]);
    let answer = Answer::of(request).await;
    assert_eq!((answer.status, answer.body.as_str()), (200, ""));
}

const REAL: &str =
    "mutation { sourceCreate(input: {kind: ARTICLE, title: \"By GET\"}) { changeCursor } }";

async fn a_mutation_may_not_come_by_get(database: Database) {
    let server = Server::with_sample(database).await;
    let editor = server.editor().await;
    for accept in [NEWER, OLDER] {
        let request = editor
            .request(Method::GET, "/graphql")
            .header("accept", accept);
        for query in ["mutation { save }", REAL] {
            let request = request.try_clone().expect("a request without a body");
            let answer = Answer::of(request.query(&[("query", query)])).await;
            let told = (answer.status, answer.code());
            assert_eq!(told, (405, "METHOD_NOT_ALLOWED".to_owned()), "{query}");
            assert_eq!(answer.header("allow"), Some("POST"));
        }
    }
    let count = "SELECT COUNT(*) FROM source WHERE title = 'By GET'";
    assert_eq!(server.database().number(count).await, 0);
}

async fn a_body_over_the_limit_is_refused(database: Database) {
    let options = Options::sample().with(|config| config.server.body_limit_bytes = 4096);
    let server = Server::start(database, options).await;
    let body = |bytes: usize| {
        let frame = r#"{"query": "{ __typename }", "x": ""}"#.len();
        json!({"query": "{ __typename }", "x": "y".repeat(bytes - frame)}).to_string()
    };
    let send = async |body: String| {
        let request = server.request(Method::POST, "/graphql").body(body);
        Answer::of(request.header("content-type", "application/json")).await
    };
    assert_eq!(send(body(4000)).await.status, 200);
    for bytes in [5000, 1_000_000] {
        let answer = send(body(bytes)).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (413, "BUDGET_EXCEEDED")
        );
        let error = answer.error();
        assert_eq!(error["extensions"]["bound"], "body_limit_bytes");
        assert_eq!(error["extensions"]["limit"], 4096);
    }
    // The next request is served as ever.
    let _ = server.data("{ __typename }").await;
}

async fn the_plain_routes_answer(database: Database) {
    let server = Server::sample(database).await;
    for (path, body) in [
        ("/health/live", json!({"status": "live"})),
        (
            "/health/ready",
            json!({"status": "ready", "reading": "ok", "writing": "ok"}),
        ),
    ] {
        let answer = server.get(path).await;
        assert_eq!((answer.status, answer.readiness()), (200, body), "{path}");
        let answer = Answer::of(server.request(Method::HEAD, path)).await;
        assert_eq!((answer.status, answer.body.as_str()), (200, ""), "{path}");
        let answer = Answer::of(server.request(Method::POST, path)).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (405, "METHOD_NOT_ALLOWED"),
            "{path}"
        );
    }
    let answer = server.get("/films").await;
    assert_eq!((answer.status, answer.code().as_str()), (404, "NOT_FOUND"));
    let answer = Answer::of(server.request(Method::OPTIONS, "/graphql")).await;
    assert_eq!(answer.status, 204);
    assert_eq!(answer.header("access-control-allow-origin"), None);
}

async fn the_schema_is_served_as_it_is_committed(database: Database) {
    let server = Server::sample(database).await;
    let answer = server.get("/schema.graphql").await;
    assert_eq!(answer.body, include_str!("../../schema.graphql"));
    let tag = answer.header("etag").expect("an entity tag").to_owned();
    let request = server
        .request(Method::GET, "/schema.graphql")
        .header("if-none-match", tag);
    let answer = Answer::of(request).await;
    assert_eq!((answer.status, answer.body.as_str()), (304, ""));
}

async fn request_ids_are_echoed(database: Database) {
    let server = Server::sample(database).await;
    for path in [
        "/graphql?query=%7B__typename%7D",
        "/health/live",
        "/nowhere",
    ] {
        let request = server
            .request(Method::GET, path)
            .header("x-request-id", "abc-123");
        let answer = Answer::of(request).await;
        assert_eq!(answer.header("x-request-id"), Some("abc-123"), "{path}");
        assert_eq!(
            answer.header("x-content-type-options"),
            Some("nosniff"),
            "{path}"
        );
        let (first, second) = (server.get(path).await, server.get(path).await);
        let made = first.header("x-request-id").expect("an id").to_owned();
        assert_ne!(Some(made.as_str()), second.header("x-request-id"), "{path}");
    }
}

#[test]
fn a_database_that_goes_away_is_told_without_a_word_of_it() {
    filmgraph_tests::run(async {
        // Who asks waits so long for a connection that cannot be had.
        let options = Options::sample().with(|config| config.database.acquire_timeout_ms = 2_000);
        let mut server = Server::start(Database::Postgres, options).await;
        server.spoil();
        let url = server.database().url().expect("an address");
        let name = url.rsplit('/').next().unwrap_or_default();
        let name = name.split('?').next().unwrap_or_default();
        let other = filmgraph_tests::TestDatabase::new(Database::Postgres).await;
        other
            .execute(&format!("DROP DATABASE {name} WITH (FORCE)"))
            .await;
        assert_eq!(server.get("/health/live").await.status, 200);
        let ready = server.get("/health/ready").await;
        assert_eq!(
            (ready.status, ready.readiness()),
            (
                503,
                json!({"status": "unavailable", "reading": "BUSY", "writing": "BUSY"})
            )
        );
        let answer = server.query("{ film(by: {id: \"wvu\"}) { title } }").await;
        let error = answer.error();
        assert!(
            ["INTERNAL", "BUSY"].contains(&answer.code().as_str()),
            "{error}"
        );
        for word in [name, "postgres", "SELECT", "sqlx", "connection"] {
            assert!(!answer.body.contains(word), "{word} in {}", answer.body);
        }
    });
}
