//! Rows of records.

use crate::{Declared, Unreadable};

/// A record whose row follows from its declaration.
pub trait Row: Declared + Sized {
    /// Its table.
    type Entity;
    /// A row of it.
    type Model;

    /// Its row, at a version and a time of change.
    fn to_row(&self, version: i32, at: i64) -> Self::Model;

    /// The record of a row and its version, without what stands in other tables.
    ///
    /// # Errors
    /// [`Unreadable`] where a column holds what was never written.
    fn from_row(row: Self::Model) -> Result<(Self, i32), Unreadable>;
}
