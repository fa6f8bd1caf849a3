use actix_web::body::{MessageBody, to_bytes};
use async_graphql::{
    ErrorExtensionValues, Name, PathSegment, Pos, ServerError, Value as Data, indexmap::IndexMap,
};
use serde_json::Value;

use super::*;
use crate::http::coding::Coding;

fn field_error(message: &str, code: Option<&str>) -> ServerError {
    let mut error = ServerError::new(message, Some(Pos { line: 1, column: 3 }));
    error.path = vec![PathSegment::Field("film".to_owned()), PathSegment::Index(0)];
    error.extensions = code.map(|code| {
        let mut values = ErrorExtensionValues::default();
        values.set("code", code);
        values
    });
    error
}

async fn written(media: MediaType, response: Response) -> (u16, String) {
    let facts = &mut Facts::default();
    let response = match write(response, 1_000) {
        Ok(Written { text, error_code }) => {
            let sent = Sent {
                body: Some(text),
                coding: Coding::Identity,
                tag: None,
            };
            executed(media, Prepared { sent, error_code }, "no-cache", facts)
        }
        Err(refusal) => refused(media, &refusal, facts),
    };
    let status = response.status().as_u16();
    let bytes = to_bytes(response.into_body().boxed())
        .await
        .unwrap_or_default();
    (status, String::from_utf8_lossy(&bytes).into_owned())
}

fn partial(errors: Vec<ServerError>) -> Response {
    let mut data = IndexMap::new();
    data.insert(Name::new("z"), Data::from(1));
    data.insert(Name::new("a"), Data::Null);
    let mut response = Response::new(Data::Object(data));
    response.errors = errors;
    response
}

#[actix_web::test]
async fn an_answer_with_data_is_200_whatever_else_it_holds() {
    for media in [MediaType::GraphQlResponse, MediaType::Json] {
        let (status, body) = written(media, partial(Vec::new())).await;
        assert_eq!(
            (status, body.as_str()),
            (200, r#"{"data":{"z":1,"a":null}}"#)
        );
        let coded = field_error("gone", Some("GONE"));
        let (status, body) = written(media, partial(vec![coded])).await;
        let expected = concat!(
            r#"{"errors":[{"message":"gone","locations":[{"line":1,"column":3}],"#,
            r#""path":["film",0],"extensions":{"code":"GONE"}}],"data":{"z":1,"a":null}}"#,
        );
        assert_eq!((status, body.as_str()), (200, expected));
    }
}

#[actix_web::test]
async fn an_error_that_nulls_everything_still_has_data() {
    let response = Response::from_errors(vec![field_error("gone", Some("GONE"))]);
    let (status, body) = written(MediaType::GraphQlResponse, response).await;
    assert_eq!(status, 200);
    assert!(body.ends_with(r#""data":null}"#), "{body}");
}

#[actix_web::test]
async fn an_error_without_a_code_shows_nothing_of_its_cause() {
    let leaking = field_error("no such table: role", None);
    let (_, body) = written(MediaType::Json, partial(vec![leaking])).await;
    let body: Value = serde_json::from_str(&body).unwrap_or_default();
    assert_eq!(body["errors"][0]["message"], INTERNAL_MESSAGE);
    assert_eq!(body["errors"][0]["extensions"]["code"], "INTERNAL");
    assert_eq!(body["errors"][0]["path"][0], "film");
    assert!(!body.to_string().contains("role"), "{body}");
}

#[actix_web::test]
async fn what_the_executor_refuses_after_the_gate_let_it_pass_is_a_fault_of_the_server() {
    for media in [MediaType::GraphQlResponse, MediaType::Json] {
        let response = Response::from_errors(vec![ServerError::new("unknown operation", None)]);
        let (status, body) = written(media, response).await;
        assert_eq!(status, 500);
        assert!(
            !body.contains("data") && !body.contains("unknown"),
            "{body}"
        );
    }
}

#[actix_web::test]
async fn an_answer_that_is_too_large_is_refused_with_its_bound() {
    let response = || Response::new(Data::from("x".repeat(1_000)));
    let (status, body) = written(MediaType::GraphQlResponse, response()).await;
    assert_eq!(status, 400);
    let body: Value = serde_json::from_str(&body).unwrap_or_default();
    let error = &body["errors"][0]["extensions"];
    assert_eq!(error["code"], "BUDGET_EXCEEDED");
    assert_eq!(
        (&error["bound"], &error["limit"]),
        (&"max_answer_bytes".into(), &1_000.into())
    );
    assert!(body.get("data").is_none());
}
