//! A database address, whose password no output shows.

use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize, Serializer};

const MASK: &str = "***";

/// The address of a database. Printing, logging and serializing it shows no password; only
/// [`DatabaseUrl::expose`] does.
#[derive(Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(transparent)]
pub struct DatabaseUrl(String);

impl DatabaseUrl {
    /// The address with its password, for the connection itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether no address is given.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The address as it may be shown.
    #[must_use]
    pub fn redacted(&self) -> String {
        redact(&self.0)
    }
}

impl From<&str> for DatabaseUrl {
    fn from(url: &str) -> Self {
        Self(url.to_owned())
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.redacted(), f)
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.redacted())
    }
}

impl Serialize for DatabaseUrl {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.redacted())
    }
}

impl JsonSchema for DatabaseUrl {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "DatabaseUrl".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        String::json_schema(generator)
    }
}

/// Masks the password before the host and in the parameters. Passwords are often not escaped as
/// they should be, so everything up to the *last* `@` counts as credentials: rather too much is
/// masked than a part of a password shown.
fn redact(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return redact_parameters(url);
    };
    let shown = match rest.rsplit_once('@') {
        Some((credentials, host)) => match credentials.split_once(':') {
            Some((user, _)) => format!("{user}:{MASK}@{host}"),
            None => rest.to_owned(),
        },
        None => rest.to_owned(),
    };
    format!("{scheme}://{}", redact_parameters(&shown))
}

fn redact_parameters(url: &str) -> String {
    let Some((address, parameters)) = url.split_once('?') else {
        return url.to_owned();
    };
    let shown: Vec<String> = parameters
        .split('&')
        .map(|parameter| match parameter.split_once('=') {
            Some((key, _)) if key.to_ascii_lowercase().contains("pass") => format!("{key}={MASK}"),
            _ => parameter.to_owned(),
        })
        .collect();
    format!("{address}?{}", shown.join("&"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn passwords_are_masked_wherever_they_stand() {
        for (url, shown) in [
            ("", ""),
            ("sqlite:films.db", "sqlite:films.db"),
            ("postgres://db/films", "postgres://db/films"),
            ("postgres://me@db/films", "postgres://me@db/films"),
            (
                "postgres://me:pw@db:5432/films",
                "postgres://me:***@db:5432/films",
            ),
            (
                "postgres://me:p@w/x?y@db/films",
                "postgres://me:***@db/films",
            ),
            (
                "postgres://db/f?user=me&password=pw&x=1",
                "postgres://db/f?user=me&password=***&x=1",
            ),
            (
                "postgres://db/f?SSLPassword=pw",
                "postgres://db/f?SSLPassword=***",
            ),
        ] {
            assert_eq!(redact(url), shown);
        }
    }

    #[test]
    fn no_representation_shows_the_password() {
        let url = DatabaseUrl::from("postgres://me:hunter2@db/films");
        let json = serde_json::to_string(&url).unwrap_or_default();
        for shown in [format!("{url}"), format!("{url:?}"), json] {
            assert!(!shown.contains("hunter2"), "{shown}");
            assert!(shown.contains("***"), "{shown}");
        }
    }

    proptest! {
        #[test]
        fn no_password_survives(password in "[!-~]{6,20}", parameter in proptest::bool::ANY) {
            let url = format!("postgres://me:{password}@db/films{}", if parameter { "?a=b" } else { "" });
            let shown = redact(&url);
            prop_assert_eq!(shown, format!("postgres://me:***@db/films{}", if parameter { "?a=b" } else { "" }));
        }
    }
}
