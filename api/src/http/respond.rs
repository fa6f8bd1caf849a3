//! Last stage: statuses, headers and the JSON of an answer.
//!
//! What a status says depends on the media type. Under `application/graphql-response+json` an
//! answer with `data` is 200 and a refused request is 400. Under `application/json` every
//! well-formed request is 200, because clients of that type treat another status as a broken
//! connection. What is wrong with the HTTP request itself, and what is wrong with the server (500,
//! 504), has its own status under both, so that proxies and monitors see it.

use std::io;

use actix_web::{
    HttpResponse,
    http::{
        StatusCode,
        header::{
            ACCEPT_ENCODING, ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG,
            HeaderValue, RETRY_AFTER, VARY, WWW_AUTHENTICATE,
        },
    },
};
use async_graphql::Response;
use graphql::error::{ApiError, ErrorCode, INTERNAL_MESSAGE};
use serde::Serialize;

use super::{
    access::Facts,
    negotiate::MediaType,
    pack::Packer,
    send::{Sending, Sent},
    wire::WireError,
};

/// What a caller is told whose key is not accepted (RFC 6750).
const CHALLENGE: &str = "Bearer realm=\"filmgraph\", error=\"invalid_token\"";

/// A request that gets errors and no `data`.
#[derive(Debug, Clone)]
pub(super) struct Refusal {
    /// The status; none if it follows from the media type.
    status: Option<u16>,
    errors: Vec<WireError>,
    allow: Option<&'static str>,
    /// When to come back, in seconds.
    retry_after: Option<u64>,
    closes: bool,
}

impl Refusal {
    /// The fault is in the HTTP request or in the server: one status under both media types.
    pub(super) fn http(status: u16, error: ApiError) -> Self {
        Self {
            status: Some(status),
            errors: vec![error.into()],
            allow: None,
            retry_after: None,
            closes: false,
        }
    }

    /// The fault is in the GraphQL request: a request error in the words of the specification.
    pub(super) const fn request(errors: Vec<WireError>) -> Self {
        Self {
            status: None,
            errors,
            allow: None,
            retry_after: None,
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

    /// The server cannot do it now: says when to come back.
    pub(super) fn busy(error: ApiError, seconds: u64) -> Self {
        Self {
            retry_after: Some(seconds),
            ..Self::http(503, error.with("retryAfter", seconds))
        }
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
    let errors = &refusal.errors;
    let mut response = match serde_json::to_vec(&Refused { errors }) {
        Ok(text) => json(status, media, text),
        Err(error) => unwritable(media, &error),
    };
    if let Some(seconds) = refusal.retry_after {
        let value = HeaderValue::from(seconds);
        response.headers_mut().insert(RETRY_AFTER, value);
    }
    if let Some(methods) = refusal.allow {
        insert(&mut response, ALLOW, methods);
    }
    if response.status() == StatusCode::UNAUTHORIZED {
        insert(&mut response, WWW_AUTHENTICATE, CHALLENGE);
    }
    if response.status() == StatusCode::UNSUPPORTED_MEDIA_TYPE {
        // What bodies may be packed in (RFC 9110).
        insert(&mut response, ACCEPT_ENCODING, "identity");
    }
    if refusal.closes {
        response
            .head_mut()
            .set_connection_type(actix_web::http::ConnectionType::Close);
    }
    response
}

/// What an answer to `/graphql` depends on besides its address.
const VARIES_BY: &str =
    "Accept, Accept-Encoding, Authorization, Filmgraph-Language, Filmgraph-Sources";

/// An answer as a text, and the code of its first error.
#[derive(Debug)]
pub(super) struct Written {
    text: Vec<u8>,
    error_code: Option<String>,
}

/// An answer as it is sent, and the code of its first error.
#[derive(Debug)]
pub(super) struct Prepared {
    sent: Sent,
    error_code: Option<String>,
}

impl Written {
    /// Makes it ready to be sent. One with errors may be whole the next time, and is not kept.
    pub(super) async fn prepare(self, sending: Sending, packer: &Packer) -> Prepared {
        let is_whole = self.error_code.is_none();
        Prepared {
            sent: sending.prepare(self.text, is_whole, packer).await,
            error_code: self.error_code,
        }
    }
}

/// Writes what an execution gave as JSON of at most so many bytes.
pub(super) fn write(response: Response, limit: u64) -> Result<Written, Refusal> {
    let is_refusal = response.data == async_graphql::Value::Null
        && !response.errors.is_empty()
        && response.errors.iter().all(|error| error.path.is_empty());
    let errors: Vec<WireError> = response
        .errors
        .into_iter()
        .flat_map(WireError::of_execution)
        .collect();
    if is_refusal {
        // The gate let it pass and the executor did not start: the two disagree, which is ours.
        return Err(Refusal {
            status: Some(500),
            ..Refusal::request(errors)
        });
    }
    let mut text = Bounded {
        text: Vec::with_capacity(USUAL_BYTES),
        limit,
    };
    let answer = Executed {
        errors: &errors,
        data: &response.data,
        extensions: &response.extensions,
    };
    match serde_json::to_writer(&mut text, &answer) {
        Ok(()) => Ok(Written {
            text: text.text,
            error_code: errors.first().map(|error| error.code().to_owned()),
        }),
        Err(error) if error.is_io() => Err(Refusal::request(vec![too_large(limit).into()])),
        Err(error) => Err(Refusal::http(500, ApiError::internal(error))),
    }
}

/// Most answers fit in, so that their text is not moved while it is written.
const USUAL_BYTES: usize = 16 * 1024;

/// Bytes up to a bound.
struct Bounded {
    text: Vec<u8>,
    limit: u64,
}

impl io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let length = self.text.len().saturating_add(bytes.len());
        if length as u64 > self.limit {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.text.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn too_large(limit: u64) -> ApiError {
    let message = format!(
        "the answer has more than {limit} bytes; ask for smaller pages, fewer fields or fewer levels"
    );
    ApiError::bound(message, "max_answer_bytes", limit, None)
}

/// Answers what was executed. `keeping` is for how long it may be used, if it may be kept.
pub(super) fn executed(
    media: MediaType,
    prepared: Prepared,
    keeping: &str,
    facts: &mut Facts,
) -> HttpResponse {
    facts.error_code = prepared.error_code;
    let Sent { body, coding, tag } = prepared.sent;
    let mut answer = match &body {
        Some(_) => HttpResponse::Ok(),
        None => HttpResponse::NotModified(),
    };
    answer.insert_header((VARY, VARIES_BY));
    match tag {
        Some(tag) => answer
            .insert_header((ETAG, tag))
            .insert_header((CACHE_CONTROL, keeping)),
        None => answer.insert_header((CACHE_CONTROL, "no-store")),
    };
    let Some(body) = body else {
        return answer.finish();
    };
    answer.insert_header((CONTENT_TYPE, media.header()));
    if let Some(coding) = coding.header() {
        answer.insert_header((CONTENT_ENCODING, coding));
    }
    answer.body(body)
}

/// An error of a route that is not GraphQL, in the same shape.
pub(super) fn plain_error(status: u16, error: WireError) -> HttpResponse {
    match serde_json::to_vec(&Refused { errors: &[error] }) {
        Ok(text) => json(status, MediaType::Json, text),
        Err(error) => unwritable(MediaType::Json, &error),
    }
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

/// The answer to `OPTIONS`. What pages of other origins may do is said by `cors`.
pub(super) fn options(methods: &'static str) -> HttpResponse {
    HttpResponse::NoContent()
        .insert_header((ALLOW, methods))
        .finish()
}

fn json(status: u16, media: MediaType, text: Vec<u8>) -> HttpResponse {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    HttpResponse::build(status)
        .insert_header((CONTENT_TYPE, media.header()))
        .insert_header((VARY, VARIES_BY))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(text)
}

fn unwritable(media: MediaType, error: &serde_json::Error) -> HttpResponse {
    tracing::error!(%error, "an answer cannot be written as JSON");
    let error = WireError::new(ErrorCode::Internal, INTERNAL_MESSAGE);
    let text = serde_json::to_vec(&Refused { errors: &[error] }).unwrap_or_default();
    json(500, media, text)
}

fn insert(
    response: &mut HttpResponse,
    name: actix_web::http::header::HeaderName,
    value: &'static str,
) {
    let value = HeaderValue::from_static(value);
    response.headers_mut().insert(name, value);
}

#[cfg(test)]
#[path = "respond_tests.rs"]
mod tests;
