//! What somebody would write by hand: a server that runs one prepared statement a request, and
//! passes on the text that the database made.

use std::time::Duration;

use actix_web::web::{self, Bytes, Data};
use actix_web::{App, HttpResponse, HttpServer};
use clap::ValueEnum;
use serde::Deserialize;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool, SqlitePoolOptions};

use crate::options::{Kind, Name};
use crate::query::Query;

/// Connections to the database, as many as Filmgraph is given for reading.
const CONNECTIONS: u32 = 16;
/// What tables it reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Model {
    Normal,
    Read,
}

impl Model {
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Read => "read",
        }
    }
}

#[derive(Debug, clap::Args)]
pub(crate) struct Serve {
    /// Where the database is
    #[arg(long)]
    database: String,
    #[arg(long, value_enum)]
    model: Model,
    #[arg(long)]
    port: u16,
}

#[derive(Clone)]
enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

#[derive(Deserialize)]
struct Asked {
    id: i64,
}

/// Serves until it is killed.
pub(crate) fn serve(arguments: &Serve) -> std::io::Result<()> {
    let (url, model) = (arguments.database.clone(), arguments.model);
    let address = ("127.0.0.1", arguments.port);
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    actix_web::rt::System::new().block_on(async move {
        let server = HttpServer::new(move || {
            // Each worker has connections of its own, so that an answer never changes threads.
            let pool = pool(&url, model, workers);
            let mut app = App::new().app_data(Data::new(pool));
            for query in [Query::Q1, Query::Q2, Query::Q3, Query::Q4] {
                let path = query.path(Name::Read);
                let kind = kind(&url);
                let statement = query.statement(kind, model);
                app = app.route(
                    path,
                    web::post()
                        .to(move |pool: Data<Pool>, body: Bytes| answer(statement, pool, body)),
                );
            }
            app
        });
        server.workers(workers).bind(address)?.run().await
    })
}

fn kind(url: &str) -> Kind {
    if url.starts_with("postgres") {
        Kind::Postgres
    } else {
        Kind::Sqlite
    }
}

fn pool(url: &str, model: Model, workers: usize) -> Pool {
    let each = (CONNECTIONS / u32::try_from(workers).unwrap_or(1)).max(1);
    let patience = Duration::from_secs(30);
    match kind(url) {
        Kind::Postgres => {
            let schema = format!("bench_{}", model.title());
            let options: PgConnectOptions = url.parse().expect("a URL of PostgreSQL");
            // A statement is planned once a connection, and never compiled or spread over processes.
            let options = options.options([
                ("search_path", schema.as_str()),
                ("plan_cache_mode", "force_generic_plan"),
                ("jit", "off"),
                ("max_parallel_workers_per_gather", "0"),
            ]);
            let pool = PgPoolOptions::new()
                .min_connections(0)
                .max_connections(each)
                .acquire_timeout(patience)
                .test_before_acquire(false)
                .idle_timeout(None)
                .max_lifetime(None);
            Pool::Postgres(pool.connect_lazy_with(options))
        }
        Kind::Sqlite => {
            let options = SqliteConnectOptions::new()
                .filename(url)
                .read_only(true)
                .pragma("cache_size", "-16384")
                .pragma("mmap_size", "4294967296");
            let pool = SqlitePoolOptions::new()
                .max_connections(each)
                .acquire_timeout(patience)
                .test_before_acquire(false)
                .idle_timeout(None)
                .max_lifetime(None);
            Pool::Sqlite(pool.connect_lazy_with(options))
        }
    }
}

async fn answer(statement: &'static str, pool: Data<Pool>, body: Bytes) -> HttpResponse {
    let Ok(Asked { id }) = serde_json::from_slice(&body) else {
        return HttpResponse::BadRequest().finish();
    };
    let text: Result<Option<String>, sqlx::Error> = match pool.get_ref() {
        Pool::Postgres(pool) => {
            sqlx::query_scalar(statement)
                .bind(id)
                .fetch_optional(pool)
                .await
        }
        Pool::Sqlite(pool) => {
            sqlx::query_scalar(statement)
                .bind(id)
                .fetch_optional(pool)
                .await
        }
    };
    match text {
        Ok(Some(text)) => HttpResponse::Ok()
            .content_type("application/json")
            .body(text),
        Ok(None) => HttpResponse::NotFound().finish(),
        Err(error) => HttpResponse::InternalServerError().body(error.to_string()),
    }
}
