//! How fields are read that serde would read more loosely: texts that can be written in several ways
//! have one form, an optional text that shows nothing is none, and sets hold nothing twice.

use std::collections::BTreeSet;
use std::fmt;
use std::marker::PhantomData;

use model::language::canonical_tag;
use model::text::shown;
use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

/// Texts of a field, as many as it has.
pub(crate) trait Texts {
    /// The same, each as this makes it. One that may be left out, and shows nothing, is.
    fn each(self, form: impl Fn(String) -> String) -> Self;
}

impl Texts for String {
    fn each(self, form: impl Fn(String) -> String) -> Self {
        form(self)
    }
}

impl Texts for Option<String> {
    fn each(self, form: impl Fn(String) -> String) -> Self {
        shown(self).map(form)
    }
}

impl Texts for Vec<String> {
    fn each(self, form: impl Fn(String) -> String) -> Self {
        self.into_iter().map(form).collect()
    }
}

/// Language tags.
pub(crate) fn language<'de, D, T>(from: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Texts + Deserialize<'de>,
{
    T::deserialize(from).map(|texts| texts.each(|tag| canonical_tag(&tag)))
}

/// A text that may be left out.
pub(crate) fn perhaps<'de, D>(from: D) -> Result<Option<String>, D::Error>
where
    D: Deserializer<'de>,
{
    Option::deserialize(from).map(shown)
}

/// A set, of which no member stands twice in its list.
pub(crate) fn set<'de, D, T>(from: D) -> Result<BTreeSet<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Serialize + Ord,
{
    from.deserialize_seq(Distinct(PhantomData))
}

struct Distinct<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de> + Serialize + Ord> Visitor<'de> for Distinct<T> {
    type Value = BTreeSet<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut members: A) -> Result<BTreeSet<T>, A::Error> {
        let mut set = BTreeSet::new();
        while let Some(member) = members.next_element::<T>()? {
            if set.contains(&member) {
                let text = serde_json::to_string(&member).map_err(A::Error::custom)?;
                return Err(A::Error::custom(format!("{text} stands twice")));
            }
            set.insert(member);
        }
        Ok(set)
    }
}
