//! End-to-end tests: the real application, over HTTP, on both databases. One module a theme.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout
)]

mod answers;
mod attribution;
mod bad_input;
mod blank_texts;
mod cases;
mod claim_mutations;
mod claims;
mod client_schema;
mod connections;
mod coverage;
mod cross_origin;
mod dates_shown;
mod deletions;
mod denials;
mod docs;
mod documents;
mod edge_lists;
mod endurance;
mod errors;
mod exchange;
mod exports;
mod figures;
mod files_keys;
mod files_typed;
mod files_typed_told;
mod files_without_ids;
mod filters;
mod generated;
mod growth;
mod health;
mod hearsay;
mod http;
mod keys;
mod knowledge;
mod log;
mod log_rows;
mod long_lists;
mod lost_connections;
mod mutations;
mod nesting;
mod nodes;
mod odd_requests;
mod origin;
mod output;
mod packing;
mod paging;
mod playground;
mod production;
mod program;
mod progress;
mod questions;
mod references;
mod rules;
mod scale;
mod schema;
mod server_info;
mod source_list;
mod sources;
mod statements;
mod stop;
mod storage;
mod traffic;
mod walk;
mod write_again;
mod write_alike;
mod write_characters;
mod write_claims;
mod write_corrections;
mod write_faults;
mod write_film;
mod write_identity;
mod write_kept;
mod write_load;
mod write_once;
mod write_places;
mod write_portrayals;
mod write_records;
mod write_singles;
mod write_statements;
mod writing;
