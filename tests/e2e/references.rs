//! Naming records: every way to get a reference wrong. Those that are right are in `tests/cases`.

use filmgraph_tests::{Data, Database, Server, on_both};
use serde_json::{Value, json};

on_both!(
    a_malformed_reference_is_an_error_that_names_it,
    exactly_one_key_has_to_be_given,
);

/// What the references of these tests are to.
struct World {
    film: String,
    person: String,
    data: Data,
}

fn world() -> World {
    let mut data = Data::new();
    let film = data.film("Été Rouge", "1999-05-01");
    let person = data.person("Zoë Ångström").id();
    World { film, person, data }
}

async fn a_malformed_reference_is_an_error_that_names_it(database: Database) {
    let World { film, person, data } = world();
    let server = Server::with_data(database, &data).await;
    let mistyped = format!("{}{}", &film[..film.len() - 1], other_than(&film));
    let forms = [
        (format!("{{id: \"{mistyped}\"}}"), "mistyped"),
        ("{id: \"w\"}".to_owned(), "three characters"),
        ("{id: \"\"}".to_owned(), "three characters"),
        ("{id: \"W1\u{e9}\"}".to_owned(), "small letters"),
        (format!("{{id: \"{person}\"}}"), "begin with w"),
        (format!("{{slug: \"zoe-{person}\"}}"), "begin with w"),
        ("{slug: \"no-such-slug\"}".to_owned(), "no-such-slug"),
        ("{slug: \"\"}".to_owned(), "three characters"),
        ("{imdbId: \"123\"}".to_owned(), "123"),
        ("{imdbId: \"tt12\"}".to_owned(), "tt12"),
        ("{tmdbId: -3}".to_owned(), "-3"),
        ("{wikidataId: \"55\"}".to_owned(), "55"),
        ("{named: {title: \" \"}}".to_owned(), "empty"),
        (
            "{named: {title: \"Été Rouge\", year: 100000}}".to_owned(),
            "year",
        ),
        (
            "{named: {title: \"Été Rouge\", kind: SERIES}}".to_owned(),
            "kind",
        ),
    ];
    for (by, reason) in forms {
        let answer = server
            .query(&format!("{{ film(by: {by}) {{ id }} }}"))
            .await;
        assert_eq!(answer.json()["data"], json!({"film": null}), "{by}");
        let error = answer.error();
        // A slug is an address: one that leads nowhere is not found, and what is wrong with it is told.
        let is_address = by.starts_with("{slug: ") && !by.contains(&person);
        let code = if is_address {
            "NOT_FOUND"
        } else {
            "INVALID_VALUE"
        };
        assert_eq!(error["extensions"]["code"], code, "{by}: {error}");
        assert_eq!(error["path"], json!(["film"]), "{by}: {error}");
        assert_eq!(
            error["locations"],
            json!([{"line": 1, "column": 3}]),
            "{by}"
        );
        let argument = error["extensions"]["argument"].as_str().unwrap_or_default();
        assert!(argument.starts_with("by"), "{by}: {error}");
        let message = error["message"].as_str().unwrap_or_default();
        assert!(message.contains(reason), "{by}: {message}");
    }
}

/// Another check character than that of an id.
fn other_than(id: &str) -> char {
    if id.ends_with('0') { '1' } else { '0' }
}

async fn exactly_one_key_has_to_be_given(database: Database) {
    let World { film, data, .. } = world();
    let server = Server::with_data(database, &data).await;
    let literals = [
        "{}".to_owned(),
        format!("{{id: \"{film}\", slug: \"{film}\"}}"),
        "{id: null}".to_owned(),
        format!("{{id: \"{film}\", slug: null}}"),
    ];
    for by in literals {
        let answer = server
            .query(&format!("{{ film(by: {by}) {{ id }} }}"))
            .await;
        assert_eq!(answer.code(), "VALIDATION_FAILED", "{by}: {}", answer.body);
        assert!(answer.json().get("data").is_none(), "{by}");
        assert!(
            answer.errors()[0]["locations"][0]["column"].is_u64(),
            "{by}"
        );
    }
    let whole = "query($by: WorkRef!) { film(by: $by) { id } }";
    for by in [
        json!({}),
        json!({"id": film, "slug": film}),
        json!({"id": null}),
        json!({"id": film, "slug": null}),
        Value::Null,
    ] {
        let answer = server.query_with(whole, json!({"by": by})).await;
        assert_eq!(answer.code(), "INVALID_VARIABLES", "{by}: {}", answer.body);
    }
    // A key whose value may turn out to be missing is no key.
    let within = "query($id: ID) { film(by: {id: $id}) { id } }";
    let answer = server.query_with(within, json!({"id": film})).await;
    assert_eq!(answer.code(), "VALIDATION_FAILED", "{}", answer.body);
    let within = "query($id: ID!) { film(by: {id: $id}) { id } }";
    let data = server.data_with(within, json!({"id": film})).await;
    assert_eq!(data["film"]["id"], film);
}
