//! `Query.server`: what the server says of itself.

use filmgraph_tests::{Data, Database, Options, Server, on_both};
use serde_json::{Value, json};

on_both!(
    it_names_the_bundled_data,
    a_hundred_data_sets_are_listed_and_no_more,
    the_cursor_moves_with_the_log_and_with_nothing_else,
    each_part_is_one_statement,
);

const DATA_SETS: &str = "{ server { dataSets { title kind } } }";

async fn it_names_the_bundled_data(database: Database) {
    let server = Server::sample(database).await;
    let query = "{ server { version dataSets { id title kind publisher license } } }";
    let told = server.data(query).await["server"].take();
    assert_eq!(told["version"], env!("CARGO_PKG_VERSION"));
    let own = json!({
        "id": "s1b9", "title": "Filmgraph sample", "kind": "EDITOR",
        "publisher": "Filmgraph", "license": "CC0-1.0",
    });
    assert_eq!(told["dataSets"][0], own);
    // Whose facts the bundled data hold is named with its licence.
    let others = told["dataSets"].as_array().expect("a list").iter().skip(1);
    let others: Vec<Value> = others
        .map(|set| json!([set["kind"], set["publisher"], set["license"]]))
        .collect();
    let expected = [
        json!(["DATA_SET", "Wikipedia", "CC-BY-SA-4.0"]),
        json!([
            "DATA_SET",
            "Academy of Motion Picture Arts and Sciences",
            null
        ]),
        json!(["DATA_SET", "Golden Globe Awards", null]),
        json!(["DATA_SET", "Television Academy", null]),
        json!(["DATA_SET", "IMDb", "IMDb Non-Commercial Licensing"]),
        json!(["DATA_SET", "JustWatch", null]),
        json!(["DATA_SET", "The Movie Database (TMDB)", null]),
        json!(["DATA_SET", "Wikimedia Foundation", "CC0-1.0"]),
    ];
    assert_eq!(others, expected);
}

async fn a_hundred_data_sets_are_listed_and_no_more(database: Database) {
    let mut data = Data::new();
    for number in 0..130 {
        let _ = data.source("DATA_SET", &format!("Set {number}")).id();
        let _ = data.source("ARTICLE", &format!("Article {number}")).id();
    }
    let server = Server::with_data(database, &data).await;
    let listed = server.data(DATA_SETS).await["server"]["dataSets"].take();
    let titles: Vec<&Value> = listed.as_array().expect("a list").iter().collect();
    assert_eq!(titles.len(), 100);
    for (number, title) in titles.iter().enumerate() {
        assert_eq!(title["title"], format!("Set {number}"));
    }
}

async fn cursor(server: &Server) -> String {
    let data = server.data("{ server { headCursor } }").await;
    let cursor = data["server"]["headCursor"].as_str();
    cursor.expect("a cursor").to_owned()
}

async fn the_cursor_moves_with_the_log_and_with_nothing_else(database: Database) {
    let server = Server::start(database, Options::empty()).await;
    let (first, again) = (cursor(&server).await, cursor(&server).await);
    assert_eq!(first, again);
    let mut data = Data::new();
    let _ = data.film("Good Sex", "2026");
    server.load(&data).await;
    let second = cursor(&server).await;
    assert_ne!(first, second);
    // What is there already changes nothing.
    server.load(&data).await;
    assert_eq!(cursor(&server).await, second);
    assert!(second.len() <= 64 && second.is_ascii(), "{second}");
}

async fn each_part_is_one_statement(database: Database) {
    let server = Server::sample(database).await;
    for (fields, statements) in [
        ("version", 0),
        ("headCursor", 1),
        ("dataSets { title publisher license url authors }", 1),
        ("version headCursor dataSets { title }", 2),
    ] {
        let answer = server
            .anew()
            .query(&format!("{{ server {{ {fields} }} }}"))
            .await;
        let _ = answer.data();
        assert_eq!(answer.statements(), statements, "{fields}");
    }
}
