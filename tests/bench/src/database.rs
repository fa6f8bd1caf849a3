//! A connection of the benchmark's own to a database: to choose subjects, to count, and to make the
//! tables of the references.

use sqlx::AssertSqlSafe;
use sqlx::postgres::{PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool, SqlitePoolOptions};

use crate::options::Kind;

/// One connection.
pub(crate) enum Database {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// Does the same with either.
macro_rules! on {
    ($database:expr, $pool:ident => $do:expr) => {
        match $database {
            Database::Sqlite($pool) => $do,
            Database::Postgres($pool) => $do,
        }
    };
}

impl Database {
    /// Opens a file of SQLite, which is made if it is not there.
    pub(crate) async fn sqlite(path: &str) -> Self {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .pragma("cache_size", "-262144");
        let pool = SqlitePoolOptions::new().max_connections(1);
        let pool = pool.idle_timeout(None).max_lifetime(None);
        Self::Sqlite(pool.connect_with(options).await.expect(path))
    }

    pub(crate) async fn postgres(url: &str) -> Self {
        let pool = PgPoolOptions::new().max_connections(1);
        let pool = pool.idle_timeout(None).max_lifetime(None);
        Self::Postgres(pool.connect(url).await.expect("a connection to PostgreSQL"))
    }

    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::Sqlite(_) => Kind::Sqlite,
            Self::Postgres(_) => Kind::Postgres,
        }
    }

    /// Runs a script of statements.
    pub(crate) async fn run(&self, script: &str) {
        let script = sqlx::raw_sql(AssertSqlSafe(script));
        let done = on!(self, pool => script.execute(pool).await.map(|_| ()));
        done.unwrap_or_else(|error| panic!("{error}"));
    }

    pub(crate) async fn numbers(&self, sql: &'static str) -> Vec<i64> {
        on!(self, pool => sqlx::query_scalar(sql).fetch_all(pool).await).expect(sql)
    }

    pub(crate) async fn number(&self, sql: &'static str) -> i64 {
        on!(self, pool => sqlx::query_scalar(sql).fetch_one(pool).await).expect(sql)
    }

    /// The number that a statement gives for one record.
    pub(crate) async fn number_of(&self, sql: &'static str, id: i64) -> i64 {
        on!(self, pool => sqlx::query_scalar(sql).bind(id).fetch_one(pool).await).expect(sql)
    }

    pub(crate) async fn text(&self, sql: &'static str) -> String {
        on!(self, pool => sqlx::query_scalar(sql).fetch_one(pool).await).expect(sql)
    }

    /// Writes pairs of numbers and texts into the table that `sql` names.
    pub(crate) async fn insert_pairs(&self, table: &str, pairs: &[(i64, String)]) {
        match self {
            Self::Sqlite(pool) => {
                let sql = format!(
                    "INSERT INTO temp.{table}_key
                     SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each($1)"
                );
                let pairs = serde_json::to_string(pairs).expect("JSON");
                let insert = sqlx::query(AssertSqlSafe(sql)).bind(pairs);
                insert.execute(pool).await.expect("written rows");
            }
            Self::Postgres(pool) => {
                let sql = format!(
                    "INSERT INTO bench_key.{table} SELECT * FROM unnest($1::bigint[], $2::text[])"
                );
                let (numbers, texts): (Vec<i64>, Vec<String>) = pairs.iter().cloned().unzip();
                let insert = sqlx::query(AssertSqlSafe(sql)).bind(numbers).bind(texts);
                insert.execute(pool).await.expect("written rows");
            }
        }
    }

    pub(crate) async fn version(&self) -> String {
        match self {
            Self::Sqlite(_) => {
                let version = self.text("SELECT sqlite_version()").await;
                format!("SQLite {version}")
            }
            Self::Postgres(_) => {
                let version = self.text("SELECT version()").await;
                let version = version.split(" on ").next().unwrap_or_default();
                let settings = "SELECT 'shared_buffers ' || current_setting('shared_buffers')
                    || ', fsync ' || current_setting('fsync')";
                format!("{version} ({})", self.text(settings).await)
            }
        }
    }

    pub(crate) async fn close(self) {
        on!(self, pool => pool.close().await);
    }
}
