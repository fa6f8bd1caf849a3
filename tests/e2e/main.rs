//! End-to-end tests: the real application, over HTTP, on both databases. One module a theme.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod answers;
mod episodes;
mod filters;
mod log;
mod nodes;
mod paging;
mod prior;
mod questions;
mod references;
mod schema;
mod statements;
