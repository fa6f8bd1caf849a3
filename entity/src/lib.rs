//! The tables of Filmgraph, one file a table, and the vocabularies that their columns hold.
//!
//! Rows are never exposed as GraphQL types: the schema reads them through loaders.

pub mod change;
pub mod change_head;
pub mod external_id;
pub mod genre;
pub mod id_sequence;
pub mod job;
pub mod milestone;
pub mod person;
pub mod person_name;
pub mod record_source;
pub mod role;
pub mod source;
pub mod title;
pub mod vocabulary;
pub mod work;
pub mod work_genre;
