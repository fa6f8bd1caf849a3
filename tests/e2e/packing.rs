//! How answers are packed, and what a client has already.

use std::io::Read;

use filmgraph_tests::{Answer, Client, Database, Options, Server, on_both};
use reqwest::Method;
use serde_json::{Value, json};

on_both!(
    an_answer_is_the_same_in_every_coding,
    what_a_client_has_is_not_sent_again,
);

/// A cast and what each had done: some ten thousand bytes.
const LONG: &str = "{ film(by: {id: \"wvu\"}) { title cast { nodes { person { name biography } \
                    priorWork(first: 20) { nodes { id title slug releaseDate { text edtf } } } } } } }";
const SHORT: &str = "{ film(by: {id: \"wvu\"}) { title } }";

/// An answer with its bytes as they came.
struct Packed {
    status: u16,
    headers: reqwest::header::HeaderMap,
    bytes: Vec<u8>,
}

impl Packed {
    async fn of(request: reqwest::RequestBuilder) -> Self {
        let mut response = request.send().await.expect("an answer");
        let mut bytes = Vec::new();
        while let Some(part) = response.chunk().await.expect("a body") {
            bytes.extend_from_slice(&part);
        }
        Self {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            bytes,
        }
    }

    fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().expect("a text"))
    }

    fn text(&self) -> String {
        let (mut text, mut bytes) = (Vec::new(), self.bytes.as_slice());
        let read = match self.header("content-encoding") {
            "gzip" => flate2::read::GzDecoder::new(bytes).read_to_end(&mut text),
            "br" => brotli::Decompressor::new(bytes, 4096).read_to_end(&mut text),
            "zstd" => zstd::stream::read::Decoder::new(bytes)
                .expect("zstd")
                .read_to_end(&mut text),
            _ => bytes.read_to_end(&mut text),
        };
        read.expect("what was packed");
        String::from_utf8(text).expect("a text")
    }
}

async fn get(server: &Client, query: &str, coding: &str, known: &str) -> Packed {
    let request = server
        .request(Method::GET, "/graphql")
        .query(&[("query", query)]);
    let request = request.header("accept-encoding", coding);
    Packed::of(match known {
        "" => request,
        known => request.header("if-none-match", known),
    })
    .await
}

async fn post(server: &Client, query: &str, coding: &str) -> Packed {
    let request = server.request(Method::POST, "/graphql");
    let request = request.json(&json!({ "query": query }));
    Packed::of(request.header("accept-encoding", coding)).await
}

const WISHES: [(&str, &str); 9] = [
    ("gzip, deflate, br, zstd", "zstd"),
    ("gzip, deflate, br", "br"),
    ("gzip;q=1.0, br;q=.5", "gzip"),
    ("zstd;q=0, gzip", "gzip"),
    ("identity;q=0, *", "zstd"),
    ("deflate", ""),
    ("", ""),
    ("*", ""),
    ("identity, gzip;q=0.5", ""),
];

async fn an_answer_is_the_same_in_every_coding(database: Database) {
    let server = Server::sample(database).await;
    let plain = post(&server, LONG, "identity").await;
    assert_eq!((plain.status, plain.header("content-encoding")), (200, ""));
    assert!(plain.bytes.len() > 4_000, "{}", plain.bytes.len());
    for (wish, coding) in WISHES {
        for packed in [
            post(&server, LONG, wish).await,
            get(&server, LONG, wish, "").await,
        ] {
            assert_eq!(
                (packed.status, packed.header("content-encoding")),
                (200, coding),
                "{wish}"
            );
            assert!(packed.text() == plain.text(), "{wish}");
            let is_small = packed.bytes.len() * 2 < plain.bytes.len();
            assert_eq!(is_small, !coding.is_empty(), "{wish}");
            assert!(packed.header("vary").contains("Accept-Encoding"), "{wish}");
        }
        // Too short to be worth it, unless it is not wanted otherwise.
        let short = post(&server, SHORT, wish).await;
        let refuses_plain = wish.contains("identity;q=0");
        assert_eq!(
            !short.header("content-encoding").is_empty(),
            refuses_plain,
            "{wish}"
        );
        assert_eq!(short.text(), r#"{"data":{"film":{"title":"Good Sex"}}}"#);
    }
    let none = post(&server, LONG, "identity;q=0, deflate").await;
    let told: Value = serde_json::from_str(&none.text()).expect("JSON");
    let code = &told["errors"][0]["extensions"]["code"];
    assert_eq!((none.status, code), (406, &json!("NOT_ACCEPTABLE")));
}

async fn what_a_client_has_is_not_sent_again(database: Database) {
    let server = Server::with_sample(database).await;
    for coding in ["identity", "gzip", "br", "zstd"] {
        let first = get(&server, LONG, coding, "").await;
        let tag = first.header("etag").to_owned();
        assert!(tag.len() > 10, "{tag}");
        assert_eq!(first.header("cache-control"), "no-cache");
        for known in [&tag, &format!("W/{tag}"), &format!("\"a\", {tag}"), "*"] {
            let again = get(&server, LONG, coding, known).await;
            assert_eq!((again.status, again.bytes.len()), (304, 0), "{known}");
            for name in ["etag", "cache-control", "vary"] {
                assert_eq!(again.header(name), first.header(name), "{known}");
            }
        }
        let other = get(&server, LONG, coding, "\"a\", W/\"b\"").await;
        assert!(other.status == 200 && other.text() == first.text());
        let other = get(&server, SHORT, coding, &tag).await;
        assert_eq!(other.status, 200);
        is_told_without_a_body(&server, coding, &first).await;
    }
    let tag = get(&server, LONG, "gzip", "")
        .await
        .header("etag")
        .to_owned();
    assert_eq!(
        get(&server, LONG, "br", &tag).await.status,
        200,
        "other bytes"
    );
    what_must_not_be_kept(&server, &tag).await;
    // What has changed is sent.
    let before = get(&server, "{ server { headCursor } }", "gzip", "").await;
    let write =
        "mutation { sourceCreate(input: {kind: ARTICLE, title: \"New\"}) { changeCursor } }";
    server.editor().await.data(write).await;
    let tag = before.header("etag");
    let after = get(&server, "{ server { headCursor } }", "gzip", tag).await;
    assert_eq!(after.status, 200);
}

async fn is_told_without_a_body(server: &Client, coding: &str, first: &Packed) {
    let head = server
        .request(Method::HEAD, "/graphql")
        .query(&[("query", LONG)]);
    let head = Packed::of(head.header("accept-encoding", coding)).await;
    assert_eq!((head.status, head.bytes.len()), (200, 0));
    for name in [
        "etag",
        "content-encoding",
        "content-length",
        "content-type",
        "vary",
    ] {
        assert_eq!(head.header(name), first.header(name), "{name} {coding}");
    }
}

/// Answers to POST, to a key, and with errors.
async fn what_must_not_be_kept(server: &Server, tag: &str) {
    let posted = post(server, LONG, "gzip").await;
    let keyed = get(&server.editor().await, LONG, "gzip", tag).await;
    let failed = "{ film(by: {id: \"nonsense\"}) { title } }";
    let failed = get(server, failed, "gzip", "*").await;
    for (answer, kept) in [
        (posted, "no-store"),
        (keyed, "private, no-store"),
        (failed, "no-store"),
    ] {
        assert_eq!((answer.status, answer.header("etag")), (200, ""));
        assert_eq!(answer.header("cache-control"), kept);
    }
}

#[test]
fn the_schema_is_packed_and_known_by_its_tag() {
    filmgraph_tests::run(async {
        let options = Options::empty().with(|config| {
            config.answers.max_age_s = 60;
            config.answers.schema_max_age_s = 3600;
        });
        let server = Server::start(Database::Sqlite, options).await;
        for path in ["/schema.graphql", "/schema/client.json"] {
            let get = async |coding: &str, known: &str| {
                let request = server.request(Method::GET, path);
                let request = request.header("accept-encoding", coding);
                Packed::of(request.header("if-none-match", known)).await
            };
            let plain = get("identity", "\"x\"").await;
            for coding in ["gzip", "br", "zstd"] {
                for _ in 0..2 {
                    let packed = get(coding, "\"x\"").await;
                    assert_eq!(packed.header("content-encoding"), coding);
                    assert!(packed.text() == plain.text(), "{path} {coding}");
                    assert_eq!(packed.header("cache-control"), "public, max-age=3600");
                    assert_eq!(get(coding, packed.header("etag")).await.status, 304);
                    assert_eq!(get("identity", packed.header("etag")).await.status, 200);
                }
            }
            assert_eq!(get("*;q=0", "\"x\"").await.status, 406);
        }
        let answer = get(&server, "{ __typename }", "gzip", "").await;
        assert_eq!(answer.header("cache-control"), "public, max-age=60");
    });
}

#[test]
fn packing_can_be_left_to_others() {
    filmgraph_tests::run(async {
        let options = Options::sample().with(|config| config.answers.compress = false);
        let server = Server::start(Database::Sqlite, options).await;
        let answer = post(&server, LONG, "gzip, br, zstd").await;
        assert_eq!(answer.header("content-encoding"), "");
        let options = Options::sample().with(|config| config.answers.compress_from_bytes = 0);
        let server = Server::start(Database::Sqlite, options).await;
        let answer = post(&server, SHORT, "gzip, br, zstd").await;
        assert_eq!(answer.header("content-encoding"), "zstd");
    });
}

#[test]
fn packed_bodies_are_refused() {
    filmgraph_tests::run(async {
        let server = Server::sample(Database::Sqlite).await;
        for encodings in [
            &["gzip"][..],
            &["br"],
            &["identity", "gzip"],
            &["identity, zstd"],
        ] {
            let mut request = server.request(Method::POST, "/graphql");
            for encoding in encodings {
                request = request.header("content-encoding", *encoding);
            }
            let answer = Answer::of(request.json(&json!({"query": SHORT}))).await;
            let told = (answer.status, answer.code());
            assert_eq!(
                told,
                (415, "UNSUPPORTED_MEDIA_TYPE".to_owned()),
                "{encodings:?}"
            );
            assert_eq!(answer.header("accept-encoding"), Some("identity"));
        }
        let request = server
            .request(Method::POST, "/graphql")
            .header("content-encoding", "Identity");
        assert_eq!(
            Answer::of(request.json(&json!({"query": SHORT})))
                .await
                .status,
            200
        );
    });
}
