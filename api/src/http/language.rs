//! The language that a client asks for, in a header of our own.
//!
//! Never `Accept-Language`: browsers always send it, so that caches would hold one copy of an
//! answer for each of its many spellings.

use actix_web::http::header::HeaderMap;

use crate::error::{ApiError, ErrorCode};

const HEADER: &str = "filmgraph-language";
const LONGEST: usize = 35;

/// The language tag of the request, if there is one.
pub(super) fn requested(headers: &HeaderMap) -> Result<Option<String>, ApiError> {
    let Some(value) = headers.get(HEADER) else {
        return Ok(None);
    };
    match value.to_str().ok().map(str::trim).filter(|tag| is_tag(tag)) {
        Some(tag) => Ok(Some(tag.to_owned())),
        None => {
            let message =
                "the header Filmgraph-Language has to be one BCP 47 language tag, such as pt-BR";
            Err(ApiError::new(ErrorCode::InvalidValue, message)
                .with("header", "Filmgraph-Language"))
        }
    }
}

/// Whether a text has the form of a BCP 47 tag: subtags of 1 to 8 letters and digits, the first of
/// letters only and at least two of them, unless it is the `x` of a private tag.
fn is_tag(text: &str) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    let mut subtags = text.split('-');
    let first = subtags.next().unwrap_or_default();
    let starts_well = first.bytes().all(|byte| byte.is_ascii_alphabetic())
        && ((2..=8).contains(&first.len()) || first.eq_ignore_ascii_case("x"));
    let is_subtag = |subtag: &str| {
        (1..=8).contains(&subtag.len()) && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    starts_well && subtags.all(is_subtag) && !text.eq_ignore_ascii_case("x")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_told_from_other_text() {
        for tag in [
            "en",
            "pt-BR",
            "zh-Hant-TW",
            "de-CH-1901",
            "x-klingon",
            "es-419",
        ] {
            assert!(is_tag(tag), "{tag}");
        }
        for text in [
            "",
            "e",
            "x",
            "en_US",
            "en-",
            "-en",
            "en, de",
            "*",
            "en;q=1",
            "123",
            "日本語",
        ] {
            assert!(!is_tag(text), "{text}");
        }
        assert!(!is_tag(&"en-abcdefgh".repeat(9)));
    }
}
