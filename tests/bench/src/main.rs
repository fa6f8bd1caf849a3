//! The benchmark: Filmgraph beside what else one would build, on the same generated data, in one run.
//! `tests/bench.sh` runs it; docs/performance.md says what is compared and how to read it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout
)]

mod answer;
mod chart;
mod client;
mod contestant;
mod database;
mod figures;
mod fill;
mod id;
mod load;
mod measure;
mod open;
mod options;
mod place;
mod process;
mod program;
mod query;
mod random;
mod reference;
mod report;
mod subjects;
mod writer;

use std::path::Path;

use clap::Parser;
use tempfile::TempDir;
use tokio::task::LocalSet;

use options::{Arguments, Command, Kind, Options};
use report::Report;

fn main() {
    let arguments = Arguments::parse();
    if let Some(Command::Reference(serve)) = &arguments.command {
        reference::serve(serve).expect("a server");
        return;
    }
    // One thread asks for all: the processors are for those who answer.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.expect("a runtime");
    LocalSet::new().block_on(&runtime, run(&arguments.options));
}

async fn run(options: &Options) {
    let program = &options.program;
    assert!(
        program.exists(),
        "{} is not there: --program names another",
        program.display()
    );
    let folder = TempDir::with_prefix("filmgraph-bench.").expect("a temporary directory");
    let (file, lines, took) = program::generate(options, folder.path());
    let mut report = Report::new(options, lines, took);
    println!("{}", report.heading());
    for kind in [Kind::Sqlite, Kind::Postgres] {
        if options.database.contains(&kind) {
            let measured = measure::measure(options, kind, &file).await;
            println!("{}", report.of_database(&measured));
            report.databases.push(measured);
        }
    }
    if let Some((path, measured)) = options.svg.as_ref().zip(report.databases.last()) {
        write(path, &chart::of(options, measured));
    }
    if let Some(path) = &options.json {
        write(path, &serde_json::to_string_pretty(&report).expect("JSON"));
    }
}

fn write(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}
