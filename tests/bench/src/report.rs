//! What is printed: Markdown, to be put in the documentation as it is.

use std::fmt::Write;
use std::time::Duration;

use serde::Serialize;

use crate::contestant;
use crate::figures::ratio;
use crate::measure::{Measured, Row};
use crate::options::{Kind, Name, Options};
use crate::process;
use crate::program::{command, run};

/// All of a run.
#[derive(Debug, Serialize)]
pub(crate) struct Report<'a> {
    options: &'a Options,
    versions: Vec<String>,
    machine: String,
    lines: usize,
    generated_seconds: f64,
    pub(crate) databases: Vec<Measured>,
}

impl<'a> Report<'a> {
    pub(crate) fn new(options: &'a Options, lines: usize, generated: Duration) -> Self {
        Self {
            options,
            versions: versions(options),
            machine: process::machine(),
            lines,
            generated_seconds: generated.as_secs_f64(),
            databases: Vec::new(),
        }
    }

    pub(crate) fn heading(&self) -> String {
        let Options {
            titles,
            episodes,
            hub,
            seed,
            seconds,
            rounds,
            ..
        } = self.options;
        format!(
            "# {titles} titles, {episodes} of them episodes, the busiest person with {hub} roles, seed {seed}\n\n\
             {}; {}.\nClient, servers and databases share the machine. The file has {} lines and was generated in \
             {:.1} s.\nEach figure is the median of {rounds} turns of {seconds} s, which all took in rotation.\n",
            self.versions.join(", "),
            self.machine,
            self.lines,
            self.generated_seconds,
        )
    }

    pub(crate) fn of_database(&self, measured: &Measured) -> String {
        let mut text = String::new();
        let title = match measured.database {
            Kind::Sqlite => "SQLite",
            Kind::Postgres => "PostgreSQL",
        };
        let lines_per_second = self.lines as f64 / measured.import_seconds;
        let each = |count: i64| measured.bytes / count.max(1);
        let _ = write!(
            text,
            "\n## {title}\n\n{}. Import: {:.1} s, {lines_per_second:.0} lines/s. Filmgraph's database: {} MB, \
             {} bytes for each of {} titles, {} for each of {} roles. The references' tables were made in {:.0} s.\n",
            measured.version,
            measured.import_seconds,
            measured.bytes / 1_000_000,
            each(measured.titles),
            measured.titles,
            each(measured.roles),
            measured.roles,
            measured.fill_seconds,
        );
        queries(&mut text, measured);
        rows(&mut text, measured);
        cold(&mut text, measured);
        open(&mut text, measured);
        text
    }
}

fn versions(options: &Options) -> Vec<String> {
    let mut filmgraph = command(&options.program);
    filmgraph.arg("--version");
    let mut versions = vec![run(filmgraph).0];
    let takes_part = !options.without.contains(&Name::Postgraphile);
    if let Some(folder) = options.postgraphile.as_deref().filter(|_| takes_part) {
        let mut node = command(&contestant::node(folder));
        node.arg("--version");
        let package = folder.join("node_modules/postgraphile/package.json");
        let package = std::fs::read(&package).expect("PostGraphile's packages");
        let package: serde_json::Value = serde_json::from_slice(&package).expect("JSON");
        let version = package["version"].as_str().unwrap_or_default();
        versions.push(format!("PostGraphile {version} on Node.js {}", run(node).0));
    }
    versions
}

fn queries(text: &mut String, measured: &Measured) {
    text.push_str("\n| query | asks for | subjects |\n|---|---|--:|\n");
    for (query, count) in &measured.subjects {
        let _ = writeln!(text, "| {} | {} | {count} |", query.title(), query.about());
    }
}

fn rows(text: &mut String, measured: &Measured) {
    let mut last = None;
    for row in &measured.rows {
        let series = (row.connections, row.choice);
        if last != Some(row.query) {
            let _ = writeln!(text, "\n### {}: {}\n", row.query.title(), row.query.about());
            text.push_str(
                "| connections | choice | who | requests/s | p50 ms | p99 ms | CPU ms: server | database | \
                 to the read model |\n|--:|---|---|--:|--:|--:|--:|--:|--:|\n",
            );
            last = Some(row.query);
        }
        let _ = writeln!(
            text,
            "| {} | {} | {}",
            series.0,
            series.1.title(),
            cells(measured, row)
        );
    }
}

fn cells(measured: &Measured, row: &Row) -> String {
    let figures = &row.figures;
    let ratio = row.ratio.map_or_else(|| "–".to_owned(), ratio);
    let database = match measured.database {
        Kind::Sqlite => "–".to_owned(),
        Kind::Postgres => format!("{:.3}", figures.database_cpu_ms),
    };
    format!(
        "{} | {:.0} | {:.2} | {:.2} | {:.3} | {database} | {ratio} |",
        row.name.title(),
        figures.per_second,
        figures.p50_ms,
        figures.p99_ms,
        figures.server_cpu_ms,
    )
}

fn cold(text: &mut String, measured: &Measured) {
    if !measured.cold.is_empty() {
        text.push_str(
            "\n### Filmgraph cold, one connection\n\n\
             | query | edges: mean | median | ms: mean | median | µs an edge: mean | median |\n\
             |---|--:|--:|--:|--:|--:|--:|\n",
        );
    }
    for cold in &measured.cold {
        let (mean, median) = cold.edges;
        let each = |ms: f64, edges: f64| match edges {
            0.0 => "–".to_owned(),
            edges => format!("{:.3}", ms * 1_000.0 / edges),
        };
        let _ = writeln!(
            text,
            "| {} | {mean:.0} | {median} | {:.2} | {:.2} | {} | {} |",
            cold.query.title(),
            cold.mean_ms,
            cold.p50_ms,
            each(cold.mean_ms, mean),
            each(cold.p50_ms, median as f64),
        );
    }
    if let Some(memory) = &measured.memory {
        let _ = writeln!(
            text,
            "\n16 requests about the busiest person at once, cold: resident {:.0} MB before, {:.0} MB at most, \
             {:.0} MB after.",
            memory.before, memory.peak, memory.after
        );
    }
}

fn open(text: &mut String, measured: &Measured) {
    if measured.open.is_empty() {
        return;
    }
    text.push_str(
        "\n### Filmgraph warm, Q2 at a fixed rate\n\n\
         | beside | requests/s | p50 ms | p99 ms | worst ms | p99 to p50 | mutations/s | p50 ms | p99 ms | \
         stale reads |\n\
         |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n",
    );
    for (beside, open) in &measured.open {
        let written = match &open.written {
            None => "– | – | – | –".to_owned(),
            Some(written) => format!(
                "{:.0} | {:.2} | {:.2} | {} of {}",
                written.per_second, written.p50_ms, written.p99_ms, written.stale, written.count
            ),
        };
        let (rate, p50, p99, max) = (open.rate, open.p50_ms, open.p99_ms, open.max_ms);
        let ratio = p99 / p50;
        let _ = writeln!(
            text,
            "| {beside} | {rate:.0} | {p50:.2} | {p99:.2} | {max:.2} | {ratio:.1} | {written} |"
        );
    }
}
