#![allow(clippy::expect_used)]

use proptest::prelude::*;
use serde_json::json;

use super::*;

fn code_of(result: Result<GraphQlRequest, ApiError>) -> Option<ErrorCode> {
    result.err().map(|error| error.code)
}

#[test]
fn a_whole_request_is_read() {
    let body = br#"{"query":"{a}","operationName":"A","variables":{"x":[1]},"extensions":{"y":2}}"#;
    let request = from_json(body).expect("a good request");
    assert_eq!(request.query, "{a}");
    assert_eq!(request.operation_name.as_deref(), Some("A"));
    assert_eq!(Value::Object(request.variables), json!({ "x": [1] }));
}

#[test]
fn nulls_unknown_and_repeated_members_are_tolerated() {
    let body = br#"{"query":"{a}","operationName":null,"variables":null,"extensions":null,"z":1}"#;
    let request = from_json(body).expect("a good request");
    assert_eq!((request.operation_name, request.variables.len()), (None, 0));
    let request = from_json(br#"{"query":"{a}","query":"{b}"}"#).expect("a good request");
    assert_eq!(request.query, "{b}");
}

#[test]
fn an_empty_name_is_none_and_a_mark_in_front_says_nothing() {
    let request = from_json(b"\xef\xbb\xbf{\"query\":\"{a}\",\"operationName\":\"\"}");
    let request = request.expect("a good request");
    assert_eq!(
        (request.query.as_str(), request.operation_name),
        ("{a}", None)
    );
    let request = from_query_string("query=%7Ba%7D&operationName=").expect("a good request");
    assert_eq!(
        (request.query.as_str(), request.operation_name),
        ("{a}", None)
    );
    let twice = b"\xef\xbb\xbf\xef\xbb\xbf{\"query\":\"{a}\"}";
    assert_eq!(code_of(from_json(twice)), Some(ErrorCode::BadRequest));
}

#[test]
fn an_empty_document_is_one_however_it_comes() {
    let by_post = from_json(b"{\"query\":\"\"}").map(|request| request.query);
    let by_get = from_query_string("query=").map(|request| request.query);
    assert_eq!((by_post, by_get), (Ok(String::new()), Ok(String::new())));
}

#[test]
fn what_is_wrong_with_json_is_named() {
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    for (variables, words) in [
        ("{\"x\":1e999}", "a number beyond those of JSON"),
        ("{\"x\":-1e999}", "a number beyond those of JSON"),
        (deep.as_str(), "nested too deeply"),
        ("{", "is not JSON"),
    ] {
        let message = |result: Result<GraphQlRequest, ApiError>| {
            result
                .err()
                .map(|error| error.message.clone())
                .unwrap_or_default()
        };
        let body = format!("{{\"query\":\"{{a}}\",\"variables\":{variables}");
        let by_post = message(from_json(body.as_bytes()));
        let by_get = message(from_query_string(&format!("query=a&variables={variables}")));
        for told in [by_post, by_get] {
            assert!(told.contains(words), "{variables}: {told}");
            assert!(
                !told.contains("recursion") && !told.contains("out of range"),
                "{told}"
            );
        }
    }
}

#[test]
fn bytes_of_an_address_that_are_no_text_are_refused() {
    for text in [
        "query=%E9",
        "query=a&x=%FF",
        "query=%C3&operationName=%A9",
        "%ED%A0%80=1",
    ] {
        let error = from_query_string(text).map(|_| ()).expect_err(text);
        assert_eq!(error.code, ErrorCode::BadRequest);
        assert!(error.message.contains("UTF-8"), "{text}: {}", error.message);
    }
    let request = from_query_string("query=%C3%A9+%F0%9F%8E%AC&x=%zz").expect("a good request");
    assert_eq!(request.query, "\u{e9} \u{1f3ac}");
}

#[test]
fn what_is_no_request_is_refused() {
    for body in [
        "",
        "null",
        "42",
        "[]",
        "\"{__typename}\"",
        "[\"{__typename}\"]",
        r#"[{"query":"{a}"}]"#,
        r#"{"query":"{a}"} x"#,
        r#"{"query":"{__type"#,
        r#"{"foo":1}"#,
        r#"{"query":null}"#,
        r#"{"query":["{a}"]}"#,
        r#"{"query":"{a}","variables":"x"}"#,
        r#"{"query":"{a}","variables":[1]}"#,
        r#"{"query":"{a}","operationName":7}"#,
        r#"{"query":"{a}","extensions":false}"#,
    ] {
        assert_eq!(
            code_of(from_json(body.as_bytes())),
            Some(ErrorCode::BadRequest),
            "{body}"
        );
    }
    assert_eq!(
        code_of(from_json(b"{\"query\":\"\xff\xfe\"}")),
        Some(ErrorCode::BadRequest)
    );
}

#[test]
fn a_body_nested_without_end_is_refused() {
    let deep = format!(
        "{{\"query\":\"{{a}}\",\"variables\":{{\"a\":{}",
        "[".repeat(50_000)
    );
    assert_eq!(
        code_of(from_json(deep.as_bytes())),
        Some(ErrorCode::BadRequest)
    );
}

#[test]
fn a_hash_without_its_query_is_answered_as_clients_expect() {
    let body = br#"{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"00"}}}"#;
    let error = from_json(body).expect_err("nothing is persisted");
    assert_eq!(error.code, ErrorCode::PersistedQueryNotSupported);
    assert_eq!(error.message, "PersistedQueryNotSupported");
}

#[test]
fn get_parameters_are_read() {
    let text = "query=query+A%7Ba%7D&operationName=A&variables=%7B%22x%22%3A1%7D&other=1";
    let request = from_query_string(text).expect("a good request");
    assert_eq!(request.query, "query A{a}");
    assert_eq!(request.operation_name.as_deref(), Some("A"));
    assert_eq!(request.variables["x"], 1);
    let request = from_query_string("query=%7Ba%7D&operationName=&variables=");
    assert_eq!(request.map(|request| request.operation_name), Ok(None));
    for text in [
        "",
        "query=%7Ba%7D&variables=x",
        "query=%7Ba%7D&variables=%5B%5D",
    ] {
        assert_eq!(
            code_of(from_query_string(text)),
            Some(ErrorCode::BadRequest),
            "{text}"
        );
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_harm(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = from_json(&bytes);
        let _ = from_query_string(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn any_members_are_read_without_harm(
        query in "\\PC{0,40}",
        name in proptest::sample::select(vec!["query", "operationName", "variables", "extensions"]),
        member in "(null|true|1e999|-0|\"x\"|\\{\\}|\\[\\]|\\{\"a\":1\\})",
    ) {
        let query = Value::String(query);
        let _ = from_json(format!("{{\"query\":{query},\"{name}\":{member}}}").as_bytes());
        let _ = from_query_string(&format!("query={query}&{name}={member}"));
    }
}
