//! End-to-end tests: the real application, over HTTP, on both databases. One module a theme.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod answers;
mod bad_input;
mod episodes;
mod exchange;
mod filters;
mod http;
mod log;
mod nodes;
mod paging;
mod prior;
mod program;
mod questions;
mod references;
mod scale;
mod schema;
mod statements;
