//! The test kit: a real server on a fresh database, a client for it, and data made for a test.
//!
//! Every test runs on both databases, by [`on_both!`]. `tests/run.sh` starts a PostgreSQL server
//! and names it in [`POSTGRES_VARIABLE`]; without it the tests on PostgreSQL fail rather than pass
//! by not running.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bulk;
pub mod case;
mod client;
mod cluster;
mod data;
mod database;
mod disk;
pub mod edge_lists;
mod measured;
mod plan;
mod program;
mod proxy;
mod raw;
mod server;
mod shared;
mod template;

pub use self::data::{Data, Line};
pub use bulk::write_bulk;
pub use client::{Answer, Client};
pub use cluster::Cluster;
pub use database::{Database, POSTGRES_VARIABLE, TestDatabase, closed_port};
pub use disk::SmallDisk;
pub use measured::{CREDITS, FILM, Measured, PRIOR};
pub use plan::{plan_of, scans};
pub use program::{LOG_STATEMENTS, MeasuredRun, Output, PROGRAM_VARIABLE, Program, Running};
pub use proxy::{Cut, Proxy};
pub use raw::{Raw, Rest};
pub use server::{Options, Server, TODAY, clock};
pub use shared::SharedServer;
pub use template::Content;

/// Whether the long form of the tests was asked for: `FILMGRAPH_LONG=1`.
#[must_use]
pub fn is_long() -> bool {
    std::env::var_os("FILMGRAPH_LONG").is_some_and(|value| value == "1")
}

/// How many cases a property over HTTP is tried on: so many, or a hundred times as many in the long
/// form; `PROPTEST_CASES` may ask for another number up to that.
///
/// # Panics
/// If `PROPTEST_CASES` is no number.
#[must_use]
pub fn cases(usual: u32) -> u32 {
    let most = usual * 100;
    match std::env::var("PROPTEST_CASES") {
        Ok(cases) => most.min(cases.parse().expect("PROPTEST_CASES is a number")),
        Err(_) if is_long() => most,
        Err(_) => usual,
    }
}

/// Runs a test to its end on a runtime of its own.
pub fn run(test: impl Future<Output = ()>) {
    runtime().block_on(test);
}

pub(crate) fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime")
}

/// Makes tests of asynchronous functions of a [`Database`]: each function becomes two tests, one
/// for each database.
#[macro_export]
macro_rules! on_both {
    ($($test:ident),+ $(,)?) => {$(
        mod $test {
            #[test]
            fn on_sqlite() {
                $crate::run(super::$test($crate::Database::Sqlite));
            }

            #[test]
            fn on_postgres() {
                $crate::run(super::$test($crate::Database::Postgres));
            }
        }
    )+};
}
