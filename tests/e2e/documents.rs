//! Documents as people write them: every spelling of the language, descriptions included.

use filmgraph_tests::{Answer, Database, Options, Server, on_both};
use reqwest::Method;
use serde_json::{Value, json};

on_both!(
    every_spelling_is_read_as_the_language_has_it,
    descriptions_are_accepted_and_ignored,
    errors_of_fields_point_into_the_text_as_written,
    numerals_that_fit_nowhere_are_refused_before_anything_runs,
    a_mutation_by_get_is_told_as_that_whatever_else_is_wrong,
    an_answer_of_too_many_values_is_refused,
);

async fn every_spelling_is_read_as_the_language_has_it(database: Database) {
    let server = Server::sample(database).await;
    let ids = json!({"ids": ["pvl"], "yes": true});
    for query in [
        "query($ids: [ ID!]!) { nodes(ids: $ids) { id } }",
        "query($ids: [ID ! ] !) { nodes(ids: $ids) { id } }",
        "query($ids: [\n  ID! # of people\n]!) { nodes(ids: $ids) { id } }",
        "query($ids: [ID!]!, $yes: Boolean !) { nodes(ids: $ids) { id @include(if: $yes) } }",
        "query query($ids: [ID!]!) { nodes(ids: $ids) { ...onNode } } fragment onNode on Node { id }",
        "{ nodes(ids: [\"p\\u0076l\"]) { id } }",
        "{ nodes(ids: \"\\u{70}vl\") { id } }",
        "{ nodes(ids: \"\"\"\n    pvl\n  \"\"\") { id } }",
        "query($ids: [ID!]! = [\"wvu\"]) { nodes(ids: $ids) { ... on # any\nNode { id } } }",
        "query($id: ID! = \"pvl\") { nodes(ids: [$id, ]) { id } }",
    ] {
        let data = server.data_with(query, ids.clone()).await;
        assert_eq!(data, json!({"nodes": [{"id": "pvl"}]}), "{query}");
    }
    let strings = r#"{
      a: person(by: {named: {name: "Natalie \u0050ortman"}}) { id }
      b: person(by: {named: {name: """Natalie Portman"""}}) { id }
      c: film(by: {named: {title: "L\u{e9}on: The Professional", year: 1994}}) { id }
      d: film(by: {named: {title: "\uD83D\uDE00"}}) { id }
    }"#;
    let data = server.data(strings).await;
    assert_eq!(data["a"], json!({"id": "pvl"}));
    assert_eq!(data["a"], data["b"]);
    assert!(data["c"]["id"].is_string(), "{data}");
    assert!(data["d"].is_null(), "{data}");
}

async fn descriptions_are_accepted_and_ignored(database: Database) {
    let server = Server::sample(database).await;
    let query = "\"Who played in a film\"\nquery Cast(\n  \"Which film\" $id: ID!,\n  \
        \"\"\"\n  How many,\n  at most\n  \"\"\"\n  $first: Int = 1\n) {\n  \
        film(by: {id: $id}) { cast(first: $first) { nodes { person { ...Name } } } }\n}\n\
        \"\"\"\nA \"name\" — é\n\"\"\" fragment Name on Person { name }";
    let plain = "query Cast($id: ID!, $first: Int = 1) { film(by: {id: $id}) \
        { cast(first: $first) { nodes { person { name } } } } }";
    let variables = json!({"id": "wvu"});
    let described = server.data_with(query, variables.clone()).await;
    assert_eq!(described, server.data_with(plain, variables).await);
    for (query, line, column) in [
        ("\"No name, no description\" { __typename }", 1, 1),
        ("query Q \"too late\" { __typename }", 1, 9),
        ("query Q {\n  \"of a field\" __typename\n}", 2, 3),
        (
            "\"a\" query Q {\n  film(by: \"b\" {id: \"wvu\"}) { id } }",
            2,
            16,
        ),
    ] {
        let answer = server.query(query).await;
        assert_eq!(answer.code(), "PARSE_FAILED", "{query}: {}", answer.body);
        let place = &answer.errors()[0]["locations"][0];
        assert_eq!(place, &json!({"line": line, "column": column}), "{query}");
    }
}

/// The place in a text where these words first stand.
fn place(text: &str, words: &str) -> Value {
    let start = text.find(words).expect("the words");
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    json!({
        "line": text[..start].matches('\n').count() + 1,
        "column": text[line_start..start].chars().count() + 1,
    })
}

async fn errors_of_fields_point_into_the_text_as_written(database: Database) {
    let server = Server::sample(database).await;
    let head = "\"\"\"\né\u{1F600}\n\"\"\" query Q(\"\u{1F600}\" $id: ID! = \"x\") { # \"{\r\n  \
                \u{FEFF}none: person(by: {id: $id}) @skip(if: true) { id },";
    for (fields, words) in [
        ("a: film(by: {id: \"\u{1F600}\"}) { id } }", "a: film"),
        (
            "film(by: {id: \"wvu\"}) {\n\ttitle cast(first: 1000) { totalCount } } }",
            "cast(",
        ),
        (
            "...F } fragment F on Query {\n\n\tfilm(by: {id: \"pvl\"}) { id } }",
            "film(",
        ),
        ("... on Query { film(by: {id: \"x\"}) { id } } }", "film("),
    ] {
        let query = format!("{head} {fields}");
        let answer = server.query(&query).await;
        assert_eq!(answer.code(), "INVALID_VALUE", "{query}: {}", answer.body);
        let at = &answer.error()["locations"][0];
        assert_eq!(at, &place(&query, words), "{query}: {}", answer.body);
    }
}

async fn numerals_that_fit_nowhere_are_refused_before_anything_runs(database: Database) {
    let server = Server::sample(database).await;
    for query in [
        "{ node(id: 9223372036854775808) { id } }",
        "{ node(id: -99999999999999999999999) { id } }",
        "query($id: ID! = 18446744073709551616) { node(id: $id) { id } }",
        "{ film(by: {id: \"wvu\"}) { cast(filter: {rating: {min: 1e999}}) { totalCount } } }",
        "{ film(by: {id: \"wvu\"}) { status(asOf: 1e999) } }",
    ] {
        let answer = server.query(query).await;
        assert_eq!(
            answer.code(),
            "VALIDATION_FAILED",
            "{query}: {}",
            answer.body
        );
        let error = answer.error();
        assert!(error["locations"][0].is_object(), "{query}: {error}");
    }
    // At the edge, and nought with a sign: numbers as any other.
    for query in [
        "{ node(id: 9223372036854775807) { id } }",
        "{ node(id: -0) { id } }",
        "{ film(by: {tmdbId: -0}) { id } }",
    ] {
        let answer = server.query(query).await;
        let code = answer.code();
        assert!(
            code.is_empty() || code == "INVALID_VALUE",
            "{query}: {}",
            answer.body
        );
    }
    let exact = "{ film(by: {id: \"wvu\"}) { cast(first: -0, filter: {rating: {min: 0.1e1}}) { totalCount } } }";
    let _ = server.data(exact).await;
}

async fn a_mutation_by_get_is_told_as_that_whatever_else_is_wrong(database: Database) {
    let server = Server::sample(database).await;
    for query in [
        "mutation { nothing }",
        "mutation($a: ID!) { sourceUpdate(input: {id: $a}) { changeCursor } }",
        "\"Described\" mutation M { sourceCreate(input: {kind: ARTICLE, title: \"x\"}) { changeCursor } }",
    ] {
        let get = server.request(Method::GET, "/graphql");
        let answer = Answer::of(get.query(&[("query", query)])).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (405, "METHOD_NOT_ALLOWED"),
            "{query}"
        );
        assert_eq!(answer.header("allow"), Some("POST"));
    }
    let two = "query A { nothing } mutation B { nothing }";
    for (name, status, code) in [
        ("A", 200, "VALIDATION_FAILED"),
        ("B", 405, "METHOD_NOT_ALLOWED"),
    ] {
        let parameters = [("query", two), ("operationName", name)];
        let get = server.request(Method::GET, "/graphql");
        let answer = Answer::of(get.query(&parameters)).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (status, code),
            "{name}"
        );
    }
}

/// A name, a page of a page with each of these fields, and how many values that is.
fn full(aliases: usize, first: usize) -> (String, usize) {
    let fields: String = (0..aliases).map(|n| format!("a{n}: id ")).collect();
    let query = format!(
        "{{ film(by: {{id: \"wvu\"}}) {{ title cast(first: {first}) {{ nodes {{ \
         priorWork(first: 100) {{ nodes {{ {fields} }} }} }} }} }} }}"
    );
    (query, 1 + first * 100 * aliases)
}

async fn an_answer_of_too_many_values_is_refused(database: Database) {
    let server = Server::sample(database).await;
    let (query, values) = full(180, 20);
    let answer = server.query(&query).await;
    assert_eq!(answer.code(), "BUDGET_EXCEEDED", "{}", answer.body);
    let error = answer.error();
    let extensions = &error["extensions"];
    assert_eq!(extensions["bound"], "max_answer_values");
    assert_eq!(extensions["limit"], 250_000);
    assert_eq!(extensions["actual"], values);
    let path = json!(["film", "cast", "nodes", "priorWork", "nodes", "a0"]);
    assert_eq!(error["path"], path);
    assert!(answer.json().get("data").is_none());
    let (query, values) = full(12, 5);
    let server = |most: usize| {
        let options = Options::sample().with(|config| {
            config.limits.max_answer_values = most as u64;
        });
        Server::start(database, options)
    };
    let exact = server(values).await;
    let answer = exact.query(&query).await;
    assert_eq!(
        answer.header("filmgraph-values"),
        Some(&*values.to_string())
    );
    let _ = answer.data();
    let short = server(values - 1).await;
    assert_eq!(short.query(&query).await.code(), "BUDGET_EXCEEDED");
}
