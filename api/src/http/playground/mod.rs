//! The playground: GraphiQL as a bundle of files inside the program, under a strict policy.
//!
//! `playground/` at the top of the repository is its source, `api/assets/playground/` what its build
//! gives: every file as brotli and as gzip.

mod examples;
mod files;

use actix_web::{
    HttpRequest, HttpResponse, HttpResponseBuilder,
    http::{
        StatusCode,
        header::{
            CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
            HeaderName, LOCATION, REFERRER_POLICY, VARY,
        },
    },
    web,
};
use graphql::error::ErrorCode;

use super::{
    Shared, WireError, coding::Accepted, not_found, refuse_unless_read, respond, tag::Known,
};

pub(crate) use examples::{Examples, PATH as EXAMPLES_PATH, featured_work, serve as examples};

/// Where the page is. Its files stand below.
pub(super) const PATH: &str = "/playground";
const PAGE: &str = "index.html";
/// Files here have a hash of their content in their name.
const HASHED: &str = "assets/";

/// Nothing but what this server itself serves. The editor writes its colours and measures into
/// style elements and attributes as it runs, so styles, and nothing else, may be inline; small
/// images of its style sheet are data.
const POLICY: &str = "default-src 'none'; script-src 'self'; worker-src 'self'; \
    style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// The page.
pub(super) async fn page(request: HttpRequest, shared: web::Data<Shared>) -> HttpResponse {
    serve(&request, &shared, PAGE).await
}

/// A file of the page.
pub(super) async fn file(
    request: HttpRequest,
    shared: web::Data<Shared>,
    name: web::Path<String>,
) -> HttpResponse {
    match name.as_str() {
        // The addresses in the page are relative to its own, which ends without a slash.
        "" if shared.server.playground => HttpResponse::PermanentRedirect()
            .insert_header((LOCATION, PATH))
            .finish(),
        "" | PAGE => not_found().await,
        name => serve(&request, &shared, name).await,
    }
}

async fn serve(request: &HttpRequest, shared: &Shared, name: &str) -> HttpResponse {
    if !shared.server.playground || !files::exists(name) {
        return not_found().await;
    }
    if let Some(refusal) = refuse_unless_read(request) {
        return refusal;
    }
    let Some(coding) = Accepted::of(request.headers()).best(&files::PACKED) else {
        let message = "the codings served are br, gzip and identity; Accept-Encoding allows none";
        return respond::plain_error(406, WireError::new(ErrorCode::NotAcceptable, message));
    };
    let Some(file) = files::get(name, coding) else {
        return not_found().await;
    };
    if Known::of(request.headers()).has(&file.tag) {
        return head(StatusCode::NOT_MODIFIED, name, &file.tag).finish();
    }
    let mut answer = head(StatusCode::OK, name, &file.tag);
    answer.insert_header((CONTENT_TYPE, content_type(name)));
    if let Some(value) = coding.header() {
        answer.insert_header((CONTENT_ENCODING, value));
    }
    answer.body(file.bytes)
}

/// The headers that an answer has with and without its body.
fn head(status: StatusCode, name: &str, tag: &str) -> HttpResponseBuilder {
    let caching = if name.starts_with(HASHED) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let mut answer = HttpResponse::build(status);
    answer
        .insert_header((CACHE_CONTROL, caching))
        .insert_header((ETAG, tag))
        .insert_header((VARY, "Accept-Encoding"))
        .insert_header((CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((REFERRER_POLICY, "no-referrer"))
        .insert_header((OPENER_POLICY, "same-origin"))
        .insert_header((RESOURCE_POLICY, "same-origin"));
    answer
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("ttf") => "font/ttf",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
