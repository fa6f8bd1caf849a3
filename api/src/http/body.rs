//! Second stage: from an HTTP request to a GraphQL request, within bounds of size and time.

use std::time::Duration;

use actix_web::{
    HttpRequest,
    error::PayloadError,
    http::{
        Method,
        header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderName},
    },
    web::{self, BytesMut},
};
use futures_util::StreamExt;
use gate::GraphQlRequest;
use graphql::error::{ApiError, ErrorCode};
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use super::{Shared, connection, list_of, negotiate, respond::Refusal};

/// Some editors put it in front of a text, where it says nothing.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Reads the GraphQL request that an HTTP request carries.
pub(super) async fn read(
    request: &HttpRequest,
    payload: web::Payload,
    shared: &Shared,
) -> Result<GraphQlRequest, Refusal> {
    let parsed = if *request.method() == Method::POST {
        from_json(&receive(request, payload, shared).await?)
    } else {
        from_query_string(request.query_string())
    };
    parsed.map_err(|error| Refusal::http(400, error))
}

fn header(request: &HttpRequest, name: HeaderName) -> Option<&str> {
    request
        .headers()
        .get(name)
        .and_then(|value| value.to_str().ok())
}

async fn receive(
    request: &HttpRequest,
    payload: web::Payload,
    shared: &Shared,
) -> Result<BytesMut, Refusal> {
    let unsupported = |message: &str| {
        Err(Refusal::http(
            415,
            ApiError::new(ErrorCode::UnsupportedMediaType, message),
        ))
    };
    if !negotiate::is_json(header(request, CONTENT_TYPE)) {
        return unsupported("a body has to be sent as Content-Type: application/json, in UTF-8");
    }
    let encoding = list_of(request.headers(), &CONTENT_ENCODING);
    if encoding.is_some_and(|encoding| !encoding.eq_ignore_ascii_case("identity")) {
        return unsupported(
            "a body has to be sent as it is, without Content-Encoding: only answers are packed",
        );
    }
    let limit = shared.server.body_limit_bytes;
    let declared = header(request, CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok());
    if declared.is_some_and(|declared| declared > limit) {
        return Err(too_large(limit));
    }
    let patience = shared.server.body_timeout();
    match tokio::time::timeout(patience, collect(payload, limit)).await {
        Ok(Ok(received)) => {
            connection::body_is_read(request);
            Ok(received)
        }
        Ok(Err(refusal)) => Err(refusal),
        Err(_) => Err(too_slow(patience)),
    }
}

async fn collect(mut payload: web::Payload, limit: u64) -> Result<BytesMut, Refusal> {
    let limit_here = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut body = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|error| broken(&error))?;
        if chunk.len() > limit_here.saturating_sub(body.len()) {
            return Err(too_large(limit));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn too_large(limit: u64) -> Refusal {
    let message = format!("the body is too large; at most {limit} bytes are read");
    Refusal::http(
        413,
        ApiError::bound(message, "body_limit_bytes", limit, None),
    )
    .closing()
}

fn too_slow(patience: Duration) -> Refusal {
    let message = format!("the body did not arrive within {} ms", patience.as_millis());
    Refusal::http(408, ApiError::new(ErrorCode::Timeout, message)).closing()
}

fn broken(error: &PayloadError) -> Refusal {
    tracing::debug!(%error, "a body broke off");
    let message = "the body broke off or is not well-formed";
    Refusal::http(400, ApiError::new(ErrorCode::BadRequest, message)).closing()
}

/// Reads the members of a JSON body. Of a member given twice the last counts, and members that
/// GraphQL over HTTP does not know are ignored, as the specification has it.
fn from_json(bytes: &[u8]) -> Result<GraphQlRequest, ApiError> {
    let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    let value: Value = serde_json::from_slice(bytes)
        .map_err(|error| not_json("the body", "JSON in UTF-8", &error))?;
    match value {
        Value::Object(members) => from_members(members),
        Value::Array(_) => Err(bad("batches are not served: send each request by itself")),
        _ => Err(bad(
            "the body has to be a JSON object with a member \"query\"",
        )),
    }
}

/// What is wrong with what should be JSON.
fn not_json(what: &str, expected: &str, error: &serde_json::Error) -> ApiError {
    let place = format!("line {}, column {}", error.line(), error.column());
    // The library has no other way to tell these two.
    let words = error.to_string();
    if words.starts_with("number out of range") {
        return bad(format!(
            "{what} has a number beyond those of JSON in practice, about 1.8e308 ({place})"
        ));
    }
    if words.starts_with("recursion limit exceeded") {
        return bad(format!("{what} is nested too deeply ({place})"));
    }
    bad(format!("{what} is not {expected} ({place})"))
}

/// Reads the parameters of a GET request, of which two are JSON in their turn.
fn from_query_string(text: &str) -> Result<GraphQlRequest, ApiError> {
    if percent_decode_str(text).decode_utf8().is_err() {
        return Err(bad("the address has bytes that are not UTF-8"));
    }
    let parameters = web::Query::<Vec<(String, String)>>::from_query(text)
        .map_err(|_| bad("the query string is not form-encoded"))?;
    let mut members = Map::new();
    for (name, value) in parameters.into_inner() {
        let value = match name.as_str() {
            "query" | "operationName" => Value::String(value),
            "variables" | "extensions" if value.is_empty() => continue,
            "variables" | "extensions" => serde_json::from_str(&value)
                .map_err(|error| not_json(&format!("the parameter {name}"), "JSON", &error))?,
            _ => continue,
        };
        members.insert(name, value);
    }
    from_members(members)
}

fn from_members(mut members: Map<String, Value>) -> Result<GraphQlRequest, ApiError> {
    let extensions = object(&mut members, "extensions")?;
    let query = match text(&mut members, "query")? {
        Some(query) => query,
        None if extensions.contains_key("persistedQuery") => {
            let message = "PersistedQueryNotSupported";
            return Err(ApiError::new(
                ErrorCode::PersistedQueryNotSupported,
                message,
            ));
        }
        None => return Err(bad("\"query\" is missing: it holds the GraphQL document")),
    };
    // Libraries that have no name for it send an empty one.
    let operation_name = text(&mut members, "operationName")?.filter(|name| !name.is_empty());
    let variables = object(&mut members, "variables")?;
    Ok(GraphQlRequest {
        query,
        operation_name,
        variables,
    })
}

fn text(members: &mut Map<String, Value>, name: &str) -> Result<Option<String>, ApiError> {
    match members.remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(bad(format!("\"{name}\" has to be a text"))),
    }
}

fn object(members: &mut Map<String, Value>, name: &str) -> Result<Map<String, Value>, ApiError> {
    match members.remove(name) {
        None | Some(Value::Null) => Ok(Map::new()),
        Some(Value::Object(object)) => Ok(object),
        Some(_) => Err(bad(format!("\"{name}\" has to be an object"))),
    }
}

fn bad(message: impl Into<String>) -> ApiError {
    ApiError::new(ErrorCode::BadRequest, message)
}

#[cfg(test)]
#[path = "body_tests.rs"]
mod tests;
