//! Filmgraph: a movie-knowledge GraphQL API that people run themselves.
//!
//! `docs/architecture.md` says what each crate and each module is for and what it may depend on. The
//! compiler holds the crates to it, and a test the modules.

pub mod app;
pub mod cli;
pub mod config;
pub mod doctor;
pub mod exchange;
mod greeting;
mod health;
mod http;
pub mod keys;
mod progress;
mod telemetry;

#[cfg(test)]
mod architecture;
