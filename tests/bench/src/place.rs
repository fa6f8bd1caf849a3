//! Where a database is: a directory with files of SQLite, or a database of its own on a PostgreSQL
//! server, gone when the run has ended.

use std::path::PathBuf;
use std::process::Command;

use sqlx::AssertSqlSafe;
use tempfile::TempDir;

use crate::database::Database;
use crate::options::{Kind, Options};
use crate::reference::Model;

pub(crate) struct Place {
    pub(crate) kind: Kind,
    folder: TempDir,
    /// Of PostgreSQL: the server, and the name of the database.
    server: Option<(String, String)>,
}

impl Place {
    pub(crate) async fn new(kind: Kind, options: &Options) -> Self {
        let folder = TempDir::with_prefix("filmgraph-bench.").expect("a temporary directory");
        let server = match kind {
            Kind::Sqlite => None,
            Kind::Postgres => {
                let server = options.postgres.clone().expect(
                    "a PostgreSQL server: --postgres URL names it, tests/bench.sh starts one",
                );
                let name = format!("filmgraph_bench_{}", std::process::id());
                administer(
                    &server,
                    &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
                )
                .await;
                administer(
                    &server,
                    &format!("CREATE DATABASE {name} TEMPLATE template0"),
                )
                .await;
                Some((server, name))
            }
        };
        Self {
            kind,
            folder,
            server,
        }
    }

    /// Tells the program where its database is.
    pub(crate) fn configure(&self, command: &mut Command) {
        command.arg("--data-dir").arg(self.folder.path());
        if let Some(url) = self.url() {
            command.env("DATABASE_URL", url);
        }
    }

    /// Of PostgreSQL, where the database is.
    pub(crate) fn url(&self) -> Option<String> {
        let (server, name) = self.server.as_ref()?;
        let (server, parameters) = match server.split_once('?') {
            Some((server, parameters)) => (server, format!("?{parameters}")),
            None => (server.as_str(), String::new()),
        };
        let (server, _) = server.rsplit_once('/')?;
        Some(format!("{server}/{name}{parameters}"))
    }

    /// A file in the directory.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Where a reference finds its tables.
    pub(crate) fn of_reference(&self, model: Model) -> String {
        let file = || self.file(&format!("{}.sqlite", model.title()));
        self.url().unwrap_or_else(|| file().display().to_string())
    }

    /// A connection to Filmgraph's own tables.
    pub(crate) async fn connect(&self) -> Database {
        match self.url() {
            Some(url) => Database::postgres(&url).await,
            None => Database::sqlite(&self.file("filmgraph.sqlite").display().to_string()).await,
        }
    }

    /// What Filmgraph's database takes, in bytes.
    pub(crate) async fn size(&self, database: &Database) -> i64 {
        let sql = match self.kind {
            Kind::Sqlite => {
                "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
            }
            Kind::Postgres => "SELECT pg_database_size(current_database())",
        };
        database.number(sql).await
    }

    /// Takes the database away.
    pub(crate) async fn remove(self) {
        if let Some((server, name)) = &self.server {
            administer(server, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
    }
}

async fn administer(server: &str, sql: &str) {
    let database = Database::postgres(server).await;
    if let Database::Postgres(pool) = &database {
        let done = sqlx::query(AssertSqlSafe(sql)).execute(pool).await;
        done.unwrap_or_else(|error| panic!("{sql}: {error}"));
    }
    database.close().await;
}
