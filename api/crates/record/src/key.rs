//! What records are looked up by.

use std::collections::BTreeSet;

use entity::vocabulary::{ExternalAuthority, ExternalSpace};
use model::fold::fold;

/// What records of a kind are looked up by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LookUpKey {
    /// A name or title, folded.
    Name(String),
    /// What another authority calls it.
    Identifier {
        /// The authority.
        authority: ExternalAuthority,
        /// The number space within it.
        space: ExternalSpace,
        /// The identifier in canonical form.
        value: String,
    },
}

/// Gathers what a record is looked up by.
#[derive(Debug)]
pub struct Keys {
    space: ExternalSpace,
    keys: BTreeSet<LookUpKey>,
}

impl Keys {
    /// Of a record that authorities number in this space.
    #[must_use]
    pub fn of(space: ExternalSpace) -> Self {
        Self {
            space,
            keys: BTreeSet::new(),
        }
    }

    /// The space in which authorities number the record.
    #[must_use]
    pub fn space(&self) -> ExternalSpace {
        self.space
    }

    /// Notes a name or title.
    pub fn text<'a>(&mut self, text: impl IntoIterator<Item = &'a String>) {
        let names = text.into_iter().map(|text| LookUpKey::Name(fold(text)));
        self.keys.extend(names);
    }

    /// Notes keys.
    pub fn extend(&mut self, keys: impl Iterator<Item = LookUpKey>) {
        self.keys.extend(keys);
    }

    /// What was noted.
    #[must_use]
    pub fn into_keys(self) -> BTreeSet<LookUpKey> {
        self.keys
    }
}
