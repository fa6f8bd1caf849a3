//! Taking data in and making it up: files of the interchange format, the bundled data, and made-up
//! data at any size.

pub mod generate;
pub mod ids;
pub mod ingest;
pub mod sample;
