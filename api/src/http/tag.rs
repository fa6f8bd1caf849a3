//! Entity tags: what a client has already is not sent again.

use std::hash::{DefaultHasher, Hasher};

use actix_web::http::header::{HeaderMap, IF_NONE_MATCH};
use tokio::task::yield_now;

use super::{coding::Coding, list_of, pack::PORTION};

/// What tells these bytes from others, before they are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fingerprint {
    hash: u64,
    length: usize,
}

impl Fingerprint {
    /// That of a text. A long one is looked at in portions, between which the thread is given away.
    pub(super) async fn of(text: &[u8]) -> Self {
        let mut hasher = DefaultHasher::new();
        for (number, portion) in text.chunks(PORTION * 8).enumerate() {
            if number > 0 {
                yield_now().await;
            }
            hasher.write(portion);
        }
        Self {
            hash: hasher.finish(),
            length: text.len(),
        }
    }

    /// The tag of the text in a coding. Tags differ from coding to coding as the bytes do.
    pub(super) fn tag(self, coding: Coding) -> String {
        let Self { hash, length } = self;
        format!("\"{hash:016x}-{length:x}{}\"", coding.mark())
    }
}

/// What a client has, by `If-None-Match`.
#[derive(Clone, Debug, Default)]
pub(super) struct Known(Option<String>);

impl Known {
    /// Reads the header, or several of that name.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        Self(list_of(headers, &IF_NONE_MATCH))
    }

    /// Whether it has what this tag stands for. Weak tags will do: nothing is put together of parts.
    pub(super) fn has(&self, tag: &str) -> bool {
        let Some(list) = &self.0 else { return false };
        let mut tags = list.split(',').map(str::trim);
        tags.any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    #[actix_web::test]
    async fn a_tag_is_recognized_in_any_of_its_forms() {
        let tag = Fingerprint::of(b"type Query { a: Int }")
            .await
            .tag(Coding::Gzip);
        let has = |header: &str| {
            let mut headers = HeaderMap::new();
            if let Ok(value) = HeaderValue::from_str(header) {
                headers.insert(IF_NONE_MATCH, value);
            }
            Known::of(&headers).has(&tag)
        };
        for header in [
            &tag,
            &format!("W/{tag}"),
            &format!("\"x\",{tag} , W/\"y\""),
            "*",
        ] {
            assert!(has(header), "{header}");
        }
        let bare = tag.trim_matches('"');
        for header in [
            "",
            "\"x\"",
            bare,
            &format!("w/{tag}"),
            &format!("W/W/{tag}"),
        ] {
            assert!(!has(header), "{header}");
        }
        assert!(!Known::default().has(&tag));
    }

    #[actix_web::test]
    async fn tags_differ_as_the_bytes_do() {
        let long = vec![b'x'; PORTION * 20];
        let mut other = long.clone();
        other[PORTION * 17] = b'y';
        let (one, two) = (Fingerprint::of(&long).await, Fingerprint::of(&other).await);
        assert_eq!(one, Fingerprint::of(&long).await);
        assert_ne!(one, two);
        let codings = [Coding::Zstd, Coding::Brotli, Coding::Gzip, Coding::Identity];
        let mut tags = codings.map(|coding| one.tag(coding)).to_vec();
        tags.dedup();
        assert_eq!(tags.len(), codings.len());
    }
}
