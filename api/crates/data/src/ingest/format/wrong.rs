//! Why a value is not what a record has there, in our words and with the place.

use std::fmt::{self, Display};

use record::IS_DENIED;
use serde::de::{Error, Expected, Unexpected};

/// What is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    /// Fields within fields and places in lists, the innermost first.
    path: Vec<String>,
    reason: String,
}

impl Wrong {
    pub(super) fn new(reason: impl Into<String>) -> Self {
        Self {
            path: Vec::new(),
            reason: reason.into(),
        }
    }

    /// The same at a place, the outermost name first.
    pub(super) fn at(mut path: Vec<String>, reason: impl Into<String>) -> Self {
        path.reverse();
        Self {
            path,
            reason: reason.into(),
        }
    }

    /// The same, of what stands below this name or place.
    pub(super) fn below(mut self, name: impl Display) -> Self {
        self.path.push(name.to_string());
        self
    }

    /// The same, with more behind the reason.
    pub(super) fn with(mut self, more: &str) -> Self {
        self.reason.push_str(more);
        self
    }

    /// The place, as messages have it, and the reason.
    pub(super) fn told(self) -> (String, String) {
        let mut path = self.path;
        path.reverse();
        (path.join("."), self.reason)
    }
}

impl Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl std::error::Error for Wrong {}

/// A few names, so that a message stays one line.
fn listed(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

/// That a field is not known, and which one may be meant.
pub(in crate::ingest) fn unknown(given: &str, known: &[&str]) -> String {
    let near = nearest(given, known);
    let near = near.map_or_else(String::new, |near| format!("did you mean `{near}`? "));
    // Claims alone set it.
    let known: Vec<&str> = known
        .iter()
        .copied()
        .filter(|name| *name != IS_DENIED)
        .collect();
    format!("is no field here; {near}there are {}", listed(&known))
}

/// The name that is most like what was given, if one is: so few letters differ that it may be
/// mistyped.
fn nearest<'n>(given: &str, known: &[&'n str]) -> Option<&'n str> {
    let given: Vec<char> = given
        .chars()
        .take(64)
        .flat_map(char::to_lowercase)
        .collect();
    let most = 2.min(given.len() / 3);
    let near = known.iter().filter_map(|name| {
        let letters: Vec<char> = name.chars().flat_map(char::to_lowercase).collect();
        let apart = distance(&given, &letters);
        (apart <= most).then_some((apart, *name))
    });
    near.min().map(|(_, name)| name)
}

/// How many letters have to be put in, left out or changed.
fn distance(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.iter().enumerate() {
        let mut corner = at;
        let mut left = at + 1;
        let cells = row.iter_mut().skip(1).zip(other);
        for (cell, of) in cells {
            let best = (corner + usize::from(letter != of))
                .min(left + 1)
                .min(*cell + 1);
            corner = std::mem::replace(cell, best);
            left = best;
        }
        if let Some(first) = row.first_mut() {
            *first = at + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

impl Error for Wrong {
    fn custom<T: Display>(reason: T) -> Self {
        Self::new(reason.to_string())
    }

    fn invalid_type(given: Unexpected<'_>, wanted: &dyn Expected) -> Self {
        Self::new(format!(
            "has to be {wanted}, and {} is given",
            kind_of(given)
        ))
    }

    fn invalid_value(given: Unexpected<'_>, wanted: &dyn Expected) -> Self {
        Self::invalid_type(given, wanted)
    }

    fn invalid_length(length: usize, wanted: &dyn Expected) -> Self {
        Self::new(format!("has {length} members, and has to be {wanted}"))
    }

    fn unknown_variant(given: &str, known: &'static [&'static str]) -> Self {
        Self::new(format!(
            "there is no `{given}` here; there are {}",
            listed(known)
        ))
    }

    fn unknown_field(given: &str, known: &'static [&'static str]) -> Self {
        Self::new(unknown(given, known)).below(given)
    }

    fn missing_field(name: &'static str) -> Self {
        Self::new("is needed").below(name)
    }

    fn duplicate_field(name: &'static str) -> Self {
        Self::new("stands twice").below(name)
    }
}

fn kind_of(given: Unexpected<'_>) -> &'static str {
    match given {
        Unexpected::Bool(_) => "true or false",
        Unexpected::Unsigned(_) | Unexpected::Signed(_) | Unexpected::Float(_) => "a number",
        Unexpected::Char(_) | Unexpected::Str(_) => "a text",
        Unexpected::Unit | Unexpected::Option => "null",
        Unexpected::Seq => "a list",
        Unexpected::Map => "an object",
        _ => "something else",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_name_is_known() {
        let known = ["releaseDate", "title", "id", "sources"];
        for (given, near) in [
            ("relaseDate", Some("releaseDate")),
            ("releasedate", Some("releaseDate")),
            ("source", Some("sources")),
            ("xy", None),
            ("colour", None),
        ] {
            assert_eq!(nearest(given, &known), near, "{given}");
        }
    }
}
