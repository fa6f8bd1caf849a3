//! The formats that are read: bytes → typed records, and nothing of the database.

pub mod jsonl;
