//! API keys: how one looks, is made, is read, and is compared.
//!
//! `fgk_12_<64 hexadecimal digits><check character>`: a mark by which secret scanners and people
//! know it, the number by which its row is found, 32 random bytes, and the check character of
//! ISO 7064 MOD 37,36, so that a mistyped key is told apart from one that nobody was given. The
//! random part has 256 bits, so a plain hash is enough to keep: there is nothing to guess.

use std::fmt;

use model::check::{check_character, value_of};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// How every key begins.
pub const PREFIX: &str = "fgk_";
const SECRET_BYTES: usize = 32;
const SECRET_CHARS: usize = 2 * SECRET_BYTES;
/// Prefix, the digits of `i64::MAX`, an underscore, the secret, a check character.
const MAX_CHARS: usize = PREFIX.len() + 19 + 1 + SECRET_CHARS + 1;

/// An API key. It is shown once, by [`ApiKey::expose`], and never by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKey {
    id: i64,
    text: String,
}

/// Why a text is no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not of the form of a key.
    #[error("it is not of the form fgk_…")]
    Form,
    /// A check character that does not fit the rest.
    #[error("it is mistyped: its last character does not fit the others")]
    WrongCheck,
}

/// The system gives no random bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the system gives no random bytes: {0}")]
pub struct NoRandomness(getrandom::Error);

impl ApiKey {
    /// A new key with this number.
    ///
    /// # Errors
    /// If the system gives no random bytes.
    pub fn make(id: i64) -> Result<Self, NoRandomness> {
        let mut secret = [0; SECRET_BYTES];
        getrandom::fill(&mut secret).map_err(NoRandomness)?;
        let mut text = format!("{PREFIX}{id}_{}", hexadecimal(&secret));
        text.push(check_of(&text));
        Ok(Self { id, text })
    }

    /// Reads a key.
    ///
    /// # Errors
    /// See [`KeyError`].
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        if text.len() > MAX_CHARS {
            return Err(KeyError::Form);
        }
        let rest = text.strip_prefix(PREFIX).ok_or(KeyError::Form)?;
        let (number, secret) = rest.split_once('_').ok_or(KeyError::Form)?;
        let is_number =
            number.bytes().all(|byte| byte.is_ascii_digit()) && !number.starts_with('0');
        let known = |byte: u8| value_of(byte).is_some();
        if !is_number || secret.len() != SECRET_CHARS + 1 || !secret.bytes().all(known) {
            return Err(KeyError::Form);
        }
        let id = number.parse().map_err(|_| KeyError::Form)?;
        let (body, check) = text.split_at(text.len() - 1);
        if !check.starts_with(check_of(body)) {
            return Err(KeyError::WrongCheck);
        }
        Ok(Self {
            id,
            text: text.to_owned(),
        })
    }

    /// The number by which its row is found.
    #[must_use]
    pub const fn id(&self) -> i64 {
        self.id
    }

    /// The key itself, to be handed to its owner.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.text
    }

    /// What is kept of it: its SHA-256 hash, in hexadecimal.
    #[must_use]
    pub fn hash(&self) -> String {
        hexadecimal(&Sha256::digest(&self.text))
    }

    /// Whether this is its hash. How long it takes tells nothing of where they differ.
    #[must_use]
    pub fn has_hash(&self, hash: &str) -> bool {
        self.hash().as_bytes().ct_eq(hash.as_bytes()).into()
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ApiKey({PREFIX}{}_…)", self.id)
    }
}

/// The check character of what stands before it, underscores aside.
fn check_of(text: &str) -> char {
    check_character(text.bytes().filter_map(value_of))
}

fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
    let digits = bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]);
    digits.collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_key_comes_back() {
        for id in [1, 12, i64::MAX] {
            let key = ApiKey::make(id).unwrap();
            assert!(key.expose().starts_with(&format!("fgk_{id}_")));
            let read = ApiKey::parse(key.expose()).unwrap();
            assert_eq!((read.id(), &read), (id, &key));
            assert!(read.has_hash(&key.hash()));
        }
    }

    #[test]
    fn no_two_are_alike_and_none_fits_the_hash_of_another() {
        let (one, other) = (ApiKey::make(1).unwrap(), ApiKey::make(1).unwrap());
        assert_ne!(one, other);
        assert!(!one.has_hash(&other.hash()));
        assert!(!one.has_hash(""));
    }

    #[test]
    fn a_hash_is_that_of_the_whole_text() {
        let key = ApiKey {
            id: 1,
            text: "abc".to_owned(),
        };
        let published = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(key.hash(), published);
    }

    #[test]
    fn a_key_is_not_shown_by_accident() {
        let key = ApiKey::make(7).unwrap();
        assert_eq!(format!("{key:?}"), "ApiKey(fgk_7_…)");
    }

    #[test]
    fn a_mistyped_key_is_told_apart() {
        let key = ApiKey::make(7).unwrap();
        let text = key.expose();
        for at in PREFIX.len()..text.len() {
            let old = text.as_bytes()[at];
            if old == b'_' {
                continue;
            }
            let new = if old == b'8' { '9' } else { '8' };
            let wrong = format!("{}{new}{}", &text[..at], &text[at + 1..]);
            assert_eq!(ApiKey::parse(&wrong), Err(KeyError::WrongCheck), "{at}");
        }
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let key = ApiKey::make(7).unwrap();
        let good = key.expose();
        for text in [
            "",
            "fgk_",
            "fgk_7",
            "fgk__",
            &good[1..],
            &good[..good.len() - 1],
            &format!("{good}0"),
            &good.replace("fgk_7_", "fgk_07_"),
            &good.replace("fgk_7_", "fgk_99999999999999999999_"),
            &good.replace("fgk_7_", "fgk_-7_"),
            &good.to_uppercase(),
        ] {
            assert_eq!(ApiKey::parse(text), Err(KeyError::Form), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_safe(text in "(fgk_)?[0-9]{0,3}_?.{0,70}") {
            let _ = ApiKey::parse(&text);
        }
    }
}
