//! Taking data in: bytes become typed records, records go through the write path.

pub mod format;
mod import;
mod load;
mod resolve;
mod seen;

pub use format::jsonl::{BadLine, HEAD, OPEN_HEAD, line, record_schema};
pub use import::{ImportError, Interrupted, Options, Placed, Summary, Tell, Ways, import, try_out};
pub use load::{LoadError, load, read_all};
pub use resolve::How;
