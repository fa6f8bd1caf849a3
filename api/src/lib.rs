//! Filmgraph: a movie-knowledge GraphQL API that people run themselves.
//!
//! The modules stand in the order in which a request meets them; `docs/architecture.md` says what
//! each may depend on, and a test holds them to it.

pub mod app;
pub mod cli;
pub mod clock;
pub mod config;
pub mod error;
pub mod gate;
pub mod http;
pub mod sample;
pub mod schema;
pub mod scope;
pub mod store;
pub mod telemetry;
