//! Requests as programs in use send them, and addresses at their bounds.

use filmgraph_tests::{Answer, Database, Options, Raw, Server, on_both};
use reqwest::{Method, redirect::Policy};
use serde_json::json;

on_both!(
    odd_weights_do_not_void_what_is_wanted,
    an_empty_name_of_an_operation_is_none,
    a_browser_is_led_to_the_playground,
);

const GOOD: &str = "{ film(by: {id: \"wvu\"}) { title } }";

async fn odd_weights_do_not_void_what_is_wanted(database: Database) {
    let server = Server::sample(database).await;
    for accept in [
        "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2",
        "application/json;q=.9",
        "application/json;q=1.0000",
        "application/json;q=high",
        "*",
    ] {
        let post = server
            .request(Method::POST, "/graphql")
            .json(&json!({"query": GOOD}));
        let get = server
            .request(Method::GET, "/graphql")
            .query(&[("query", GOOD)]);
        for request in [post, get] {
            let answer = Answer::of(request.header("accept", accept)).await;
            assert_eq!(
                answer.data(),
                json!({"film": {"title": "Good Sex"}}),
                "{accept}"
            );
        }
    }
}

async fn an_empty_name_of_an_operation_is_none(database: Database) {
    let server = Server::sample(database).await;
    let two = "query A { __typename } query B { __typename }";
    for (query, code) in [
        (GOOD, ""),
        (two, "OPERATION_NOT_FOUND"),
        ("", "PARSE_FAILED"),
    ] {
        let body = json!({"query": query, "operationName": ""});
        let post = Answer::of(server.request(Method::POST, "/graphql").json(&body)).await;
        let get = server.request(Method::GET, "/graphql");
        let get = Answer::of(get.query(&[("query", query), ("operationName", "")])).await;
        assert_eq!(
            (get.status, &get.body),
            (post.status, &post.body),
            "{query}"
        );
        assert_eq!(post.code(), code, "{query}");
    }
}

#[test]
fn bodies_and_addresses_are_named_for_what_they_are() {
    filmgraph_tests::run(async {
        let server = Server::sample(Database::Sqlite).await;
        let post = async |body: &[u8]| {
            let request = server.request(Method::POST, "/graphql").body(body.to_vec());
            Answer::of(request.header("content-type", "application/json")).await
        };
        let marked = [
            b"\xef\xbb\xbf",
            json!({"query": GOOD}).to_string().as_bytes(),
        ]
        .concat();
        assert_eq!(
            post(&marked).await.data(),
            json!({"film": {"title": "Good Sex"}})
        );
        let large = br#"{"query": "{ __typename }", "variables": {"x": 1e999}}"#;
        let large = post(large).await;
        assert_eq!((large.status, large.code().as_str()), (400, "BAD_REQUEST"));
        assert!(large.body.contains("a number beyond"), "{}", large.body);
        for query in ["%E9", "%7B__typename%7D&x=%FF"] {
            let answer = server.get(&format!("/graphql?query={query}")).await;
            assert_eq!(
                (answer.status, answer.code().as_str()),
                (400, "BAD_REQUEST")
            );
            assert!(answer.body.contains("UTF-8"), "{}", answer.body);
        }
    });
}

async fn a_browser_is_led_to_the_playground(database: Database) {
    let server = Server::sample(database).await;
    let client = reqwest::Client::builder().redirect(Policy::none()).build();
    let client = client.expect("a client");
    let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    let parameters = "query=%7B__typename%7D&variables=%7B%22x%22%3A1%7D";
    for accept in [browser, "text/html"] {
        for (asked, place) in [
            ("/graphql".to_owned(), "playground".to_owned()),
            (
                format!("/graphql?{parameters}"),
                format!("playground?{parameters}"),
            ),
        ] {
            for method in [Method::GET, Method::HEAD] {
                let request = client.request(method, format!("{}{asked}", server.base()));
                let answer = Answer::of(request.header("accept", accept)).await;
                let led = (answer.status, answer.header("location"));
                assert_eq!(led, (303, Some(place.as_str())), "{accept}");
                assert!(
                    answer
                        .header("vary")
                        .is_some_and(|vary| vary.contains("Accept"))
                );
            }
        }
    }
    // Who posts, or wants JSON at least as much, is a program.
    let post = server
        .request(Method::POST, "/graphql")
        .json(&json!({"query": GOOD}));
    assert_eq!(Answer::of(post.header("accept", browser)).await.status, 200);
    let get = server
        .request(Method::GET, "/graphql")
        .query(&[("query", GOOD)]);
    let get = get.header("accept", "application/json, text/html, */*");
    assert_eq!(Answer::of(get).await.status, 200);
}

#[test]
fn nobody_is_led_to_a_playground_that_is_not_there() {
    filmgraph_tests::run(async {
        let options = Options::empty().with(|config| config.server.playground = false);
        let server = Server::start(Database::Sqlite, options).await;
        let request = server.request(Method::GET, "/graphql?query=%7B__typename%7D");
        let answer = Answer::of(request.header("accept", "text/html, */*;q=0.1")).await;
        assert_eq!(answer.data(), json!({"__typename": "Query"}));
    });
}

/// The largest address, and the largest head: bounds of the HTTP library. docs/operations.md has
/// them.
#[test]
fn an_address_may_be_as_long_as_documented() {
    filmgraph_tests::run(async {
        let server = Server::sample(Database::Sqlite).await;
        let address = |bytes: usize| {
            let start = "/graphql?query=%7B__typename%7D&x=";
            format!("{start}{}", "y".repeat(bytes - start.len()))
        };
        for (bytes, expected) in [(65_534, "HTTP/1.1 200 "), (65_535, "HTTP/1.1 400 ")] {
            let mut connection = Raw::connect(&server).await;
            let line = format!("GET {} HTTP/1.1\r\n", address(bytes));
            connection
                .send(format!("{line}host: x\r\nconnection: close\r\n\r\n"))
                .await;
            let rest = connection.rest().await;
            assert!(
                rest.text.starts_with(expected),
                "{bytes}: {:.100}",
                rest.text
            );
            let has_body = !rest.text.ends_with("\r\n\r\n");
            assert_eq!(has_body, bytes == 65_534, "{:.100}", rest.text);
        }
        for (line, headers, status) in [("/\u{e9}", 1, 400), ("/", 97, 431)] {
            let mut connection = Raw::connect(&server).await;
            let headers: String = (0..headers).map(|n| format!("x-{n}: y\r\n")).collect();
            let head = format!("GET {line} HTTP/1.1\r\nhost: x\r\n{headers}\r\n");
            connection.send(head).await;
            let rest = connection.rest().await;
            let expected = format!("HTTP/1.1 {status} ");
            assert!(rest.text.starts_with(&expected), "{:.100}", rest.text);
            assert!(rest.text.ends_with("\r\n\r\n"), "{:.100}", rest.text);
        }
    });
}
