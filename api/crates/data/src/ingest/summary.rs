//! What an import did.

use store::write::Counts;

use super::resolve::How;

/// What an import did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// What the records did.
    pub counts: Counts,
    /// Lines that did not go in.
    pub rejected: u64,
    /// Lines that were read, blank ones and the head too.
    pub lines: u64,
    /// How lines without an id got theirs.
    pub ways: Ways,
}

/// How many lines without an id got theirs in which way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ways {
    /// By an identifier of another authority.
    pub identifier: u64,
    /// By their key.
    pub key: u64,
    /// By what makes them what they are.
    pub identity: u64,
    /// They are new.
    pub new: u64,
}

impl Ways {
    pub(super) fn note(&mut self, how: How) {
        match how {
            How::Id => {}
            How::Identifier => self.identifier += 1,
            How::Key => self.key += 1,
            How::Identity => self.identity += 1,
            How::New => self.new += 1,
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            identifier: self.identifier + other.identifier,
            key: self.key + other.key,
            identity: self.identity + other.identity,
            new: self.new + other.new,
        }
    }
}

impl Summary {
    /// The sum of two.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            counts: self.counts.and(other.counts),
            rejected: self.rejected + other.rejected,
            lines: self.lines + other.lines,
            ways: self.ways.and(other.ways),
        }
    }
}
