//! The playground as files over HTTP. `tests/browser` uses it as a person does.

use std::io::Read;

use filmgraph_tests::{Answer, Client, Data, Database, Options, Server, on_both};
use reqwest::Method;
use serde_json::{Value, json};

on_both!(
    every_example_is_answered,
    on_other_data_the_examples_are_about_what_is_there,
    the_page_is_served_and_leads_from_the_root,
);

/// An example of the page: the very files.
macro_rules! example {
    ($name:literal, $file:literal) => {
        (
            $name,
            include_str!(concat!("../../playground/src/examples/", $file, ".graphql")),
            include_str!(concat!("../../playground/src/examples/", $file, ".json")),
        )
    };
}

const EXAMPLES: [(&str, &str, &str); 10] = [
    example!("CastAndPriorWork", "cast-and-prior-work"),
    example!("WhoShotIt", "who-shot-it"),
    example!("Reunions", "reunions"),
    example!("Career", "career"),
    example!("WhoSaysWhat", "who-says-what"),
    example!("FactsAndDoubts", "facts-and-doubts"),
    example!("StatusOverTime", "status-over-time"),
    example!("Deals", "deals"),
    example!("QuotesAndCommentary", "quotes-and-commentary"),
    example!("SourcesAndCoverage", "sources-and-coverage"),
];

/// The answers to the examples that this server offers, by their names. None may fail.
async fn answers(server: &Client) -> Vec<(&'static str, Value)> {
    let offered = server.get("/playground/examples.json").await;
    assert_eq!(offered.header("content-type"), Some("application/json"));
    let offered = offered.json();
    assert_eq!(
        offered.as_object().map(serde_json::Map::len),
        Some(EXAMPLES.len())
    );
    let mut answers = Vec::new();
    for (name, query, variables) in EXAMPLES {
        assert!(query.contains(&format!("query {name}")), "{name}");
        let Some(subject) = offered[name].as_object() else {
            assert!(offered[name].is_null(), "{name}: {offered}");
            continue;
        };
        let mut variables: Value = serde_json::from_str(variables).expect("variables");
        let all = variables.as_object_mut().expect("an object");
        all.extend(subject.clone());
        answers.push((name, server.data_with(query, variables).await));
    }
    answers
}

async fn every_example_is_answered(database: Database) {
    let server = Server::sample(database).await;
    let answers = answers(&server).await;
    assert_eq!(answers.len(), EXAMPLES.len());
    for (name, data) in answers {
        let root = data.as_object().and_then(|data| data.values().next());
        assert!(root.is_some_and(Value::is_object), "{name}: {data}");
        // What a page shows of a cast is not an empty one.
        assert!(data.to_string().len() > 300, "{name}: {data}");
        let is_about_the_film = data["work"]["title"] == "Good Sex";
        assert_eq!(
            is_about_the_film,
            data.get("work").is_some(),
            "{name}: {data}"
        );
    }
}

async fn on_other_data_the_examples_are_about_what_is_there(database: Database) {
    let mut data = Data::new();
    let films = ["First", "Second", "Third"].map(|title| data.film(title, "2001"));
    let people = ["Ann", "Ben", "Cal", "Dee"].map(|name| data.person(name).id());
    for (film, count) in films.iter().zip([1, 4, 2]) {
        for person in &people[..count] {
            let _ = data.acts(person, film);
        }
    }
    let server = Server::with_data(database, &data).await;
    let found = answers(&server).await;
    let names: Vec<&str> = found.iter().map(|(name, _)| *name).collect();
    let expected = [
        "CastAndPriorWork",
        "Reunions",
        "Career",
        "WhoSaysWhat",
        "FactsAndDoubts",
        "SourcesAndCoverage",
    ];
    assert_eq!(names, expected, "nothing is known of the others");
    for (name, data) in found {
        match name {
            "Career" => assert_eq!(data["person"]["name"], "Ann"),
            "SourcesAndCoverage" => assert!(data["sources"]["totalCount"].is_u64(), "{data}"),
            _ => assert_eq!(data["work"]["title"], "Second", "{name}"),
        }
    }
}

#[test]
fn an_empty_database_has_one_example_left() {
    filmgraph_tests::run(async {
        let server = Server::start(Database::Sqlite, Options::empty()).await;
        let answers = answers(&server).await;
        let names: Vec<&str> = answers.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, ["SourcesAndCoverage"]);
    });
}

/// Tools that show the schema begin with its description.
#[test]
fn the_schema_says_what_it_is_about() {
    filmgraph_tests::run(async {
        let server = Server::sample(Database::Sqlite).await;
        for query in [
            "{ __schema { description } }",
            "{ a: __schema { ...S } } fragment S on __Schema { b: description }",
        ] {
            let told = server.data(query).await.to_string();
            assert!(
                told.contains("Films and series, the people who make them"),
                "{told}"
            );
            assert!(!told.contains("GraphQL Schema defines"), "{told}");
        }
    });
}

/// A GET that does not follow redirects, with this `Accept-Encoding`.
async fn fetched(server: &Client, path: &str, accepted: &str) -> (reqwest::Response, Vec<u8>) {
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
    let client = client.build().expect("a client");
    let request = client.get(format!("{}{path}", server.base()));
    let request = request.header("accept-encoding", accepted);
    let mut response = request.send().await.expect("an answer");
    let mut body = Vec::new();
    while let Some(part) = response.chunk().await.expect("a body") {
        body.extend_from_slice(&part);
    }
    (response, body)
}

fn header<'a>(response: &'a reqwest::Response, name: &str) -> &'a str {
    let value = response.headers().get(name);
    value.map_or("", |value| value.to_str().expect("a text"))
}

/// The files that the page names.
fn files_of(page: &str) -> Vec<String> {
    let named = page.split("playground/").skip(1);
    let named = named.filter_map(|rest| rest.split('"').next());
    named.map(|name| format!("/playground/{name}")).collect()
}

async fn the_page_is_served_and_leads_from_the_root(database: Database) {
    let server = Server::sample(database).await;
    let (root, body) = fetched(&server, "/", "identity").await;
    assert_eq!(
        (root.status().as_u16(), header(&root, "location")),
        (307, "/playground")
    );
    let body: Value = serde_json::from_slice(&body).expect("JSON");
    assert_eq!(
        (&body["graphql"], &body["playground"]),
        (&json!("/graphql"), &json!("/playground"))
    );
    let (slash, _) = fetched(&server, "/playground/", "identity").await;
    assert_eq!(
        (slash.status().as_u16(), header(&slash, "location")),
        (308, "/playground")
    );

    let (page, body) = fetched(&server, "/playground", "identity").await;
    let page_text = String::from_utf8(body).expect("a text");
    assert_eq!(page.status(), 200);
    assert_eq!(header(&page, "content-type"), "text/html; charset=utf-8");
    assert_eq!(header(&page, "cache-control"), "no-cache");
    let policy = header(&page, "content-security-policy");
    for directive in [
        "default-src 'none'",
        "script-src 'self'",
        "frame-ancestors 'none'",
    ] {
        assert!(policy.split("; ").any(|d| d == directive), "{policy}");
    }
    assert_eq!(policy.matches("unsafe").count(), 1, "{policy}");
    assert_eq!(header(&page, "referrer-policy"), "no-referrer");
    assert_eq!(header(&page, "x-content-type-options"), "nosniff");
    assert!(page_text.contains("<noscript>") && page_text.contains("lang=\"en\""));
    let files = files_of(&page_text);
    assert!(files.len() >= 3, "{page_text}");
    for path in files {
        let (file, _) = fetched(&server, &path, "br").await;
        assert_eq!(file.status(), 200, "{path}");
        assert!(
            header(&file, "cache-control").contains("immutable"),
            "{path}"
        );
    }
    let answer = Answer::of(server.request(Method::POST, "/playground")).await;
    assert_eq!(
        (answer.status, answer.code().as_str()),
        (405, "METHOD_NOT_ALLOWED")
    );
}

#[test]
fn a_file_is_the_same_in_every_coding() {
    filmgraph_tests::run(async {
        let server = Server::start(Database::Sqlite, Options::empty()).await;
        let (_, page) = fetched(&server, "/playground", "identity").await;
        let mut paths = files_of(&String::from_utf8(page).expect("a text"));
        paths.extend(["/playground", "/playground/THIRD-PARTY-LICENSES.txt"].map(str::to_owned));
        for path in paths {
            let (plain, expected) = fetched(&server, &path, "identity").await;
            assert_eq!(header(&plain, "content-encoding"), "", "{path}");
            let (packed, body) = fetched(&server, &path, "gzip").await;
            assert_eq!(header(&packed, "content-encoding"), "gzip", "{path}");
            let mut unpacked = Vec::new();
            let read = flate2::read::GzDecoder::new(&body[..]).read_to_end(&mut unpacked);
            assert!(read.is_ok() && unpacked == expected, "{path}");
            let (smallest, body) = fetched(&server, &path, "gzip, deflate, br").await;
            assert_eq!(header(&smallest, "content-encoding"), "br", "{path}");
            assert!(
                body.len() < expected.len() || expected.len() < 100,
                "{path}"
            );
            let answers = [&plain, &packed, &smallest];
            let mut tags = answers.map(|answer| header(answer, "etag").to_owned());
            tags.sort_unstable();
            assert!(tags.windows(2).all(|pair| pair[0] != pair[1]), "{tags:?}");
            for answer in answers {
                assert_eq!(header(answer, "vary"), "Accept-Encoding", "{path}");
            }
            is_asked_again_in_vain(&server, &path, header(&smallest, "etag")).await;
        }
        let (none, _) = fetched(&server, "/playground", "identity;q=0, zstd").await;
        assert_eq!(none.status(), 406);
    });
}

/// HEAD gives the headers alone, and whoever has the file gets it no second time.
async fn is_asked_again_in_vain(server: &Client, path: &str, tag: &str) {
    let head = server
        .request(Method::HEAD, path)
        .header("accept-encoding", "br");
    let head = Answer::of(head).await;
    assert_eq!(
        (head.status, head.body.as_str(), head.header("etag")),
        (200, "", Some(tag)),
        "{path}"
    );
    let again = server
        .request(Method::GET, path)
        .header("accept-encoding", "br");
    let again = Answer::of(again.header("if-none-match", tag)).await;
    assert_eq!((again.status, again.body.as_str()), (304, ""), "{path}");
    assert!(again.header("content-security-policy").is_some(), "{path}");
}

#[test]
fn nothing_else_is_served_below_it() {
    filmgraph_tests::run(async {
        let server = Server::start(Database::Sqlite, Options::empty()).await;
        for path in [
            "/playground/index.html",
            "/playground/index.html.gz",
            "/playground/assets",
            "/playground/assets/",
            "/playground/assets/none.js",
            "/playground/../Cargo.toml",
            "/playground/..%2fCargo.toml",
            "/playgrounds",
        ] {
            let answer = server.get(path).await;
            assert_eq!(
                (answer.status, answer.code().as_str()),
                (404, "NOT_FOUND"),
                "{path}"
            );
        }
    });
}

#[test]
fn it_can_be_switched_off() {
    filmgraph_tests::run(async {
        let options = Options::empty().with(|config| config.server.playground = false);
        let server = Server::start(Database::Sqlite, options).await;
        for path in [
            "/playground",
            "/playground/",
            "/playground/THIRD-PARTY-LICENSES.txt",
            "/playground/examples.json",
        ] {
            let answer = server.get(path).await;
            assert_eq!(
                (answer.status, answer.code().as_str()),
                (404, "NOT_FOUND"),
                "{path}"
            );
        }
        let root = server.get("/").await;
        let paths = root.json();
        assert_eq!((root.status, &paths["graphql"]), (200, &json!("/graphql")));
        assert_eq!(paths.get("playground"), None);
    });
}
