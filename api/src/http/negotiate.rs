//! Which media type an answer has, and whether a body's type can be read.

/// The two media types of GraphQL over HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MediaType {
    /// `application/graphql-response+json`: the status tells whether there is data.
    GraphQlResponse,
    /// `application/json`: a well-formed request is answered with 200.
    Json,
}

impl MediaType {
    /// The value of `Content-Type`.
    pub(super) const fn header(self) -> &'static str {
        match self {
            Self::GraphQlResponse => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        }
    }
}

/// How much a client wants a media type.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
struct Wish {
    /// In thousandths; 0 is "not at all".
    quality: u16,
    /// How exactly the range names the type; the most exact range decides.
    exactness: u8,
}

/// Chooses the media type of the answer, or none if the client accepts neither.
///
/// A client that does not name `application/graphql-response+json` (no header, `*/*`,
/// `application/*`) gets `application/json`: the specification lets a server choose, and a client
/// that predates the newer type would not understand its statuses. Named with equal weight, the
/// newer type wins, because its statuses say more.
pub(super) fn negotiate(accept: Option<&str>) -> Option<MediaType> {
    let accept = accept.map(str::trim).filter(|accept| !accept.is_empty());
    let Some(accept) = accept else {
        return Some(MediaType::Json);
    };
    let newer = wish(accept, "graphql-response+json");
    let older = wish(accept, "json");
    let is_named = newer.exactness == EXACT;
    match (newer.quality, older.quality) {
        (0, 0) => None,
        (newer, older) if newer > older || (newer == older && is_named) => {
            Some(MediaType::GraphQlResponse)
        }
        _ => Some(MediaType::Json),
    }
}

const EXACT: u8 = 3;

fn wish(accept: &str, subtype: &str) -> Wish {
    let mut best = Wish::default();
    for range in accept.split(',') {
        let Some(found) = match_range(range, subtype) else {
            continue;
        };
        let more_exact = found.exactness > best.exactness;
        if more_exact || (found.exactness == best.exactness && found.quality > best.quality) {
            best = found;
        }
    }
    best
}

fn match_range(range: &str, subtype: &str) -> Option<Wish> {
    let mut parts = range.split(';').map(str::trim);
    let name = parts.next()?.to_ascii_lowercase();
    let exactness = match name.split_once('/')? {
        ("application", named) if named == subtype => EXACT,
        ("application", "*") => 2,
        ("*", "*") => 1,
        _ => return None,
    };
    let mut quality = 1000;
    for parameter in parts {
        let (key, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        let value = value.trim().trim_matches('"');
        match key.trim().to_ascii_lowercase().as_str() {
            "q" => quality = thousandths(value)?,
            "charset" if !is_utf8(value) => return None,
            _ => {}
        }
    }
    Some(Wish { quality, exactness })
}

/// Reads a weight: 0 to 1 with at most three decimals. Anything else makes the range void.
fn thousandths(text: &str) -> Option<u16> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let is_number = decimals.len() <= 3 && decimals.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number || !matches!(whole, "0" | "1") {
        return None;
    }
    let parts = format!("{whole}{decimals:0<3}").parse::<u16>().ok()?;
    (parts <= 1000).then_some(parts)
}

fn is_utf8(charset: &str) -> bool {
    charset.eq_ignore_ascii_case("utf-8") || charset.eq_ignore_ascii_case("utf8")
}

/// Whether a body of this type is JSON in UTF-8.
pub(super) fn is_json(content_type: Option<&str>) -> bool {
    let mut parts = content_type.unwrap_or_default().split(';').map(str::trim);
    if !parts
        .next()
        .unwrap_or_default()
        .eq_ignore_ascii_case("application/json")
    {
        return false;
    }
    parts
        .filter(|parameter| !parameter.is_empty())
        .all(|parameter| match parameter.split_once('=') {
            Some((key, value)) if key.trim().eq_ignore_ascii_case("charset") => {
                is_utf8(value.trim().trim_matches('"'))
            }
            _ => true,
        })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{MediaType::*, *};

    #[test]
    fn the_media_type_is_the_one_wanted_most() {
        for (accept, expected) in [
            (None, Some(Json)),
            (Some(""), Some(Json)),
            (Some("*/*"), Some(Json)),
            (Some("application/*"), Some(Json)),
            (Some("application/json"), Some(Json)),
            (
                Some("application/graphql-response+json"),
                Some(GraphQlResponse),
            ),
            (
                Some("Application/GraphQL-Response+JSON; charset=UTF-8"),
                Some(GraphQlResponse),
            ),
            (
                Some("application/json, application/graphql-response+json"),
                Some(GraphQlResponse),
            ),
            (
                Some("application/json;q=0.5, application/graphql-response+json"),
                Some(GraphQlResponse),
            ),
            (
                Some("application/graphql-response+json;q=0.5, application/json"),
                Some(Json),
            ),
            (
                Some("application/graphql-response+json, */*;q=0.1"),
                Some(GraphQlResponse),
            ),
            (
                Some("application/graphql-response+json;q=0, */*"),
                Some(Json),
            ),
            (Some("application/json;q=0, */*"), Some(GraphQlResponse)),
            (Some("application/json;q=0, */*;q=0"), None),
            (
                Some("text/html, application/xhtml+xml, */*;q=0.8"),
                Some(Json),
            ),
            (Some("text/csv"), None),
            (Some("application/json;charset=utf-16"), None),
            (Some("application/json;q=2"), None),
            (Some("nonsense"), None),
        ] {
            assert_eq!(negotiate(accept), expected, "{accept:?}");
        }
    }

    #[test]
    fn only_json_in_utf8_is_read() {
        for yes in [
            "application/json",
            "Application/JSON; charset=UTF-8",
            "application/json;a=b;",
        ] {
            assert!(is_json(Some(yes)), "{yes}");
        }
        for no in [
            "text/plain",
            "application/json; charset=utf-16",
            "application/graphql",
            "",
        ] {
            assert!(!is_json(Some(no)), "{no}");
        }
        assert!(!is_json(None));
    }

    #[test]
    fn weights_are_read_strictly() {
        for (text, expected) in [
            ("0", Some(0)),
            ("1", Some(1000)),
            ("0.5", Some(500)),
            ("0.001", Some(1)),
            ("1.000", Some(1000)),
        ] {
            assert_eq!(thousandths(text), expected, "{text}");
        }
        for text in ["1.001", "2", "", "-1", "0.0001", "0.+1", "x"] {
            assert_eq!(thousandths(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_header_is_read_without_harm(text in "\\PC{0,80}") {
            let _ = negotiate(Some(&text));
            let _ = is_json(Some(&text));
        }
    }
}
