//! Last stage: statuses, headers and the JSON of an answer.
//!
//! What a status says depends on the media type. Under `application/graphql-response+json` an
//! answer with `data` is 200 and a refused request is 400. Under `application/json` every
//! well-formed request is 200, because clients of that type treat another status as a broken
//! connection. What is wrong with the HTTP request itself, and what is wrong with the server (500,
//! 504), has its own status under both, so that proxies and monitors see it.

use actix_web::{
    HttpResponse,
    http::{
        StatusCode,
        header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, VARY, WWW_AUTHENTICATE},
    },
};
use async_graphql::Response;
use serde::Serialize;

use super::{access::Facts, negotiate::MediaType, wire::WireError};
use crate::error::{ApiError, ErrorCode, INTERNAL_MESSAGE};

/// What a caller is told whose key is not accepted (RFC 6750).
const CHALLENGE: &str = "Bearer realm=\"filmgraph\", error=\"invalid_token\"";

/// A request that gets errors and no `data`.
#[derive(Debug)]
pub(super) struct Refusal {
    /// The status; none if it follows from the media type.
    status: Option<u16>,
    errors: Vec<WireError>,
    allow: Option<&'static str>,
    closes: bool,
}

impl Refusal {
    /// The fault is in the HTTP request or in the server: one status under both media types.
    pub(super) fn http(status: u16, error: ApiError) -> Self {
        Self {
            status: Some(status),
            errors: vec![error.into()],
            allow: None,
            closes: false,
        }
    }

    /// The fault is in the GraphQL request: a request error in the words of the specification.
    pub(super) const fn request(errors: Vec<WireError>) -> Self {
        Self {
            status: None,
            errors,
            allow: None,
            closes: false,
        }
    }

    /// The code of the first error.
    pub(super) fn code(&self) -> &str {
        self.errors.first().map(WireError::code).unwrap_or_default()
    }

    /// The status, where it does not follow from the media type.
    #[cfg(test)]
    pub(super) const fn status(&self) -> Option<u16> {
        self.status
    }

    /// Names the methods that would do.
    pub(super) const fn allowing(mut self, methods: &'static str) -> Self {
        self.allow = Some(methods);
        self
    }

    /// Ends the connection: the rest of the body is not wanted.
    pub(super) const fn closing(mut self) -> Self {
        self.closes = true;
        self
    }
}

#[derive(Serialize)]
struct Refused<'a> {
    errors: &'a [WireError],
}

/// The members stand in the order that the specification recommends: errors where they are seen.
#[derive(Serialize)]
struct Executed<'a> {
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [WireError],
    data: &'a async_graphql::Value,
    #[serde(skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    extensions: &'a std::collections::BTreeMap<String, async_graphql::Value>,
}

/// Writes a refusal.
pub(super) fn refused(media: MediaType, refusal: &Refusal, facts: &mut Facts) -> HttpResponse {
    facts.error_code = Some(refusal.code().to_owned());
    let status = refusal.status.unwrap_or(match media {
        MediaType::GraphQlResponse => 400,
        MediaType::Json => 200,
    });
    let mut response = json(
        status,
        media,
        &Refused {
            errors: &refusal.errors,
        },
    );
    if let Some(methods) = refusal.allow {
        insert(&mut response, ALLOW, methods);
    }
    if response.status() == StatusCode::UNAUTHORIZED {
        insert(&mut response, WWW_AUTHENTICATE, CHALLENGE);
    }
    if refusal.closes {
        response
            .head_mut()
            .set_connection_type(actix_web::http::ConnectionType::Close);
    }
    response
}

/// Writes what an execution gave.
pub(super) fn executed(media: MediaType, response: Response, facts: &mut Facts) -> HttpResponse {
    let is_refusal = response.data == async_graphql::Value::Null
        && !response.errors.is_empty()
        && response.errors.iter().all(|error| error.path.is_empty());
    let errors: Vec<WireError> = response
        .errors
        .into_iter()
        .map(WireError::of_execution)
        .collect();
    if is_refusal {
        // The gate let it pass and the executor did not start: the two disagree, which is ours.
        let refusal = Refusal {
            status: Some(500),
            ..Refusal::request(errors)
        };
        return refused(media, &refusal, facts);
    }
    facts.error_code = errors.first().map(|error| error.code().to_owned());
    let extensions = &response.extensions;
    json(
        200,
        media,
        &Executed {
            errors: &errors,
            data: &response.data,
            extensions,
        },
    )
}

/// An error of a route that is not GraphQL, in the same shape.
pub(super) fn plain_error(status: u16, error: WireError) -> HttpResponse {
    json(status, MediaType::Json, &Refused { errors: &[error] })
}

/// The answer to a method that a route does not serve.
pub(super) fn method_not_allowed(media: MediaType, methods: &'static str) -> HttpResponse {
    let error = ApiError::new(
        ErrorCode::MethodNotAllowed,
        format!("served here: {methods}"),
    );
    refused(
        media,
        &Refusal::http(405, error).allowing(methods),
        &mut Facts::default(),
    )
}

/// The answer to `OPTIONS`. It names no origin: other sites may not read answers in a browser.
pub(super) fn options(methods: &'static str) -> HttpResponse {
    HttpResponse::NoContent()
        .insert_header((ALLOW, methods))
        .finish()
}

fn json(status: u16, media: MediaType, body: &impl Serialize) -> HttpResponse {
    let (status, text) = match serde_json::to_vec(body) {
        Ok(text) => (StatusCode::from_u16(status), text),
        Err(error) => {
            tracing::error!(%error, "an answer cannot be written as JSON");
            let error = WireError::new(ErrorCode::Internal, INTERNAL_MESSAGE);
            let text = serde_json::to_vec(&Refused { errors: &[error] }).unwrap_or_default();
            (Ok(StatusCode::INTERNAL_SERVER_ERROR), text)
        }
    };
    HttpResponse::build(status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR))
        .insert_header((CONTENT_TYPE, media.header()))
        .insert_header((VARY, "Accept, Filmgraph-Language, Filmgraph-Sources"))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(text)
}

fn insert(
    response: &mut HttpResponse,
    name: actix_web::http::header::HeaderName,
    value: &'static str,
) {
    let value = actix_web::http::header::HeaderValue::from_static(value);
    response.headers_mut().insert(name, value);
}

#[cfg(test)]
#[path = "respond_tests.rs"]
mod tests;
