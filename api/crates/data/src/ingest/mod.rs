//! Taking data in: bytes become typed records, records go through the write path.

pub mod format;
mod import;
mod left_out;
mod load;
mod rejected;
mod report;
mod resolve;
mod run;
mod seen;

pub use format::jsonl::{BadLine, FORMAT_VERSION, HEAD, OPEN_HEAD, line, record_schema};
pub use format::line_schema;
pub use import::{Text, import, try_out};
pub use load::{LoadError, load, read_all};
pub use report::{ImportError, Interrupted, Options, Placed, Summary, Tell, Ways};
pub use resolve::How;
