//! What surrounds every request: its id, its span, its line in the access log, and the headers
//! that every answer has.

use std::time::Instant;

use actix_web::{
    Error,
    body::{BodySize, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        ConnectionType,
        header::{HeaderMap, HeaderName, HeaderValue, X_CONTENT_TYPE_OPTIONS},
    },
    middleware::Next,
};
use tracing::Instrument;
use uuid::Uuid;

use super::connection::Turn;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const LONGEST_ID: usize = 64;
const LONGEST_FIELD: usize = 200;

/// What the access log says of a GraphQL request. The handler leaves it with its answer.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts {
    pub(super) actor: Option<String>,
    pub(super) operation: Option<String>,
    pub(super) cost: Option<u64>,
    pub(super) values: Option<u64>,
    pub(super) statements: Option<u32>,
    /// Up to where the server had heard of changes.
    pub(super) place: Option<i64>,
    pub(super) error_code: Option<String>,
}

/// The middleware around all routes.
pub(super) async fn observe(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let started = Instant::now();
    let turn = Turn::begin(&request);
    let id = request_id(request.headers());
    let method = request.method().to_string();
    let path = bounded(request.path());
    // The level is that of the gravest event, so that no filter takes the id from an error.
    let span = tracing::error_span!("request", id = id.as_str());
    let mut answer = next.call(request).instrument(span.clone()).await?;
    if let Ok(value) = HeaderValue::from_str(&id) {
        answer.headers_mut().insert(REQUEST_ID, value);
    }
    answer
        .headers_mut()
        .insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if turn.is_last() {
        answer
            .response_mut()
            .head_mut()
            .set_connection_type(ConnectionType::Close);
    }
    span.in_scope(|| log(&method, &path, &answer, started));
    Ok(answer.map_body(|_, body| turn.until_read(body)))
}

fn log(method: &str, path: &str, answer: &ServiceResponse<impl MessageBody>, started: Instant) {
    let bytes = match answer.response().body().size() {
        BodySize::Sized(bytes) => bytes,
        BodySize::None | BodySize::Stream => 0,
    };
    let facts = answer
        .response()
        .extensions()
        .get::<Facts>()
        .cloned()
        .unwrap_or_default();
    let milliseconds = (started.elapsed().as_secs_f64() * 1e6).round() / 1e3;
    tracing::info!(
        target: "filmgraph::access",
        method,
        path,
        status = answer.status().as_u16(),
        bytes,
        ms = milliseconds,
        actor = facts.actor,
        operation = facts.operation.as_deref().map(bounded),
        cost = facts.cost,
        statements = facts.statements,
        place = facts.place,
        code = facts.error_code,
        "answered"
    );
}

/// The client's own id, if it can safely be logged and echoed, else a new one.
fn request_id(headers: &HeaderMap) -> String {
    let given = headers
        .get(REQUEST_ID)
        .and_then(|value| value.to_str().ok());
    let is_fit = |id: &&str| {
        (1..=LONGEST_ID).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_graphic())
    };
    given
        .filter(is_fit)
        .map_or_else(|| Uuid::now_v7().to_string(), str::to_owned)
}

fn bounded(text: &str) -> String {
    text.chars().take(LONGEST_FIELD).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id_for(value: &str) -> String {
        let mut headers = HeaderMap::new();
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(REQUEST_ID, value);
        }
        request_id(&headers)
    }

    #[test]
    fn a_fit_id_is_kept() {
        let longest = "x".repeat(64);
        for id in ["a", "3f-7!~", longest.as_str()] {
            assert_eq!(id_for(id), id);
        }
    }

    #[test]
    fn any_other_is_replaced_by_a_time_ordered_one() {
        for id in ["", "two words", "caf\u{e9}", &"x".repeat(65)] {
            let fresh = id_for(id);
            let version = Uuid::parse_str(&fresh).map(|id| id.get_version_num());
            assert_eq!(version, Ok(7), "{id:?} gave {fresh}");
        }
    }
}
