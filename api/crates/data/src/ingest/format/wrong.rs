//! Why a value is not what a record has there, in our words and with the place.

use std::fmt::{self, Display};

use model::near::nearest;
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

/// What may be meant by a word that is not known.
fn meant(given: &str, known: &[&str]) -> String {
    let near = nearest(given, known.iter().copied());
    near.map_or_else(String::new, |near| format!("did you mean `{near}`? "))
}

/// That a field is not known, and which one may be meant.
pub(in crate::ingest) fn unknown(given: &str, known: &[&str]) -> String {
    let near = meant(given, known);
    // Claims alone set it.
    let known: Vec<&str> = known
        .iter()
        .copied()
        .filter(|name| *name != IS_DENIED)
        .collect();
    format!("is no field here; {near}there are {}", listed(&known))
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
        let near = meant(given, known);
        Self::new(format!(
            "there is no `{given}` here; {near}there are {}",
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
