//! Taking data in: bytes become typed records, records go through the write path.

pub mod format;
mod load;

pub use load::{LoadError, load};
