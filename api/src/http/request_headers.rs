//! What a client asks for in headers: the language of the answer, its sources, and that it be read anew.
//!
//! The language is never `Accept-Language`: browsers always send it, so that caches would hold one copy of an
//! answer for each of its many spellings.

use super::list_of;
use actix_web::http::header::{CACHE_CONTROL, HeaderMap};
use graphql::error::{ApiError, ErrorCode};
use model::language::{canonical_tag, is_language_tag};

const LANGUAGE: &str = "filmgraph-language";
const SOURCES: &str = "filmgraph-sources";

/// The language tag of the request, if there is one.
pub(super) fn language(headers: &HeaderMap) -> Result<Option<String>, ApiError> {
    let Some(value) = headers.get(LANGUAGE) else {
        return Ok(None);
    };
    match value
        .to_str()
        .ok()
        .map(str::trim)
        .filter(|tag| is_language_tag(tag))
    {
        Some(tag) => Ok(Some(canonical_tag(tag))),
        None => {
            let message =
                "the header Filmgraph-Language has to be one BCP 47 language tag, such as pt-BR";
            Err(ApiError::new(ErrorCode::InvalidValue, message)
                .with("header", "Filmgraph-Language"))
        }
    }
}

/// Whether the answer is to name its sources.
pub(super) fn names_sources(headers: &HeaderMap) -> Result<bool, ApiError> {
    let Some(value) = headers.get(SOURCES) else {
        return Ok(false);
    };
    match value.as_bytes() {
        b"true" => Ok(true),
        b"false" => Ok(false),
        _ => {
            let message = "the header Filmgraph-Sources has to be true or false";
            Err(ApiError::new(ErrorCode::InvalidValue, message).with("header", "Filmgraph-Sources"))
        }
    }
}

/// Whether nothing that is kept is to be used, as browsers ask for when a page is loaded anew.
pub(super) fn reads_anew(headers: &HeaderMap) -> bool {
    let directives = list_of(headers, &CACHE_CONTROL).unwrap_or_default();
    let mut directives = directives.split(',').map(str::trim);
    directives.any(|directive| directive.eq_ignore_ascii_case("no-cache"))
}
