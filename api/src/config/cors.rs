//! Knobs of who may read answers from pages of other origins.

// What stands before a field is shown on a terminal and in a file, and names addresses as they are
// typed.
#![allow(rustdoc::bare_urls, rustdoc::broken_intra_doc_links)]

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::section::section;

/// What pages of origins that nobody named may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum OtherOrigins {
    /// As the address listened on suggests.
    Auto,
    /// Nothing.
    None,
    /// Those of this machine may read.
    Localhost,
    /// All may read.
    Any,
}

section! {
    /// Pages of other origins, in browsers. Whoever is not a browser is not kept out by this.
    pub struct CorsConfig {
        /// Origins whose pages may read answers and send API keys: scheme, host and port, as in "https://films.example, http://localhost:5173".
        #[schemars(length(max = 8192))]
        pub origins: String = String::new(),
        /// Which other origins may read, without a key and without credentials: none, localhost (any port of localhost, 127.0.0.1 and [::1]), any, or auto, which is localhost where the server listens on a loopback address and any elsewhere.
        pub others: OtherOrigins = OtherOrigins::Auto,
        /// Headers that pages of other origins may send. Authorization is none of them: it is for the named origins.
        #[schemars(length(max = 8192))]
        pub headers: String = "Accept, Content-Type, If-None-Match, Filmgraph-Language, Filmgraph-Sources, X-Request-Id, Apollographql-Client-Name, Apollographql-Client-Version".to_owned(),
        /// Whether browsers may send pages of the named origins along with what they keep of this host: cookies and passwords, which a proxy in front may ask for.
        pub credentials: bool = false,
        /// Seconds for which a browser need not ask again what a page may send.
        #[schemars(range(min = 0, max = 86_400))]
        pub max_age_s: u32 = 600,
    }
}

impl CorsConfig {
    /// The named origins, as browsers write them.
    ///
    /// # Errors
    /// The first part of the list that is no origin.
    pub fn named(&self) -> Result<Vec<String>, String> {
        let origin = |part: &str| Origin::read(part).map(|origin| origin.to_string());
        parts(&self.origins)
            .map(|part| origin(part).ok_or_else(|| part.to_owned()))
            .collect()
    }

    /// The headers that pages may send.
    ///
    /// # Errors
    /// The first part of the list that is no name of a header, or one that is never among them.
    pub fn allowed_headers(&self) -> Result<Vec<String>, String> {
        let is_name = |part: &str| part.bytes().all(is_of_name);
        parts(&self.headers)
            .map(|part| match part.eq_ignore_ascii_case("authorization") {
                false if is_name(part) => Ok(part.to_owned()),
                _ => Err(part.to_owned()),
            })
            .collect()
    }
}

fn parts(list: &str) -> impl Iterator<Item = &str> {
    list.split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

/// What a name of a header is made of (RFC 9110).
const fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'.' | b'^'..=b'`' | b'|' | b'~')
}

/// Where a page comes from: what a browser says in `Origin`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin<'a> {
    scheme: &'a str,
    host: &'a str,
    port: Option<u16>,
}

impl<'a> Origin<'a> {
    /// Reads `scheme://host` or `scheme://host:port`, and nothing else.
    #[must_use]
    pub fn read(text: &'a str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
        let (host, port) = match rest.strip_prefix('[').and_then(|rest| rest.find(']')) {
            Some(end) => rest.split_at(end + 2),
            None => rest.split_at(rest.find(':').unwrap_or(rest.len())),
        };
        let inner = host
            .strip_prefix('[')
            .and_then(|host| host.strip_suffix(']'));
        let is_host = match inner {
            Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
            None => !host.is_empty() && host.bytes().all(is_of_host),
        };
        let port = match port.strip_prefix(':') {
            Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                Some(digits.parse().ok()?)
            }
            None if port.is_empty() => None,
            _ => return None,
        };
        (is_scheme && is_host).then_some(Self { scheme, host, port })
    }

    /// Whether it is a page of the browser's own machine.
    #[must_use]
    pub fn is_localhost(&self) -> bool {
        let is_web = ["http", "https"].contains(&self.scheme);
        is_web && ["localhost", "127.0.0.1", "[::1]"].contains(&self.host)
    }
}

const fn is_of_host(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_')
}

/// As browsers write it: in small letters, without the port that goes without saying.
impl std::fmt::Display for Origin<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (scheme, host) = (self.scheme.to_lowercase(), self.host.to_lowercase());
        write!(f, "{scheme}://{host}")?;
        match (scheme.as_str(), self.port) {
            (_, None) | ("http", Some(80)) | ("https", Some(443)) => Ok(()),
            (_, Some(port)) => write!(f, ":{port}"),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::expect_used)]

    use super::*;

    #[test]
    fn origins_are_read_and_written_as_browsers_do() {
        for (text, written) in [
            ("https://films.example", "https://films.example"),
            ("HTTPS://Films.Example:443", "https://films.example"),
            ("http://localhost:5173", "http://localhost:5173"),
            ("http://[::1]:80", "http://[::1]"),
            ("capacitor://localhost", "capacitor://localhost"),
        ] {
            let origin = Origin::read(text).expect("an origin");
            assert_eq!(origin.to_string(), written);
        }
        for text in [
            "",
            "*",
            "null",
            "films.example",
            "https://",
            "https://films.example/",
            "https://a b",
            "https://me@films.example",
            "https://films.example:",
            "https://films.example:99999",
            "https://films.example:+80",
            "http://[::1",
            "http://[films]",
            "://x",
            "1x://a",
        ] {
            assert_eq!(Origin::read(text), None, "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_this_machine_is_another_one() {
        let is_local = |text: &str| Origin::read(text).is_some_and(|origin| origin.is_localhost());
        for text in [
            "http://localhost",
            "http://127.0.0.1:3000",
            "https://[::1]:8443",
        ] {
            assert!(is_local(text), "{text}");
        }
        for text in [
            "http://localhost.films.example",
            "http://127.0.0.1.films.example",
            "file://localhost",
            "http://localhost:80@films.example",
            "http://mylocalhost",
            "http://128.0.0.1",
            "null",
        ] {
            assert!(!is_local(text), "{text}");
        }
    }

    #[test]
    fn lists_are_read_part_by_part() {
        let config = |origins: &str, headers: &str| CorsConfig {
            origins: origins.to_owned(),
            headers: headers.to_owned(),
            ..CorsConfig::default()
        };
        let named = config(" https://a.example:443,,http://b:1 ", "").named();
        let expected = ["https://a.example", "http://b:1"].map(str::to_owned);
        assert_eq!(named, Ok(expected.to_vec()));
        let unreadable = config("https://a.example, b.example/", "").named();
        assert_eq!(unreadable, Err("b.example/".to_owned()));
        let headers = |list: &str| config("", list).allowed_headers();
        assert_eq!(
            headers("A, x-b"),
            Ok(vec!["A".to_owned(), "x-b".to_owned()])
        );
        for wrong in ["authorization", "a b", "x:y"] {
            assert_eq!(headers(wrong), Err(wrong.to_owned()));
        }
        assert!(CorsConfig::default().allowed_headers().is_ok());
    }
}
