//! What errors say, and what they leave of an answer.

use filmgraph_tests::{Data, Database, Server, on_both};
use serde_json::{Value, json};

on_both!(
    an_error_has_the_whole_path,
    no_text_of_any_kind_breaks_the_server,
);

/// Queries with one wrong argument, and the path to its field.
const PATHS: [(&str, &str); 9] = [
    ("FILM { c: cast WRONG }", "film c"),
    ("work(by: {id: \"wvu\"}) { cast WRONG }", "work cast"),
    (
        "work(by: {id: \"wvu\"}) { ... on Work { cast WRONG } }",
        "work cast",
    ),
    (
        "FILM { cast(first: 1) { nodes { priorWork WRONG } } }",
        "film cast nodes 0 priorWork",
    ),
    (
        "FILM { cast(first: 1) { edges { node { work { crew WRONG } } } } }",
        "film cast edges 0 node work crew",
    ),
    (
        "FILM { cast(first: 1) { nodes { priorWork(first: 1) { nodes { cast(first: 1) { nodes { person { roles WRONG } } } } } } } }",
        "film cast nodes 0 priorWork nodes 0 cast nodes 0 person roles",
    ),
    (
        "FILM { directors { filmography WRONG } }",
        "film directors 0 filmography",
    ),
    (
        "FILM { cast(first: 1) { nodes { work { directors(limit: 0) { name } } } } }",
        "film cast nodes 0 work directors",
    ),
    (
        "FILM { cast(first: 1) { nodes { priorWork(first: 1) { edges { roles(limit: 1000) { id } } } } } }",
        "film cast nodes 0 priorWork edges 0 roles",
    ),
];

async fn an_error_has_the_whole_path(database: Database) {
    let server = Server::sample(database).await;
    for (query, path) in PATHS {
        let query = query.replace("FILM", "film(by: {id: \"wvu\"})");
        let query = query.replace("WRONG", "(first: -1) { totalCount }");
        let error = server.error(&format!("{{ {query} }}")).await;
        let segment = |word: &str| word.parse::<u64>().map_or(json!(word), Value::from);
        let path: Vec<Value> = path.split(' ').map(segment).collect();
        assert_eq!(error["path"], Value::from(path), "{query}: {error}");
        assert_eq!(error["extensions"]["code"], "INVALID_VALUE", "{query}");
        assert!(error["locations"][0]["column"].is_u64(), "{query}");
    }
}

async fn no_text_of_any_kind_breaks_the_server(database: Database) {
    let mut data = Data::new();
    let text = "\u{0}"; // Not storable, so it must be found out before.
    let name = "Ob'rien \"; DROP TABLE work; -- % _ \\ \u{202e}\u{1f3ac}";
    let person = data.person(name).id();
    let film = data.film("100% _true_", "2000");
    let _ = data.acts(&person, &film);
    let server = Server::with_data(database, &data).await;
    let find = "query($n: String!) { person(by: {named: {name: $n}}) { name id slug } }";
    let found = server.data_with(find, json!({"n": name})).await;
    assert_eq!(found["person"]["name"], name);
    for other in ["%", "_", "Ob'rien", text, "\u{fffd}", &"x".repeat(1000)] {
        let answer = server.query_with(find, json!({"n": other})).await;
        let fine = answer.code().is_empty() || answer.code() == "INVALID_VALUE";
        assert!(fine, "{other:?}: {}", answer.body);
        assert_eq!(answer.json()["data"]["person"], Value::Null, "{other:?}");
    }
    let answer = server
        .query_with(find, json!({"n": "x".repeat(1001)}))
        .await;
    assert_eq!(answer.code(), "INVALID_VALUE");
    let jobs = "query($f: RoleFilter) { film(by: {named: {title: \"100% _true_\"}}) { roles(filter: $f) { totalCount } } }";
    for filter in [
        json!({"jobs": [text]}),
        json!({"genres": {"any": [text, name]}}),
    ] {
        let answer = server.query_with(jobs, json!({"f": filter})).await;
        let fine = answer.code().is_empty() || answer.code() == "INVALID_VALUE";
        assert!(fine, "{filter}: {}", answer.body);
    }
    for by in [
        json!({"external": {"authority": "OTHER", "value": text}}),
        json!({"slug": text}),
        json!({"id": text}),
    ] {
        let answer = server
            .query_with(
                "query($by: WorkRef!) { work(by: $by) { id } }",
                json!({"by": by}),
            )
            .await;
        assert_ne!(answer.code(), "INTERNAL", "{by}: {}", answer.body);
    }
}
