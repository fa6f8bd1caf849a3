//! Databases that live as long as a test.

use std::{
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, DbErr, QueryResult, Statement};
use store::{Durability, Purpose, Store, StoreOptions};
use tempfile::TempDir;

use crate::{
    Content, Program,
    template::{self, EMBEDDED_FILE},
};

/// The variable that names the PostgreSQL server of the tests.
pub const POSTGRES_VARIABLE: &str = "FILMGRAPH_TEST_POSTGRES_URL";

/// Which database a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Database {
    /// The embedded default.
    Sqlite,
    /// For production.
    Postgres,
}

/// A database of a test's own, removed at its end.
#[derive(Debug)]
pub struct TestDatabase {
    folder: TempDir,
    /// On PostgreSQL: the name of the database.
    name: Option<String>,
}

impl TestDatabase {
    /// Makes a database without any table.
    ///
    /// # Panics
    /// If there is no PostgreSQL server to make one on.
    pub async fn new(database: Database) -> Self {
        let folder = TempDir::new().expect("a temporary directory");
        let name = match database {
            Database::Sqlite => None,
            Database::Postgres => {
                let name = unique_name();
                on_server(&format!("CREATE DATABASE {name}")).await;
                Some(name)
            }
        };
        Self { folder, name }
    }

    /// The directory of the embedded database, and of nothing on PostgreSQL.
    #[must_use]
    pub fn data_dir(&self) -> &Path {
        self.folder.path()
    }

    /// The address, as `DATABASE_URL` has it; none for the embedded database.
    #[must_use]
    pub fn url(&self) -> Option<String> {
        let name = self.name.as_ref()?;
        Some(address_of(&server_address(), name))
    }

    /// A handle on the database like that of another process: it shares nothing with others.
    pub async fn store(&self) -> Store {
        open(self.url(), self.folder.path()).await
    }

    /// The same of the embedded database in a directory.
    pub async fn store_in(directory: &Path) -> Store {
        open(None, directory).await
    }

    /// The same of a database of PostgreSQL at an address.
    pub async fn store_at(url: String) -> Store {
        open(Some(url), Path::new("")).await
    }

    /// Makes a database with this in it.
    ///
    /// # Panics
    /// If there is no PostgreSQL server to make one on.
    pub async fn with(database: Database, content: Content) -> Self {
        let folder = TempDir::new().expect("a temporary directory");
        let name = match database {
            Database::Sqlite => {
                template::copy_file(content, folder.path()).await;
                None
            }
            Database::Postgres => {
                let name = unique_name();
                template::copy_on_server(content, &name).await;
                Some(name)
            }
        };
        Self { folder, name }
    }

    /// Runs a statement past everything that the server knows.
    pub async fn execute(&self, sql: &str) {
        Self::execute_at(&self.raw_address(), sql).await;
    }

    /// The same in the database at an address.
    ///
    /// # Panics
    /// If it cannot be carried out.
    pub async fn execute_at(address: &str, sql: &str) {
        let connection = connect(address).await;
        connection.execute_unprepared(sql).await.expect(sql);
        connection.close().await.expect("a closed connection");
    }

    /// The one whole number that a statement selects.
    pub async fn number(&self, sql: &str) -> i64 {
        let connection = connect(&self.raw_address()).await;
        let wide = format!("SELECT CAST(({sql}) AS BIGINT)");
        let statement = Statement::from_string(connection.get_database_backend(), wide);
        let row = connection.query_one_raw(statement).await.expect(sql);
        let number = row.expect("a row").try_get_by_index(0).expect("a number");
        connection.close().await.expect("a closed connection");
        number
    }

    /// Connections past everything that the server knows, set up as its readers are.
    pub async fn connect(&self, connections: u32) -> DatabaseConnection {
        let mut options = ConnectOptions::new(self.raw_address());
        options.max_connections(connections).sqlx_logging(false);
        options.map_sqlx_sqlite_opts(|sqlite| {
            let sqlite = sqlite.pragma("cache_size", "-4096");
            sqlite.pragma("temp_store", "MEMORY")
        });
        let connected = sea_orm::Database::connect(options).await;
        connected.expect("connections to the test's database")
    }

    /// Names this database in the environment of a program.
    #[must_use]
    pub fn configure(&self, program: Program) -> Program {
        let program = program.env("FILMGRAPH_DATA_DIR", self.data_dir());
        match self.url() {
            Some(url) => program.env("DATABASE_URL", url),
            None => program,
        }
    }

    fn raw_address(&self) -> String {
        let file: PathBuf = self.folder.path().join(EMBEDDED_FILE);
        self.url()
            .unwrap_or_else(|| format!("sqlite://{}?mode=rwc", file.display()))
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let Some(name) = self.name.take() else { return };
        // The test may be within a runtime, which cannot wait for another.
        let drop = std::thread::spawn(move || {
            let sql = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            crate::runtime().block_on(on_server(&sql));
        });
        // A test that fails already is not to abort for what it leaves behind.
        let _ = drop.join();
    }
}

pub(crate) async fn open(url: Option<String>, directory: &Path) -> Store {
    let options = StoreOptions {
        url,
        data_dir: directory.to_owned(),
        purpose: Purpose::Make,
        readers: 2,
        writers: 8,
        acquire_timeout: Duration::from_mins(1),
        busy_timeout: Duration::from_mins(1),
        statement_timeout: Duration::from_mins(1),
        durability: Durability::Load,
    };
    let store = Store::open(&options).await.expect("the test's database");
    store.migrate().await.expect("the tables");
    store
}

/// A port on this machine where nobody listens.
#[must_use]
pub fn closed_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its address").port()
}

pub(crate) fn server_address() -> String {
    match std::env::var(POSTGRES_VARIABLE) {
        Ok(address) if !address.is_empty() => address,
        _ => panic!(
            "{POSTGRES_VARIABLE} is not set, so that nothing can be tested on PostgreSQL: \
             run tests/run.sh, or name a server on which databases can be created"
        ),
    }
}

/// The address of a database on the same server.
pub(crate) fn address_of(server: &str, name: &str) -> String {
    let (address, parameters) = match server.split_once('?') {
        Some((address, parameters)) => (address, format!("?{parameters}")),
        None => (server, String::new()),
    };
    let host = address.rsplit_once('/').map_or(address, |(host, _)| host);
    format!("{host}/{name}{parameters}")
}

/// Names differ between the tests of a process and between processes.
pub(crate) fn unique_name() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let now = model::clock::Clock::System.micros();
    format!("filmgraph_test_{}_{now}_{number}", process::id())
}

/// Runs a statement on the server, in none of the tests' databases.
pub(crate) async fn on_server(sql: &str) {
    try_on_server(sql).await.expect(sql);
}

/// The same of a statement that may fail.
pub(crate) async fn try_on_server(sql: &str) -> Result<(), DbErr> {
    let connection = connect(&server_address()).await;
    let done = connection.execute_unprepared(sql).await;
    connection.close().await.expect("a closed connection");
    done.map(|_| ())
}

/// The names of all databases of the server.
pub(crate) async fn databases() -> Vec<String> {
    let connection = connect(&server_address()).await;
    let sql = "SELECT datname FROM pg_database";
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let rows = connection.query_all_raw(statement).await.expect(sql);
    connection.close().await.expect("a closed connection");
    let name = |row: &QueryResult| row.try_get_by_index(0).expect("a name");
    rows.iter().map(name).collect()
}

async fn connect(address: &str) -> DatabaseConnection {
    let mut options = ConnectOptions::new(address.to_owned());
    options.max_connections(1).sqlx_logging(false);
    sea_orm::Database::connect(options)
        .await
        .expect("a connection to the test's database")
}

#[cfg(test)]
mod tests {
    use super::address_of;

    #[test]
    fn a_database_is_named_in_place_of_the_servers_own() {
        for (server, address) in [
            (
                "postgres://me@host:1/postgres",
                "postgres://me@host:1/films",
            ),
            (
                "postgres://host/a?sslmode=off",
                "postgres://host/films?sslmode=off",
            ),
        ] {
            assert_eq!(address_of(server, "films"), address);
        }
    }
}
