//! The language that a client asks for, in a header of our own.
//!
//! Never `Accept-Language`: browsers always send it, so that caches would hold one copy of an
//! answer for each of its many spellings.

use actix_web::http::header::HeaderMap;

use crate::error::{ApiError, ErrorCode};
use crate::model::language::is_language_tag;

const HEADER: &str = "filmgraph-language";

/// The language tag of the request, if there is one.
pub(super) fn requested(headers: &HeaderMap) -> Result<Option<String>, ApiError> {
    let Some(value) = headers.get(HEADER) else {
        return Ok(None);
    };
    match value
        .to_str()
        .ok()
        .map(str::trim)
        .filter(|tag| is_language_tag(tag))
    {
        Some(tag) => Ok(Some(tag.to_owned())),
        None => {
            let message =
                "the header Filmgraph-Language has to be one BCP 47 language tag, such as pt-BR";
            Err(ApiError::new(ErrorCode::InvalidValue, message)
                .with("header", "Filmgraph-Language"))
        }
    }
}
