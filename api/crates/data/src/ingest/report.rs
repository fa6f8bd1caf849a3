//! How files are imported, and what is told of it.

use store::StoreError;
use store::write::Counts;

use super::format::jsonl::{BadLine, FormatError};
use super::resolve::How;

/// How a file is imported.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// Who the log says did it.
    pub actor: &'a str,
    /// When, in microseconds since 1970.
    pub at: i64,
    /// Whether the first line that is wrong ends it, with nothing of the file written.
    pub is_strict: bool,
}

/// What an import did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// What the records did.
    pub counts: Counts,
    /// Lines that did not go in.
    pub rejected: u64,
    /// Those among them that need what another was to bring.
    pub left_out: u64,
    /// What is to be looked at of lines that went in.
    pub warnings: u64,
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

/// A line that went in, and the id of its record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The line, from 1.
    pub line: u64,
    /// The public id.
    pub id: String,
    /// How it got it.
    pub how: How,
}

/// What is told of a line.
#[derive(Clone, Copy, Debug)]
pub enum Tell<'a> {
    /// It is wrong.
    Wrong(&'a BadLine),
    /// Something of it is to be looked at, though it went in.
    Warned(&'a BadLine),
    /// It went in, or was held back.
    Placed(&'a Placed),
    /// Other lines are left out because of it: how many, in words. Told at the end of the file.
    LeftOut(&'a BadLine),
}

impl Summary {
    /// The sum of two.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            counts: self.counts.and(other.counts),
            rejected: self.rejected + other.rejected,
            left_out: self.left_out + other.left_out,
            warnings: self.warnings + other.warnings,
            lines: self.lines + other.lines,
            ways: self.ways.and(other.ways),
        }
    }
}

/// Why an import ended before the end of its file.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A strict import met a line that is wrong; nothing of the file is in.
    #[error(transparent)]
    Rejected(BadLine),
    /// The file cannot be read further.
    #[error(transparent)]
    Read(FormatError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An import that ended before the end of its file, and what it had taken in by then.
#[derive(Debug)]
pub struct Interrupted {
    /// Why.
    pub error: ImportError,
    /// What is in for good.
    pub written: Summary,
}

impl From<ImportError> for Interrupted {
    fn from(error: ImportError) -> Self {
        let written = Summary::default();
        Self { error, written }
    }
}
