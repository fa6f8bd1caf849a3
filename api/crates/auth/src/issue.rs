//! Giving out keys and taking them back.

use std::str::FromStr;

use model::edtf::{Edtf, Precision};
use model::instant::Instant;
use store::{KeyDraft, KeyRow, Store, StoreError};

use super::{ApiKey, Scopes};

/// The longest name, in characters.
const NAME_CHARS: usize = 64;
/// The end of the year 9999.
const LAST_MOMENT: i64 = 253_402_300_799_999_999;
const MICROS_PER_DAY: i64 = 86_400_000_000;

/// The name of a key: how the log and whoever runs the server call its owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyName(String);

/// A text that cannot be the name of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a name has 1 to {NAME_CHARS} letters, digits and .-_@ and begins with a letter")]
pub struct NameError;

impl FromStr for KeyName {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let is_fit = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '@');
        let begins_well = text.starts_with(|c: char| c.is_ascii_alphabetic());
        if begins_well && text.len() <= NAME_CHARS && text.chars().all(is_fit) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NameError)
        }
    }
}

/// The moment from which on a key is no longer accepted, in microseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expiry(pub i64);

/// A text that is no day and no point in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is neither a day such as 2027-01-31 nor a time such as 2027-01-31T12:00:00Z")]
pub struct ExpiryError;

impl FromStr for Expiry {
    type Err = ExpiryError;

    /// A day counts to its end, in UTC.
    fn from_str(text: &str) -> Result<Self, ExpiryError> {
        if let Ok(Instant(micros)) = text.parse() {
            return Ok(Self(micros));
        }
        let date = Edtf::parse(text).map_err(|_| ExpiryError)?;
        let is_day = date.precision() == Precision::Day && !date.is_approximate();
        let day = date.latest().filter(|_| is_day).ok_or(ExpiryError)?;
        // The end of the last year has no text of its own, and is soon enough.
        let end = (i64::from(day) + 1) * MICROS_PER_DAY;
        Ok(Self(end.min(LAST_MOMENT)))
    }
}

/// A key to be given out.
#[derive(Clone, Debug)]
pub struct NewKey {
    /// What to call it.
    pub name: KeyName,
    /// What it allows.
    pub scopes: Scopes,
    /// When it ends, if it does.
    pub expires: Option<Expiry>,
}

/// Why no key was given out or taken back.
#[derive(Debug, thiserror::Error)]
pub enum IssueError {
    /// Another key has the name, or had it.
    #[error("there is a key named {0} already; names are not given out twice")]
    NameTaken(String),
    /// It would be of no use.
    #[error("the key would have expired already")]
    Expired,
    /// No key has this number or name.
    #[error("there is no key {0}")]
    NotFound(String),
    /// A fault of the machine.
    #[error(transparent)]
    NoRandomness(#[from] super::NoRandomness),
    /// A failure of the database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Gives out a key. This is the only time that it can be seen.
///
/// # Errors
/// See [`IssueError`].
pub async fn issue(store: &Store, new: &NewKey, now: i64) -> Result<ApiKey, IssueError> {
    if new.expires.is_some_and(|Expiry(at)| at <= now) {
        return Err(IssueError::Expired);
    }
    let draft = KeyDraft {
        name: new.name.0.clone(),
        scopes: new.scopes.bits(),
        created_at: now,
        expires_at: new.expires.map(|Expiry(at)| at),
    };
    let made = store.create_key(draft, |id| {
        let key = ApiKey::make(id)?;
        let hash = key.hash();
        Ok((key, hash))
    });
    made.await.map_err(|error| match error {
        IssueError::Store(StoreError::NameTaken(_)) => IssueError::NameTaken(new.name.0.clone()),
        other => other,
    })
}

/// Takes back the key with this number or name, for good; gives it as it is now. A key that was
/// revoked before stays as it was.
///
/// # Errors
/// [`IssueError::NotFound`], or a failure of the database.
pub async fn revoke(store: &Store, which: &str, now: i64) -> Result<KeyRow, IssueError> {
    // A name does not begin with a digit.
    let revoked = match which.parse() {
        Ok(id) => store.revoke_key(Some(id), None, now).await?,
        Err(_) => store.revoke_key(None, Some(which), now).await?,
    };
    revoked.ok_or_else(|| IssueError::NotFound(which.to_owned()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn names_are_words_of_the_log() {
        for name in ["a", "newsroom", "cms-2.prod@example", &"x".repeat(64)] {
            assert!(name.parse::<KeyName>().is_ok(), "{name}");
        }
        for name in ["", "7", "-a", "two words", "é", "a\n", &"x".repeat(65)] {
            assert_eq!(name.parse::<KeyName>(), Err(NameError), "{name}");
        }
    }

    #[test]
    fn a_day_counts_to_its_end() {
        let day: Expiry = "1970-01-02".parse().unwrap();
        assert_eq!(day, Expiry(2 * MICROS_PER_DAY));
        let moment: Expiry = "1970-01-02T00:00:00Z".parse().unwrap();
        assert_eq!(moment, Expiry(MICROS_PER_DAY));
        let last: Expiry = "9999-12-31".parse().unwrap();
        assert_eq!(Instant(last.0).to_string(), "9999-12-31T23:59:59.999999Z");
        for text in ["1970", "1970-01", "1970-01-02~", "tomorrow", ""] {
            assert_eq!(text.parse::<Expiry>(), Err(ExpiryError), "{text}");
        }
    }
}
