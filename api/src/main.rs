//! The `filmgraph` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    filmgraph::cli::main()
}
