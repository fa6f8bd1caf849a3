//! The formats that are read: bytes → typed records, and nothing of the database.

mod explain;
pub mod jsonl;
mod lines;
mod reading;
mod tree;
mod wrong;

pub(super) use explain::record_of;

#[cfg(test)]
mod docs_tests;
