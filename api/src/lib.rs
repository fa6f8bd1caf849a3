//! Filmgraph: a movie-knowledge GraphQL API that people run themselves.
//!
//! `docs/architecture.md` says what each crate and each module is for and what it may depend on. The
//! compiler holds the crates to it, and a test the modules.

pub mod app;
pub mod auth;
pub mod change;
pub mod cli;
pub mod clock;
pub mod config;
pub mod error;
pub mod exchange;
pub mod generate;
mod http;
pub mod ingest;
pub mod keys;
pub mod loader;
pub mod sample;
pub mod schema;
pub mod scope;
pub mod store;
mod telemetry;
mod translate;

pub use ::{claim, gate, limiter, model, record};
pub use ::budget as work;

/// Lists of edges and their pages.
pub mod edge {
    pub use ::edge::*;
    pub use ::paging::*;
}

#[cfg(test)]
mod architecture;
