//! Which of the records with a certainty of their own a list gives.

use entity::vocabulary::Certainty as Stored;

use crate::schema::vocabulary::Certainty;

/// How sure the records of a list have to be, and whether what claims deny is among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sure {
    least: Option<Stored>,
    denied: bool,
}

impl Sure {
    /// As the arguments say: every certainty, and nothing denied, where they say nothing.
    pub(crate) fn of(least: Option<Certainty>, include_denied: Option<bool>) -> Self {
        Self {
            least: least.map(Into::into),
            denied: include_denied.unwrap_or_default(),
        }
    }

    /// Whether a record is given.
    pub(crate) fn admits(&self, certainty: Stored, is_denied: bool) -> bool {
        self.least.is_none_or(|least| certainty >= least) && self.has(is_denied)
    }

    /// The same of a record without a certainty of its own.
    pub(crate) fn has(&self, is_denied: bool) -> bool {
        self.denied || !is_denied
    }
}
