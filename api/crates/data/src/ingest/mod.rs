//! Taking data in: bytes become typed records, records go through the write path.

pub mod format;
mod import;
mod load;
mod resolve;
mod seen;
mod summary;

pub use format::jsonl::{BadLine, FORMAT_VERSION, HEAD, OPEN_HEAD, line, record_schema};
pub use format::line_schema;
pub use import::{ImportError, Interrupted, Options, Placed, Tell, import, try_out};
pub use load::{LoadError, load, read_all};
pub use resolve::How;
pub use summary::{Summary, Ways};
