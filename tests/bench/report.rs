//! What is printed: Markdown, to be put in the documentation as it is.

use std::time::Duration;

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};

use crate::load::Figures;

/// One figure beside the other.
pub(crate) struct Row {
    pub(crate) query: &'static str,
    pub(crate) whose: &'static str,
    pub(crate) connections: u32,
    pub(crate) api: Figures,
    pub(crate) sql: Figures,
}

/// What was asked for once each of a server that had just been started.
pub(crate) struct Cold {
    pub(crate) query: &'static str,
    pub(crate) whose: &'static str,
    /// Whether the system had forgotten the files of the database.
    pub(crate) forgot: bool,
    /// In the order in which they were asked for.
    pub(crate) times: Vec<Duration>,
}

/// The longest statement that is printed whole.
const STATEMENT_CHARS: usize = 600;

pub(crate) fn short(statement: &str) -> String {
    let words: Vec<&str> = statement.split_whitespace().collect();
    let text = words.join(" ");
    if text.chars().count() <= STATEMENT_CHARS {
        return text;
    }
    let start: String = text.chars().take(STATEMENT_CHARS).collect();
    format!("{start} …")
}

fn ms(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64() * 1_000.0)
}

fn cpu(figures: &Figures) -> String {
    figures.cpu.map_or_else(|| "-".to_owned(), ms)
}

/// Tells a figure as soon as it is there.
pub(crate) fn row(row: &Row) {
    eprintln!(
        "{} {} ×{}: {:.0}/s beside {:.0}/s",
        row.query, row.whose, row.connections, row.api.per_second, row.sql.per_second
    );
}

pub(crate) fn table(rows: &[Row]) {
    println!("\n### Figures\n");
    println!(
        "| query | asked for | connections | requests/s | median ms | p95 ms | CPU ms | SQL: statements/s | median ms | p95 ms | CPU ms | ratio |"
    );
    println!("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    for row in rows {
        let (api, sql) = (&row.api, &row.sql);
        println!(
            "| {} | {} | {} | {:.0} | {} | {} | {} | {:.0} | {} | {} | {} | {:.2} |",
            row.query,
            row.whose,
            row.connections,
            api.per_second,
            ms(api.median),
            ms(api.p95),
            cpu(api),
            sql.per_second,
            ms(sql.median),
            ms(sql.p95),
            cpu(sql),
            api.per_second / sql.per_second,
        );
    }
}

pub(crate) fn cold(rows: Vec<Cold>) {
    println!("\n### Cold\n");
    println!("| query | asked for | records | files forgotten | first ms | median ms | p95 ms |");
    println!("|---|---|--:|---|--:|--:|--:|");
    for mut row in rows {
        let first = ms(row.times[0]);
        row.times.sort_unstable();
        let count = row.times.len();
        let at = |percent: usize| ms(row.times[(count * percent / 100).min(count - 1)]);
        println!(
            "| {} | {} | {count} | {} | {} | {} | {} |",
            row.query,
            row.whose,
            if row.forgot { "yes" } else { "no" },
            first,
            at(50),
            at(95),
        );
    }
}

async fn pairs(raw: &DatabaseConnection, sql: &str) -> Vec<(String, i64)> {
    let statement = Statement::from_string(raw.get_database_backend(), sql);
    let rows = raw.query_all_raw(statement).await.expect(sql);
    let pair = |row: &sea_orm::QueryResult| {
        let name = row.try_get_by_index(0).expect("a name");
        (name, row.try_get_by_index(1).expect("a number"))
    };
    rows.iter().map(pair).collect()
}

pub(crate) async fn version(raw: &DatabaseConnection) -> String {
    let sql = match raw.get_database_backend() {
        DbBackend::Postgres => "SELECT version(), CAST(0 AS BIGINT)",
        _ => "SELECT 'SQLite ' || sqlite_version(), 0",
    };
    let found = pairs(raw, sql).await;
    format!("\n{}", found[0].0.split(" on ").next().unwrap_or_default())
}

/// Prints what the largest tables and indexes take, by row of their table.
pub(crate) async fn sizes(raw: &DatabaseConnection) {
    let sql = match raw.get_database_backend() {
        DbBackend::Postgres => {
            "SELECT CAST(relname AS TEXT), pg_relation_size(oid) FROM pg_class
             WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'i')
             ORDER BY 2 DESC LIMIT 24"
        }
        _ => "SELECT name, SUM(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC LIMIT 24",
    };
    let roles = pairs(raw, "SELECT 'role', COUNT(*) FROM role").await[0].1;
    println!(
        "\n### Sizes ({roles} roles)\n\n| table or index | MB | bytes for each role |\n|---|--:|--:|"
    );
    for (name, bytes) in pairs(raw, sql).await {
        println!(
            "| `{name}` | {} | {} |",
            bytes / 1_000_000,
            bytes / roles.max(1)
        );
    }
}
