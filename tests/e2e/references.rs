//! Naming records: every form of a reference, and every way to get one wrong.

use filmgraph::model::id::RecordKind;
use filmgraph_tests::{Data, Database, Server, on_both};
use serde_json::{Value, json};

on_both!(
    every_form_finds_a_work,
    every_form_finds_a_person,
    a_well_formed_reference_to_nothing_is_null,
    a_malformed_reference_is_an_error_that_names_it,
    exactly_one_key_has_to_be_given,
    an_ambiguous_name_lists_its_candidates,
    a_reference_to_another_type_is_null,
);

/// What the references of these tests are to.
struct World {
    film: String,
    series: String,
    person: String,
    data: Data,
}

fn world() -> World {
    let mut data = Data::new();
    let film = data
        .work("FILM", "Été Rouge")
        .with("originalTitle", "L'Été rouge")
        .with("releaseDate", "1999-05-01")
        .with(
            "externalIds",
            json!({"IMDB": "tt0000123", "TMDB": "101", "WIKIDATA": "Q55"}),
        )
        .id();
    let title = data.next_id(RecordKind::Title);
    let titles =
        json!([{"id": title, "text": "Red Summer", "language": "en", "kind": "ALTERNATIVE"}]);
    let _ = data.record(&film).with("titles", titles);
    // TMDB counts films, series and people apart.
    let series = data
        .work("SERIES", "Long Winter")
        .with("releaseDate", "2001")
        .with("externalIds", json!({"TMDB": "101"}))
        .id();
    let name = data.next_id(RecordKind::PersonName);
    let person = data
        .person("Zoë Ångström")
        .with("birthDate", "1970-02-03")
        .with(
            "names",
            json!([{"id": name, "name": "Zed", "kind": "STAGE"}]),
        )
        .with(
            "externalIds",
            json!({"IMDB": "nm0000045", "TMDB": "101", "WIKIDATA": "Q77"}),
        )
        .id();
    World {
        film,
        series,
        person,
        data,
    }
}

async fn every_form_finds_a_work(database: Database) {
    let World {
        film, series, data, ..
    } = world();
    let server = Server::with_data(database, &data).await;
    let forms = [
        format!("{{id: \"{film}\"}}"),
        format!("{{slug: \"ete-rouge-{film}\"}}"),
        format!("{{slug: \"an-older-title-{film}\"}}"),
        format!("{{slug: \"{film}\"}}"),
        "{imdbId: \"tt0000123\"}".to_owned(),
        "{imdbId: \" TT000000123 \"}".to_owned(),
        "{tmdbId: 101}".to_owned(),
        "{wikidataId: \"Q55\"}".to_owned(),
        "{external: {authority: IMDB, value: \"tt0000123\"}}".to_owned(),
        "{external: {authority: TMDB, value: \"101\"}}".to_owned(),
        "{named: {title: \"Été Rouge\"}}".to_owned(),
        "{named: {title: \"ete ROUGE\", year: 1999}}".to_owned(),
        "{named: {title: \"Red Summer\", year: 1999, kind: FILM}}".to_owned(),
        "{named: {title: \"L'Été rouge\"}}".to_owned(),
    ];
    for form in forms {
        let data = server
            .data(&format!("{{ film(by: {form}) {{ id slug }} }}"))
            .await;
        assert_eq!(data["film"]["id"], film, "{form}");
        assert_eq!(data["film"]["slug"], format!("ete-rouge-{film}"), "{form}");
    }
    let query = "query($by: WorkRef!) { series(by: $by) { id } }";
    for by in [
        json!({"tmdbId": 101}),
        json!({"id": series}),
        json!({"named": {"title": "long winter"}}),
    ] {
        let data = server.data_with(query, json!({"by": by})).await;
        assert_eq!(data["series"]["id"], series, "{by}");
    }
}

async fn every_form_finds_a_person(database: Database) {
    let World { person, data, .. } = world();
    let server = Server::with_data(database, &data).await;
    let forms = [
        format!("{{id: \"{person}\"}}"),
        format!("{{slug: \"zoe-angstrom-{person}\"}}"),
        "{imdbId: \"nm0000045\"}".to_owned(),
        "{tmdbId: 101}".to_owned(),
        "{wikidataId: \"q77\"}".to_owned(),
        "{external: {authority: WIKIDATA, value: \"Q77\"}}".to_owned(),
        "{named: {name: \"Zoë Ångström\"}}".to_owned(),
        "{named: {name: \"zoe angstrom\", birthYear: 1970}}".to_owned(),
        "{named: {name: \"ZED\"}}".to_owned(),
    ];
    for form in forms {
        let data = server
            .data(&format!("{{ person(by: {form}) {{ id }} }}"))
            .await;
        assert_eq!(data["person"]["id"], person, "{form}");
    }
}

async fn a_well_formed_reference_to_nothing_is_null(database: Database) {
    let World { mut data, .. } = world();
    let server = Server::with_data(database, &data).await;
    let work = data.next_id(RecordKind::Work);
    let person = data.next_id(RecordKind::Person);
    let works = [
        format!("{{id: \"{work}\"}}"),
        format!("{{slug: \"nothing-{work}\"}}"),
        "{imdbId: \"tt9999999\"}".to_owned(),
        "{tmdbId: 999}".to_owned(),
        "{wikidataId: \"Q999\"}".to_owned(),
        "{external: {authority: OTHER, value: \"anything\"}}".to_owned(),
        "{named: {title: \"No Such Title\"}}".to_owned(),
        "{named: {title: \"Été Rouge\", year: 1998}}".to_owned(),
        "{named: {title: \"Été Rouge\", kind: SHORT_FILM}}".to_owned(),
    ];
    for by in works {
        let data = server
            .data(&format!(
                "{{ film(by: {by}) {{ id }} work(by: {by}) {{ id }} }}"
            ))
            .await;
        assert_eq!(data, json!({"film": null, "work": null}), "{by}");
    }
    let people = [
        format!("{{id: \"{person}\"}}"),
        "{imdbId: \"nm9999999\"}".to_owned(),
        "{tmdbId: 999}".to_owned(),
        "{named: {name: \"Nobody\"}}".to_owned(),
        "{named: {name: \"Zed\", birthYear: 1971}}".to_owned(),
    ];
    for by in people {
        let data = server
            .data(&format!("{{ person(by: {by}) {{ id }} }}"))
            .await;
        assert_eq!(data, json!({"person": null}), "{by}");
    }
}

async fn a_malformed_reference_is_an_error_that_names_it(database: Database) {
    let World {
        film, person, data, ..
    } = world();
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

async fn an_ambiguous_name_lists_its_candidates(database: Database) {
    let mut data = Data::new();
    let known = data.film("Twins", "1988");
    let _ = data.record(&known).with("votes", 1000);
    let other = data.film("Twins", "1988-07");
    let later = data.film("TWINS", "2004");
    let series = data
        .work("SERIES", "Twins")
        .with("releaseDate", "2005")
        .id();
    for year in 1900..1915 {
        let _ = data.person("Jo Doe").with("birthDate", year.to_string());
    }
    let server = Server::with_data(database, &data).await;
    let query = "{ film(by: {named: {title: \"twins\", year: 1988}}) { id } }";
    let answer = server.query(query).await;
    assert_eq!(answer.json()["data"], json!({"film": null}));
    let error = answer.error();
    assert_eq!(error["extensions"]["code"], "AMBIGUOUS");
    assert_eq!(
        error["extensions"]["candidates"],
        json!([
            {"id": known, "label": "Twins (1988)"},
            {"id": other, "label": "Twins (1988)"},
        ])
    );
    let message = error["message"].as_str().expect("a message");
    assert!(
        message.contains(&known) && message.contains(&other),
        "{message}"
    );
    for (by, id) in [
        ("{named: {title: \"Twins\", year: 2004}}", &later),
        ("{named: {title: \"Twins\", kind: SERIES}}", &series),
    ] {
        let data = server.data(&format!("{{ work(by: {by}) {{ id }} }}")).await;
        assert_eq!(data["work"]["id"], *id);
    }
    let error = server
        .error("{ person(by: {named: {name: \"Jo Doe\"}}) { id } }")
        .await;
    let candidates = &error["extensions"]["candidates"];
    assert_eq!(candidates.as_array().map(Vec::len), Some(10), "{error}");
    let message = error["message"].as_str().expect("a message");
    assert!(message.contains("10 or more"), "{message}");
}

async fn a_reference_to_another_type_is_null(database: Database) {
    let World {
        film, series, data, ..
    } = world();
    let server = Server::with_data(database, &data).await;
    let query = format!(
        "{{ a: film(by: {{id: \"{series}\"}}) {{ id }} b: series(by: {{id: \"{film}\"}}) {{ id }}
            c: film(by: {{named: {{title: \"Long Winter\"}}}}) {{ id }}
            d: series(by: {{imdbId: \"tt0000123\"}}) {{ id }}
            e: work(by: {{id: \"{series}\"}}) {{ __typename }} }}"
    );
    let expected =
        json!({"a": null, "b": null, "c": null, "d": null, "e": {"__typename": "Series"}});
    assert_eq!(server.data(&query).await, expected);
}
