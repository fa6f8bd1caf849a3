//! Filmgraph: a movie-knowledge GraphQL API that people run themselves.
//!
//! `docs/architecture.md` says what each module is for and what it may depend on, and a test holds
//! them to it.

pub mod app;
pub mod auth;
pub mod change;
pub mod claim;
pub mod cli;
pub mod clock;
pub mod config;
pub mod edge;
pub mod error;
pub mod exchange;
pub mod gate;
pub mod generate;
mod http;
pub mod ingest;
pub mod keys;
pub mod limiter;
pub mod loader;
pub mod model;
pub mod sample;
pub mod schema;
pub mod scope;
pub mod store;
mod telemetry;
mod translate;
pub mod work;

#[cfg(test)]
mod architecture;
