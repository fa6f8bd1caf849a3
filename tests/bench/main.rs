//! The benchmark: the program on generated data, each answer beside one hand-written statement on
//! the same database. `tests/bench.sh` runs it; docs/performance.md says how to read it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout
)]

mod data;
mod load;
mod process;
mod report;
mod subjects;

use std::time::{Duration, Instant};

use clap::Parser;
use filmgraph_tests::{CREDITS, Database, FILM, LOG_STATEMENTS, Measured, PRIOR, Program, Running};
use filmgraph_tests::{TestDatabase, plan_of};
use sea_orm::DatabaseConnection;

use self::data::Data;
use load::{Figures, Source};
use report::Row;
use subjects::Subjects;

/// Measures the program beside hand-written SQL.
#[derive(Debug, Parser)]
struct Options {
    /// Titles of the generated data.
    #[arg(long, default_value_t = 100_000)]
    titles: u64,
    /// Roles of the busiest person.
    #[arg(long, default_value_t = 39_463)]
    hub: u64,
    /// Share of titles that are episodes.
    #[arg(long, default_value = "0.7")]
    episodes: String,
    /// What all that is random begins with.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Seconds for each figure.
    #[arg(long, default_value_t = 8)]
    seconds: u64,
    /// How many requests run at the same time, one figure each.
    #[arg(long, value_delimiter = ',', default_value = "1,16")]
    connections: Vec<u32>,
    /// `sqlite` or `postgres`; both if left out.
    #[arg(long)]
    database: Option<String>,
    /// Print nothing but sizes and plans.
    #[arg(long)]
    plans_only: bool,
    /// Make the system forget what it has read of files before cold figures: needs root, and slows
    /// down whatever else runs.
    #[arg(long)]
    forget_files: bool,
    /// What `cargo bench` adds.
    #[arg(long, hide = true)]
    bench: bool,
}

/// Records whose answers are compared before anything is measured.
const COMPARED: usize = 25;
/// Records that are asked for once each while nothing has been read.
const COLD: usize = 200;

fn main() {
    let options = Options::parse();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let data = Data::generate(&options);
        println!("{}", data.heading());
        for (name, database) in [
            ("sqlite", Database::Sqlite),
            ("postgres", Database::Postgres),
        ] {
            if options.database.as_ref().is_none_or(|asked| asked == name) {
                measure(&options, &data, database).await;
            }
        }
    });
}

async fn measure(options: &Options, data: &Data, database: Database) {
    let place = TestDatabase::new(database).await;
    println!("\n## {database:?}\n\n{}", data.import(&place));
    let most = options.connections.iter().copied().max().unwrap_or(1);
    let raw = place.connect(most).await;
    println!("{}", report::version(&raw).await);
    report::sizes(&raw).await;
    let subjects = Subjects::choose(&raw, options.seed).await;
    plans(&place, &raw, &subjects).await;
    if !options.plans_only {
        cold(options, &place, &subjects).await;
        figures(options, &place, &raw, &subjects).await;
    }
    raw.close().await.expect("a closed pool");
}

/// What is measured: a query and whose records it is asked for.
fn series(subjects: &Subjects) -> [(Measured, &'static str, &[i64]); 4] {
    [
        (FILM, "films with a cast of 10 or more", &subjects.films),
        (PRIOR, "films with a cast of 10 or more", &subjects.films),
        (CREDITS, "people with 50 to 1,000 roles", &subjects.people),
        (CREDITS, "the busiest person", &subjects.hub),
    ]
}

/// Prints the plan of every statement that the queries run.
async fn plans(place: &TestDatabase, raw: &DatabaseConnection, subjects: &Subjects) {
    let server = serve(place, &LOG_STATEMENTS).await;
    for (measured, whose, ids) in series(subjects) {
        println!(
            "\n### Plans of {}: {}; {whose}\n\n```text",
            measured.name, measured.about
        );
        let _ = server.statements();
        let answer = server.client.post(&measured.body(ids[0])).await;
        let _ = answer.data();
        for statement in server.statements_when(answer.statements()).await {
            println!("{}", report::short(&statement));
            for step in plan_of(raw, &statement).await.expect("a plan") {
                println!("    {step}");
            }
        }
        println!("```");
    }
}

/// Prints how long it takes when nothing has been read before: each record once, of a server that
/// has just been started.
async fn cold(options: &Options, place: &TestDatabase, subjects: &Subjects) {
    let mut rows = Vec::new();
    for (measured, whose, ids) in series(subjects) {
        let server = serve(place, &[]).await;
        let forgot = options.forget_files && process::forget_files();
        let mut times = Vec::new();
        for id in ids.iter().take(COLD) {
            let started = Instant::now();
            let answer = server.client.post(&measured.body(*id)).await;
            times.push(started.elapsed());
            let _ = answer.data();
        }
        rows.push(report::Cold {
            query: measured.name,
            whose,
            forgot,
            times,
        });
    }
    report::cold(rows);
}

async fn figures(
    options: &Options,
    place: &TestDatabase,
    raw: &DatabaseConnection,
    subjects: &Subjects,
) {
    let server = serve(place, &[]).await;
    let mut rows = Vec::new();
    for (measured, whose, ids) in series(subjects) {
        compare(&server, raw, measured, ids).await;
        for connections in &options.connections {
            let figures = async |source: Source| -> Figures {
                let time = Duration::from_secs(options.seconds);
                load::run(&source, measured, ids, *connections, time).await
            };
            let api = figures(Source::Api {
                base: server.client.base().to_owned(),
                process: server.process(),
            });
            let api = api.await;
            let sql = figures(Source::Sql(raw.clone())).await;
            rows.push(Row {
                query: measured.name,
                whose,
                connections: *connections,
                api,
                sql,
            });
            report::row(rows.last().expect("the row just added"));
        }
    }
    report::table(&rows);
    if let Some(bytes) = server.resident() {
        println!(
            "\nResident memory of the server at the end: {} MB",
            bytes / 1_000_000
        );
    }
}

/// Both have to say the same before they are timed.
async fn compare(server: &Running, raw: &DatabaseConnection, measured: Measured, ids: &[i64]) {
    for id in ids.iter().take(COMPARED) {
        let data = server.client.post(&measured.body(*id)).await.data();
        let by_hand = measured.of_statement(raw, *id).await.expect("rows");
        assert_eq!(
            measured.of_answer(&data),
            by_hand,
            "{} of {id}",
            measured.name
        );
    }
}

async fn serve(place: &TestDatabase, more: &[(&str, &str)]) -> Running {
    let mut program = place.configure(Program::new(&["serve", "--no-sample"]));
    let fixed = [
        ("FILMGRAPH_SERVER__LISTEN", "127.0.0.1:0"),
        ("FILMGRAPH_SERVER__DEBUG_HEADERS", "true"),
        ("FILMGRAPH_DATABASE__READER_POOL", "16"),
        ("FILMGRAPH_LOG__LEVEL", "error"),
    ];
    for (name, value) in fixed.iter().chain(more) {
        program = program.env(name, value);
    }
    program.serve().await
}
