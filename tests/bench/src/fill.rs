//! Makes the references' tables from Filmgraph's.

use std::time::{Duration, Instant};

use crate::database::Database;
use crate::id;
use crate::options::Kind;
use crate::place::Place;
use crate::reference::Model;

/// Rows that are written by one statement.
const PORTION: usize = 20_000;

/// What has public ids: table, letter, all numbers.
const KEYED: [(&str, char, [&str; 2]); 3] = [
    (
        "work",
        'w',
        ["SELECT id FROM source.work", "SELECT id FROM public.work"],
    ),
    (
        "person",
        'p',
        [
            "SELECT id FROM source.person",
            "SELECT id FROM public.person",
        ],
    ),
    (
        "role",
        'r',
        ["SELECT id FROM source.role", "SELECT id FROM public.role"],
    ),
];

/// Makes both, the normalised tables and the read model; says how long it took.
pub(crate) async fn fill(place: &Place) -> Duration {
    let started = Instant::now();
    match place.kind {
        Kind::Postgres => postgres(place).await,
        Kind::Sqlite => sqlite(place).await,
    }
    started.elapsed()
}

async fn postgres(place: &Place) {
    let database = place.connect().await;
    let tables = KEYED.map(|(table, ..)| {
        format!("CREATE TABLE bench_key.{table} (id BIGINT PRIMARY KEY, public TEXT NOT NULL);")
    });
    let tables = tables.concat();
    database
        .run(&format!("CREATE SCHEMA bench_key; {tables}"))
        .await;
    keys(&database).await;
    database
        .run("ANALYZE bench_key.work, bench_key.person, bench_key.role")
        .await;
    database
        .run(include_str!("../sql/postgres/normal.sql"))
        .await;
    database
        .run(include_str!("../sql/postgres/functions.sql"))
        .await;
    analyse(&database, "bench_normal").await;
    database.run(include_str!("../sql/postgres/read.sql")).await;
    analyse(&database, "bench_read").await;
    database
        .run("DROP SCHEMA bench_key CASCADE; RESET search_path")
        .await;
    // What the import left is put in order as well, so that nothing is while it is measured.
    database.run("VACUUM (ANALYZE)").await;
    database.run("CHECKPOINT").await;
    database.close().await;
}

/// Counts rows and notes which pages all may see, so that indexes alone can answer.
async fn analyse(database: &Database, schema: &str) {
    let sql = format!(
        "SELECT string_agg(format('%I.%I', schemaname, tablename), ', ') FROM pg_tables
         WHERE schemaname = '{schema}'"
    );
    let Database::Postgres(pool) = database else {
        return;
    };
    let tables = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(pool);
    let tables: String = tables.await.expect("tables");
    database.run(&format!("VACUUM (ANALYZE) {tables}")).await;
}

async fn sqlite(place: &Place) {
    let file = |model| place.of_reference(model);
    let database = Database::sqlite(&file(Model::Normal)).await;
    let source = place.file("filmgraph.sqlite");
    let readable = file(Model::Read);
    let tables = KEYED.map(|(table, ..)| {
        format!("CREATE TEMP TABLE {table}_key (id INTEGER PRIMARY KEY, public TEXT NOT NULL);")
    });
    let start = format!(
        "PRAGMA main.synchronous = OFF; PRAGMA temp_store = MEMORY;
         ATTACH '{}' AS source; ATTACH '{readable}' AS readable; PRAGMA readable.synchronous = OFF; {}",
        source.display(),
        tables.concat()
    );
    database.run(&start).await;
    keys(&database).await;
    for script in [
        include_str!("../sql/sqlite/normal.sql"),
        include_str!("../sql/sqlite/read.sql"),
    ] {
        database.run(&format!("BEGIN; {script} COMMIT;")).await;
    }
    database.run("ANALYZE main; ANALYZE readable;").await;
    database.run("VACUUM main; VACUUM readable;").await;
    database
        .run("PRAGMA main.journal_mode = WAL; PRAGMA readable.journal_mode = WAL;")
        .await;
    database.close().await;
}

/// The public ids of all records.
async fn keys(database: &Database) {
    for (table, letter, [sqlite, postgres]) in KEYED {
        let sql = match database.kind() {
            Kind::Sqlite => sqlite,
            Kind::Postgres => postgres,
        };
        let numbers = database.numbers(sql).await;
        for portion in numbers.chunks(PORTION) {
            let pair = |number: &i64| (*number, id::public(letter, *number));
            let pairs: Vec<_> = portion.iter().map(pair).collect();
            database.insert_pairs(table, &pairs).await;
        }
    }
}
