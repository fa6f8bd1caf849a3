//! The formats that are read: bytes → typed records, and nothing of the database.

mod explain;
pub mod jsonl;
mod lines;
mod reading;
mod tree;
mod wrong;

#[cfg(test)]
mod docs_tests;
