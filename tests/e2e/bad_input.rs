//! Documents and variables that are wrong, or ask for too much.

use std::time::{Duration, Instant};

use filmgraph_tests::{Database, Server, on_both};
use serde_json::json;

on_both!(
    a_wrong_document_is_refused_with_the_place,
    wrong_variables_are_refused_by_name,
    an_unknown_operation_is_refused,
    a_document_that_grows_without_end_is_refused_at_once,
    every_bound_names_itself_and_what_would_fit,
);

/// Far more than anything here takes: only to catch what never ends.
const AT_ONCE: Duration = Duration::from_secs(5);

/// Documents, the code of their error, its line and column (0: anywhere), and a word of its message.
const WRONG: [(&str, &str, u32, u32, &str); 16] = [
    ("{ films }", "VALIDATION_FAILED", 1, 3, "films"),
    (
        "{\n  film(by: {id: \"wvu\"}) { tittle }\n}",
        "VALIDATION_FAILED",
        2,
        27,
        "tittle",
    ),
    (
        "{ film(by: {id: \"wvu\"}) { cast { nodes } } }",
        "VALIDATION_FAILED",
        1,
        34,
        "subselection",
    ),
    (
        "{ film(by: {id: \"wvu\"}) { title { x } } }",
        "VALIDATION_FAILED",
        1,
        0,
        "String",
    ),
    ("{ film { title } }", "VALIDATION_FAILED", 1, 3, "by"),
    (
        "{ film(by: 5) { title } }",
        "VALIDATION_FAILED",
        1,
        12,
        "WorkRef",
    ),
    (
        "{ film(by: {isbn: \"1\"}) { title } }",
        "VALIDATION_FAILED",
        1,
        0,
        "isbn",
    ),
    (
        "{ film(by: {id: \"wvu\"}) { cast(first: \"x\") { totalCount } } }",
        "VALIDATION_FAILED",
        1,
        39,
        "Int",
    ),
    (
        "{ film(by: {id: \"wvu\"}) { cast(filter: {departments: [COOKING]}) { totalCount } } }",
        "VALIDATION_FAILED",
        1,
        0,
        "COOKING",
    ),
    (
        "query($x: Int) { __typename }",
        "VALIDATION_FAILED",
        1,
        0,
        "x",
    ),
    ("{ ...F }", "VALIDATION_FAILED", 1, 0, "F"),
    ("mutation { save }", "VALIDATION_FAILED", 1, 0, "utation"),
    (
        "{ film(by: {id: \"wvu\"}) { title }",
        "PARSE_FAILED",
        1,
        0,
        "",
    ),
    (
        "{ film(by: {id: \"wvu}) { title } }",
        "PARSE_FAILED",
        1,
        0,
        "",
    ),
    ("film", "PARSE_FAILED", 1, 0, ""),
    ("", "PARSE_FAILED", 0, 0, ""),
];

async fn a_wrong_document_is_refused_with_the_place(database: Database) {
    let server = Server::sample(database).await;
    for (query, code, line, column, reason) in WRONG {
        let answer = server.query(query).await;
        assert!(
            answer.json().get("data").is_none(),
            "{query}: {}",
            answer.body
        );
        assert_eq!(answer.code(), code, "{query}: {}", answer.body);
        let error = answer.errors().remove(0);
        let message = error["message"].as_str().unwrap_or_default();
        assert!(message.contains(reason), "{query}: {message}");
        let place = &error["locations"][0];
        if line > 0 {
            assert_eq!(place["line"], line, "{query}: {error}");
        }
        if column > 0 {
            assert_eq!(place["column"], column, "{query}: {error}");
        }
    }
}

async fn wrong_variables_are_refused_by_name(database: Database) {
    let server = Server::sample(database).await;
    let query =
        "query($by: WorkRef!, $first: Int = 3, $kinds: [Department!], $date: Edtf, $day: Date) {
        film(by: $by) { status(asOf: $day) cast(first: $first,
            filter: {departments: $kinds, releaseDate: {from: $date}}) { totalCount } } }";
    let by = json!({"id": "wvu"});
    for (variables, name) in [
        (json!({}), "by"),
        (json!({"by": "wvu"}), "by"),
        (json!({"by": {"id": ["wvu"]}}), "by"),
        (json!({"by": {"isbn": "1"}}), "by"),
        (
            json!({"by": {"named": {"title": "x", "year": "1999"}}}),
            "by",
        ),
        (json!({"by": by, "first": "3"}), "first"),
        (json!({"by": by, "first": 3.5}), "first"),
        (json!({"by": by, "first": 3_000_000_000_u64}), "first"),
        (json!({"by": by, "kinds": ["COOKING"]}), "kinds"),
        (json!({"by": by, "kinds": [null]}), "kinds"),
    ] {
        let answer = server.query_with(query, variables.clone()).await;
        assert_eq!(
            answer.code(),
            "INVALID_VARIABLES",
            "{variables}: {}",
            answer.body
        );
        assert!(answer.json().get("data").is_none());
        let message = answer.errors()[0]["message"].to_string();
        assert!(message.contains(name), "{variables}: {message}");
    }
    let good = json!({"by": by, "date": "1999", "day": "2026-11-22"});
    let _ = server.data_with(query, good).await;
    for (variables, name) in [
        (json!({"by": by, "date": "yesterday"}), "date"),
        (json!({"by": by, "date": "2026-13"}), "date"),
        (json!({"by": by, "date": 1999}), "date"),
        (json!({"by": by, "date": "1999", "day": "1999"}), "day"),
        (
            json!({"by": by, "date": "1999", "day": "2025-02-29"}),
            "day",
        ),
    ] {
        let answer = server.query_with(query, variables.clone()).await;
        assert_eq!(answer.code(), "INVALID_VARIABLES", "{variables}");
        assert!(answer.json().get("data").is_none());
        assert_eq!(answer.errors()[0]["extensions"]["variable"], name);
    }
}

async fn an_unknown_operation_is_refused(database: Database) {
    let server = Server::sample(database).await;
    let query = "query A { a: __typename } query B { b: __typename }";
    for (body, code) in [
        (json!({"query": query}), "OPERATION_NOT_FOUND"),
        (
            json!({"query": query, "operationName": "C"}),
            "OPERATION_NOT_FOUND",
        ),
        (
            json!({"query": query, "operationName": null}),
            "OPERATION_NOT_FOUND",
        ),
        (
            json!({"query": "{ __typename }", "operationName": "A"}),
            "OPERATION_NOT_FOUND",
        ),
        (
            json!({"query": "fragment F on Query { __typename }"}),
            "VALIDATION_FAILED",
        ),
        (json!({"query": query, "operationName": 5}), "BAD_REQUEST"),
        (json!({"query": 5}), "BAD_REQUEST"),
        (json!({"variables": {}}), "BAD_REQUEST"),
        (json!({"query": query, "variables": []}), "BAD_REQUEST"),
    ] {
        let answer = server.post(&body).await;
        assert_eq!(answer.code(), code, "{body}: {}", answer.body);
    }
    let body = json!({"query": query, "operationName": "B"});
    assert_eq!(server.post(&body).await.data(), json!({"b": "Query"}));
}

/// Nine fragments, of which each spreads the next twelve times: twelve to the eighth fields.
fn growing() -> String {
    let mut text = String::from("{...A}");
    for name in b'A'..=b'H' {
        let (name, next) = (char::from(name), char::from(name + 1));
        let spreads = format!("...{next} ").repeat(12);
        text.push_str(&format!(" fragment {name} on Query {{ {spreads} }}"));
    }
    text.push_str(" fragment I on Query { __typename }");
    text
}

async fn a_document_that_grows_without_end_is_refused_at_once(database: Database) {
    let server = Server::sample(database).await;
    let text = growing();
    assert!(text.len() < 1000, "{}", text.len());
    let hostile = async {
        for _ in 0..20 {
            let started = Instant::now();
            let answer = server.query(&text).await;
            assert!(started.elapsed() < AT_ONCE, "{:?}", started.elapsed());
            assert_eq!(answer.code(), "BUDGET_EXCEEDED", "{}", answer.body);
            assert!(answer.body.len() < 2000, "{}", answer.body);
        }
    };
    let patient = async {
        for _ in 0..20 {
            let started = Instant::now();
            let _ = server.data("{ film(by: {id: \"wvu\"}) { title } }").await;
            assert!(started.elapsed() < AT_ONCE, "{:?}", started.elapsed());
        }
    };
    futures_util::join!(hostile, patient);
    // Fragments that lead to themselves end as well.
    let circle = "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }";
    let answer = server.query(circle).await;
    assert_eq!(answer.code(), "VALIDATION_FAILED", "{}", answer.body);
}

async fn every_bound_names_itself_and_what_would_fit(database: Database) {
    let server = Server::sample(database).await;
    let deep = |levels: usize| {
        let down = "cast(first: 1) { nodes { work { ".repeat(levels);
        format!(
            "{{ film(by: {{id: \"wvu\"}}) {{ {down} title {} }} }}",
            "} } } ".repeat(levels)
        )
    };
    let aliases = |count: usize| {
        let fields = (0..count).map(|number| format!("a{number}: __typename "));
        format!("{{ {} }}", fields.collect::<String>())
    };
    let costly = "{ film(by: {id: \"wvu\"}) { big: cast(first: 100) { nodes { priorWork(first: 100) { nodes { cast(first: 100) { nodes { person { name } } } } } } } } }";
    let brackets = format!(
        "{{ film(by: {{id: {}1{}}}) {{ title }} }}",
        "[".repeat(80),
        "]".repeat(80)
    );
    let long = format!("{{ __typename }} # {}", "x".repeat(200_000));
    let directives = format!("{{ __typename {} }}", "@include(if: true) ".repeat(201));
    for (query, bound, limit) in [
        (deep(7), "max_depth", 20),
        (aliases(201), "max_aliases", 200),
        (costly.to_owned(), "max_cost", 100_000),
        ("{ __typename }".repeat(300), "max_definitions", 200),
        (directives, "max_directives", 200),
        (
            format!("{{ {} }}", "__typename ".repeat(5001)),
            "max_fields",
            5000,
        ),
        (brackets, "max_recursion", 64),
        (long, "max_document_bytes", 131_072),
    ] {
        let answer = server.query(&query).await;
        let start: String = query.chars().take(100).collect();
        assert_eq!(answer.code(), "BUDGET_EXCEEDED", "{start}: {}", answer.body);
        let error = answer.errors().remove(0);
        let told = error["extensions"]["bound"].as_str().unwrap_or_default();
        assert!(told.contains(bound), "{start}: {error}");
        assert_eq!(error["extensions"]["limit"], limit, "{start}: {error}");
        let actual = error["extensions"]["actual"].as_u64().unwrap_or_default();
        assert!(actual > limit, "{start}: {error}");
        assert!(answer.json().get("data").is_none());
    }
    let error = server.query(costly).await.error();
    let path = error["path"].as_array().expect("the costliest path");
    assert_eq!(path[..2], [json!("film"), json!("big")], "{error}");
    let _ = server.data(&deep(5)).await;
    let _ = server.data(&aliases(200)).await;
}
