//! In which coding an answer is sent: what there is, and what a client takes.

use actix_web::http::header::{ACCEPT_ENCODING, HeaderMap};

use super::{
    list_of,
    weights::{FULL, Weight, weight},
};

/// A content coding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    Zstd,
    Brotli,
    Gzip,
    Identity,
}

impl Coding {
    /// Those in which an answer can be packed as it is made, the one first that is taken where a
    /// client likes several equally. What each costs, and saves, is in docs/performance.md.
    pub(super) const PACKED: [Self; 3] = [Self::Zstd, Self::Brotli, Self::Gzip];

    /// The value of `Content-Encoding`; none for the plain bytes.
    pub(super) const fn header(self) -> Option<&'static str> {
        match self {
            Self::Zstd => Some("zstd"),
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Identity => None,
        }
    }

    /// What tells the entity tag of these bytes from those of other codings.
    pub(super) const fn mark(self) -> &'static str {
        match self {
            Self::Zstd => "-z",
            Self::Brotli => "-b",
            Self::Gzip => "-g",
            Self::Identity => "",
        }
    }
}

/// What a client takes, by `Accept-Encoding`.
#[derive(Clone, Debug, Default)]
pub(super) struct Accepted {
    named: Vec<(String, Weight)>,
}

impl Accepted {
    /// Reads the header, or several of that name.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let list = list_of(headers, &ACCEPT_ENCODING).unwrap_or_default();
        let named = list.split(',').filter_map(|part| {
            let mut parts = part.split(';').map(str::trim);
            let name = parts.next().filter(|name| !name.is_empty())?;
            let quality = parts.find_map(|parameter| {
                let (key, value) = parameter.split_once('=')?;
                key.trim().eq_ignore_ascii_case("q").then(|| weight(value))
            });
            Some((name.to_ascii_lowercase(), quality.unwrap_or(FULL)))
        });
        Self {
            named: named.collect(),
        }
    }

    /// The coding that the client likes best of these, or the plain bytes; none if it takes none.
    /// One that it does not name is used only where it refuses the plain bytes.
    pub(super) fn best(&self, codings: &[Coding]) -> Option<Coding> {
        let any = self.weight_of("*");
        let plain = self.weight_of("identity");
        let refuses_plain = plain.or(any) == Some(0);
        let wish = |coding: Coding| {
            let named = self.weight_of(coding.header()?);
            named.or(any.filter(|_| refuses_plain))
        };
        let wanted = |coding: &Coding| wish(*coding).is_some_and(|weight| weight > 0);
        // Of equals, `max_by_key` takes the last.
        let best = codings
            .iter()
            .rev()
            .copied()
            .filter(wanted)
            .max_by_key(|coding| wish(*coding));
        match best {
            Some(best) if plain.is_none_or(|plain| Some(plain) <= wish(best)) => Some(best),
            _ if refuses_plain => None,
            _ => Some(Coding::Identity),
        }
    }

    /// Whether the plain bytes will do.
    pub(super) fn takes_plain(&self) -> bool {
        self.best(&[]).is_some()
    }

    fn weight_of(&self, name: &str) -> Option<Weight> {
        let is_it = |named: &str| named == name || named.strip_prefix("x-") == Some(name);
        let found = self.named.iter().find(|(named, _)| is_it(named));
        found.map(|(_, weight)| *weight)
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::{Coding::*, *};

    fn accepted(lines: &[&str]) -> Accepted {
        let mut headers = HeaderMap::new();
        for line in lines {
            if let Ok(value) = HeaderValue::from_str(line) {
                headers.append(ACCEPT_ENCODING, value);
            }
        }
        Accepted::of(&headers)
    }

    #[test]
    fn the_coding_is_the_one_wanted_most() {
        for (header, expected) in [
            ("gzip, deflate, br, zstd", Some(Zstd)),
            ("gzip, deflate, br", Some(Brotli)),
            ("gzip;q=1, br;q=0.5", Some(Gzip)),
            ("GZIP; Q=.9, br;q=.8", Some(Gzip)),
            ("x-gzip", Some(Gzip)),
            ("br;q=0, zstd;q=0.0, gzip", Some(Gzip)),
            ("gzip;q=x", Some(Gzip)),
            ("deflate", Some(Identity)),
            ("identity, gzip;q=0.5", Some(Identity)),
            ("identity;q=0.5, gzip", Some(Gzip)),
            ("identity, gzip", Some(Gzip)),
            ("*", Some(Identity)),
            ("", Some(Identity)),
            (" , ;q=0", Some(Identity)),
            ("identity;q=0, *", Some(Zstd)),
            ("identity;q=0, br", Some(Brotli)),
            ("*;q=0, gzip", Some(Gzip)),
            ("identity;q=0", None),
            ("identity;q=0, deflate", None),
            ("*;q=0", None),
            ("*;q=0, identity", Some(Identity)),
        ] {
            assert_eq!(
                accepted(&[header]).best(&Coding::PACKED),
                expected,
                "{header:?}"
            );
        }
        assert_eq!(accepted(&[]).best(&Coding::PACKED), Some(Identity));
        assert_eq!(
            accepted(&["gzip", "br"]).best(&Coding::PACKED),
            Some(Brotli)
        );
    }

    #[test]
    fn the_plain_bytes_will_do_unless_they_are_refused() {
        for (header, will_do) in [
            ("", true),
            ("gzip", true),
            ("*;q=0", false),
            ("identity;q=0", false),
        ] {
            assert_eq!(accepted(&[header]).takes_plain(), will_do, "{header}");
        }
    }
}
