//! The formats that are read: bytes → typed records, and nothing of the database.

mod explain;
pub mod jsonl;
mod lines;
mod open_schema;
mod packed;
mod reading;
mod tree;
mod wrong;

pub(super) use explain::record_of;
pub use open_schema::line_schema;
pub(super) use reading::whole;
pub(super) use wrong::unknown;

#[cfg(test)]
mod docs_tests;
