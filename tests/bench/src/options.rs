//! The arguments.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use serde::Serialize;

use crate::query::Query;
use crate::reference::Serve;

/// Measures Filmgraph beside what else one would build, on the same data, in one run.
#[derive(Debug, Parser)]
#[command(name = "filmgraph-bench", args_conflicts_with_subcommands = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) options: Options,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Answer by hand-written statements: what the benchmark starts for itself
    #[command(hide = true)]
    Reference(Serve),
}

#[derive(Debug, clap::Args, Serialize)]
pub(crate) struct Options {
    /// The program that is measured
    #[arg(
        long,
        env = "FILMGRAPH_BENCH_PROGRAM",
        default_value = "target/release/filmgraph"
    )]
    pub(crate) program: PathBuf,
    /// A PostgreSQL server on which databases may be created
    #[arg(long, env = "FILMGRAPH_TEST_POSTGRES_URL", hide_env_values = true)]
    #[serde(skip)]
    pub(crate) postgres: Option<String>,
    /// The directory with PostGraphile's packages and its server; without it, PostGraphile is left out
    #[arg(long)]
    pub(crate) postgraphile: Option<PathBuf>,
    /// Titles of the generated data
    #[arg(long, default_value_t = 100_000)]
    pub(crate) titles: u64,
    /// Roles of the busiest person
    #[arg(long, default_value_t = 39_463)]
    pub(crate) hub: u64,
    /// Share of titles that are episodes
    #[arg(long, default_value = "0")]
    pub(crate) episodes: String,
    /// What all that is random begins with
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// On which databases
    #[arg(
        long,
        value_enum,
        value_delimiter = ',',
        default_value = "sqlite,postgres"
    )]
    pub(crate) database: Vec<Kind>,
    /// Which queries
    #[arg(
        long,
        value_enum,
        value_delimiter = ',',
        default_value = "q1,q2,q3,q4,hub"
    )]
    pub(crate) queries: Vec<Query>,
    /// Who is left out
    #[arg(long, value_enum, value_delimiter = ',')]
    pub(crate) without: Vec<Name>,
    /// How many requests run at the same time, one figure each
    #[arg(long, value_delimiter = ',', default_value = "16")]
    pub(crate) connections: Vec<usize>,
    /// How subjects are chosen, one figure each: all alike, or the first far more often
    #[arg(
        long,
        value_enum,
        value_delimiter = ',',
        default_value = "uniform,zipf"
    )]
    pub(crate) choice: Vec<Choice>,
    /// Seconds of each turn
    #[arg(long, default_value_t = 3.0)]
    pub(crate) seconds: f64,
    /// Turns that each takes; the median counts
    #[arg(long, default_value_t = 3)]
    pub(crate) rounds: usize,
    /// Films and people that are asked for
    #[arg(long, default_value_t = 2_000)]
    pub(crate) subjects: usize,
    /// Subjects of each query whose answers are compared before anything is timed
    #[arg(long, default_value_t = 50)]
    pub(crate) compared: usize,
    /// Ask at a fixed rate, too, while others write
    #[arg(long)]
    pub(crate) open: bool,
    /// Seconds for which it is asked at a fixed rate
    #[arg(long, default_value_t = 10.0)]
    pub(crate) open_seconds: f64,
    /// Mutations a second beside the questions at a fixed rate
    #[arg(long, default_value_t = 50.0)]
    pub(crate) writes: f64,
    /// Write a chart of the last database here
    #[arg(long, value_name = "FILE")]
    pub(crate) svg: Option<PathBuf>,
    /// Write all figures here
    #[arg(long, value_name = "FILE")]
    pub(crate) json: Option<PathBuf>,
}

/// A database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    Sqlite,
    Postgres,
}

/// Who answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Name {
    Cold,
    Warm,
    Normal,
    Read,
    Postgraphile,
}

impl Name {
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Cold => "Filmgraph, cold",
            Self::Warm => "Filmgraph, warm",
            Self::Normal => "SQL, normalised",
            Self::Read => "SQL, read model",
            Self::Postgraphile => "PostGraphile",
        }
    }
}

/// How subjects are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Choice {
    Uniform,
    Zipf,
}

impl Choice {
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Uniform => "uniform",
            Self::Zipf => "Zipf",
        }
    }
}
