//! Taking data in: bytes become typed records, records go through the write path.

pub mod format;
mod import;
mod load;
mod seen;

pub use format::jsonl::{BadLine, HEAD, record_schema};
pub use import::{ImportError, Interrupted, Options, Summary, import};
pub use load::{LoadError, load, read_all};
