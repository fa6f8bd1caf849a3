//! The `filmgraph` program.

use std::process::ExitCode;

/// Gives memory back to the system a moment after a burst of requests, which the system's own does not:
/// docs/operations.md has the figures.
#[cfg(not(target_env = "msvc"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    filmgraph::cli::main()
}
