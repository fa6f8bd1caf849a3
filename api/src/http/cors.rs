//! Pages of other origins: which of them a browser lets read answers, and send what.
//!
//! The server is read by everybody who reaches it, so what has to be kept in is not the data but
//! what the browser adds: a key, or the credentials of a proxy, and that it reaches machines which
//! the page's author does not. See docs/operations.md and decision 0031.

use actix_web::{
    Error, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method,
        header::{
            ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS,
            ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
            ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD,
            AUTHORIZATION, HeaderMap, HeaderValue, ORIGIN, VARY,
        },
    },
    middleware::Next,
    web,
};

use super::Shared;
use crate::config::{CorsConfig, Origin, OtherOrigins};

/// What scripts may see of an answer's headers besides those that they always may.
const EXPOSED: &str =
    "ETag, Retry-After, X-Request-Id, Filmgraph-Statements, Filmgraph-Cost, Filmgraph-Values";

/// The rules.
#[derive(Debug)]
pub(crate) struct Cors {
    named: Vec<String>,
    others: Others,
    headers: String,
    credentials: bool,
    max_age_s: u32,
}

/// What origins may do that nobody named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Others {
    Nothing,
    LocalhostReads,
    AllRead,
}

/// What a page may do.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Grant {
    /// The value of `Access-Control-Allow-Origin`.
    origin: String,
    /// Whether it was named: then a key may cross.
    is_named: bool,
}

impl Cors {
    /// The rules of a server that listens on a loopback address alone, or elsewhere too.
    ///
    /// # Errors
    /// The part of a list that cannot be read.
    pub(crate) fn new(config: &CorsConfig, is_loopback: bool) -> Result<Self, String> {
        let others = match config.others {
            OtherOrigins::None => Others::Nothing,
            OtherOrigins::Localhost => Others::LocalhostReads,
            OtherOrigins::Any => Others::AllRead,
            OtherOrigins::Auto if is_loopback => Others::LocalhostReads,
            OtherOrigins::Auto => Others::AllRead,
        };
        Ok(Self {
            named: config.named()?,
            others,
            headers: config.allowed_headers()?.join(", "),
            credentials: config.credentials,
            max_age_s: config.max_age_s,
        })
    }

    /// What a page of this origin may do.
    fn grant(&self, origin: &str) -> Option<Grant> {
        let is_named = self.named.iter().any(|named| named == origin);
        let is_local = || Origin::read(origin).is_some_and(|origin| origin.is_localhost());
        let granted = match self.others {
            _ if is_named => origin,
            Others::AllRead => "*",
            Others::LocalhostReads if is_local() => origin,
            Others::LocalhostReads | Others::Nothing => return None,
        };
        Some(Grant {
            origin: granted.to_owned(),
            is_named,
        })
    }

    /// The answer to a browser that asks what a page may send.
    fn preflight(&self, origin: Option<&str>, methods: &'static str) -> HttpResponse {
        let mut answer = HttpResponse::NoContent();
        if let Some(grant) = origin.and_then(|origin| self.grant(origin)) {
            let mut headers = self.headers.clone();
            if grant.is_named {
                let separator = if headers.is_empty() { "" } else { ", " };
                headers.push_str(separator);
                headers.push_str("Authorization");
            }
            answer
                .insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, grant.origin))
                .insert_header((ACCESS_CONTROL_ALLOW_METHODS, methods))
                .insert_header((ACCESS_CONTROL_ALLOW_HEADERS, headers))
                .insert_header((ACCESS_CONTROL_MAX_AGE, self.max_age_s));
            if grant.is_named && self.credentials {
                answer.insert_header((ACCESS_CONTROL_ALLOW_CREDENTIALS, "true"));
            }
        }
        answer.insert_header((VARY, "Origin"));
        answer.finish()
    }

    /// Adds to an answer what lets a page read it. One to a key is for named origins alone.
    fn allow(&self, origin: Option<&str>, has_key: bool, headers: &mut HeaderMap) {
        vary_by_origin(headers);
        let grant = origin.and_then(|origin| self.grant(origin));
        let Some(grant) = grant.filter(|grant| grant.is_named || !has_key) else {
            return;
        };
        if let Ok(origin) = HeaderValue::from_str(&grant.origin) {
            headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        }
        let exposed = HeaderValue::from_static(EXPOSED);
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
        if grant.is_named && self.credentials {
            let value = HeaderValue::from_static("true");
            headers.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, value);
        }
    }
}

/// In one line with what the answer varies by besides, for caches that read only one.
fn vary_by_origin(headers: &mut HeaderMap) {
    let before = headers.get(VARY).and_then(|value| value.to_str().ok());
    let all = before.map_or_else(|| "Origin".to_owned(), |before| format!("{before}, Origin"));
    if let Ok(value) = HeaderValue::from_str(&all) {
        headers.insert(VARY, value);
    }
}

/// The middleware of a route that is read and written.
pub(super) async fn of_graphql(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    cross(request, next, "GET, HEAD, POST").await
}

/// The middleware of a route that is only read.
pub(super) async fn of_reading(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    cross(request, next, "GET, HEAD").await
}

async fn cross(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
    methods: &'static str,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let Some(shared) = request.app_data::<web::Data<Shared>>().cloned() else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    let headers = request.headers();
    let origin = headers.get(ORIGIN).and_then(|value| value.to_str().ok());
    let origin = origin.map(str::to_owned);
    let has_key = headers.contains_key(AUTHORIZATION);
    let asks = headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD);
    if *request.method() == Method::OPTIONS && origin.is_some() && asks {
        let answer = shared.cors.preflight(origin.as_deref(), methods);
        return Ok(request.into_response(answer));
    }
    let mut answer = next.call(request).await?.map_into_boxed_body();
    shared
        .cors
        .allow(origin.as_deref(), has_key, answer.headers_mut());
    Ok(answer)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::expect_used)]

    use super::*;

    const NAMED: &str = "https://films.example";

    fn rules(others: OtherOrigins, is_loopback: bool) -> Cors {
        let config = CorsConfig {
            origins: NAMED.to_owned(),
            others,
            credentials: true,
            ..CorsConfig::default()
        };
        Cors::new(&config, is_loopback).expect("rules")
    }

    /// What an answer lets a page of this origin do: its origin, and whether with credentials.
    fn allowed(rules: &Cors, origin: &str, has_key: bool) -> (Option<String>, bool) {
        let mut headers = HeaderMap::new();
        rules.allow(Some(origin), has_key, &mut headers);
        let origin = headers.get(ACCESS_CONTROL_ALLOW_ORIGIN);
        let origin = origin
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned);
        assert_eq!(
            headers.contains_key(ACCESS_CONTROL_EXPOSE_HEADERS),
            origin.is_some()
        );
        assert_eq!(headers.get(VARY), Some(&HeaderValue::from_static("Origin")));
        (
            origin,
            headers.contains_key(ACCESS_CONTROL_ALLOW_CREDENTIALS),
        )
    }

    #[test]
    fn a_key_and_credentials_cross_to_named_origins_alone() {
        for others in [
            OtherOrigins::None,
            OtherOrigins::Localhost,
            OtherOrigins::Any,
        ] {
            let rules = rules(others, true);
            for has_key in [false, true] {
                let named = allowed(&rules, NAMED, has_key);
                assert_eq!(named, (Some(NAMED.to_owned()), true), "{others:?}");
            }
            for origin in ["http://localhost:3000", "https://other.example", "null"] {
                let keyed = allowed(&rules, origin, true);
                assert_eq!(keyed, (None, false), "{others:?} {origin}");
                assert!(!allowed(&rules, origin, false).1, "{others:?} {origin}");
            }
        }
    }

    #[test]
    fn who_else_may_read_depends_on_where_the_server_listens() {
        use OtherOrigins::{Any, Auto, Localhost, None as Nobody};
        let (local, other) = ("http://127.0.0.1:8000", "https://other.example");
        for (others, is_loopback, local_may, others_may) in [
            (Auto, true, true, false),
            (Auto, false, true, true),
            (Nobody, false, false, false),
            (Localhost, false, true, false),
            (Any, true, true, true),
        ] {
            let rules = rules(others, is_loopback);
            let may = |origin| allowed(&rules, origin, false).0.is_some();
            assert_eq!(
                (may(local), may(other)),
                (local_may, others_may),
                "{others:?}"
            );
            assert_eq!(may("null"), others_may, "{others:?}");
        }
    }

    #[test]
    fn what_an_answer_varies_by_is_one_line() {
        let mut headers = HeaderMap::new();
        headers.insert(VARY, HeaderValue::from_static("Accept"));
        vary_by_origin(&mut headers);
        assert_eq!(
            headers.get(VARY),
            Some(&HeaderValue::from_static("Accept, Origin"))
        );
    }
}
