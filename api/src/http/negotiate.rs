//! Which media type an answer has, and whether a body's type can be read.

use super::weights::{FULL, Weight, weight};

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
    quality: Weight,
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
    let (newer, older) = (wish(accept, NEWER), wish(accept, OLDER));
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
const NEWER: (&str, &str) = ("application", "graphql-response+json");
const OLDER: (&str, &str) = ("application", "json");
const HTML: (&str, &str) = ("text", "html");
const XHTML: (&str, &str) = ("application", "xhtml+xml");

/// Whether it is a person who asks, with a browser: it wants a page more than JSON. Browsers name
/// XHTML beside HTML; other programs name HTML and take anything, and are to have what they ask
/// for.
pub(super) fn wants_page(accept: Option<&str>) -> bool {
    let Some(accept) = accept else { return false };
    let json = wish(accept, NEWER).quality.max(wish(accept, OLDER).quality);
    let page = wish(accept, HTML);
    let is_browser = json == 0 || wish(accept, XHTML).exactness == EXACT;
    page.exactness == EXACT && page.quality > json && is_browser
}

fn wish(accept: &str, wanted: (&str, &str)) -> Wish {
    let mut best = Wish::default();
    for range in accept.split(',') {
        let Some(found) = match_range(range, wanted) else {
            continue;
        };
        let more_exact = found.exactness > best.exactness;
        if more_exact || (found.exactness == best.exactness && found.quality > best.quality) {
            best = found;
        }
    }
    best
}

fn match_range(range: &str, wanted: (&str, &str)) -> Option<Wish> {
    let mut parts = range.split(';').map(str::trim);
    let name = parts.next()?.to_ascii_lowercase();
    // Some programs say `*` for anything.
    let name = if name == "*" { "*/*" } else { &name };
    let exactness = match name.split_once('/')? {
        named if named == wanted => EXACT,
        (named, "*") if named == wanted.0 => 2,
        ("*", "*") => 1,
        _ => return None,
    };
    let mut quality = FULL;
    for parameter in parts {
        let (key, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        let value = value.trim().trim_matches('"');
        match key.trim().to_ascii_lowercase().as_str() {
            "q" => quality = weight(value),
            "charset" if !is_utf8(value) => return None,
            _ => {}
        }
    }
    Some(Wish { quality, exactness })
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
            (Some("application/json;q=2"), Some(Json)),
            (Some("application/json;q=.9"), Some(Json)),
            (Some("application/json;q=x"), Some(Json)),
            (Some("application/json;q=1.0000"), Some(Json)),
            (Some("*"), Some(Json)),
            (Some("*;q=.2"), Some(Json)),
            (Some(OF_OLD_JAVA), Some(Json)),
            (
                Some("application/json;q=.4, application/graphql-response+json;q=.5"),
                Some(GraphQlResponse),
            ),
            (Some("application"), None),
            (Some("json"), None),
            (Some("nonsense"), None),
        ] {
            assert_eq!(negotiate(accept), expected, "{accept:?}");
        }
    }

    const OF_OLD_JAVA: &str = "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2";

    #[test]
    fn a_page_is_for_browsers() {
        for yes in [
            "text/html",
            "text/html, text/plain;q=0.5",
            "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8,\
             application/signed-exchange;v=b3;q=0.7",
        ] {
            assert!(wants_page(Some(yes)), "{yes}");
        }
        for no in [
            "",
            "*/*",
            "text/*",
            OF_OLD_JAVA,
            "text/html, */*;q=0.5",
            "text/html;q=0, text/plain",
            "application/json, text/html",
            "application/json, text/html, application/xhtml+xml",
            "application/graphql-response+json, application/xhtml+xml, text/html;q=0.9",
        ] {
            assert!(!wants_page(Some(no)), "{no}");
        }
        assert!(!wants_page(None));
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

    proptest! {
        #[test]
        fn any_header_is_read_without_harm(text in "\\PC{0,80}") {
            let _ = (negotiate(Some(&text)), wants_page(Some(&text)));
            let _ = is_json(Some(&text));
        }
    }
}
