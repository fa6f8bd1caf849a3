//! Knobs of the database.

use std::time::Duration;

use super::{secret::DatabaseUrl, section::section};

section! {
    /// The database.
    pub struct DatabaseConfig {
        /// Where the database is: postgres://user:password@host/name, or sqlite:path. Empty: an SQLite file in the data directory. The variable DATABASE_URL sets it too.
        #[schemars(extend("writeOnly" = true))]
        pub url: DatabaseUrl = DatabaseUrl::default(),
        /// Connections for reading.
        #[schemars(range(min = 1, max = 1000))]
        pub reader_pool: u32 = 8,
        /// Connections for writing. SQLite always has one.
        #[schemars(range(min = 1, max = 100))]
        pub writer_pool: u32 = 4,
        /// Time in milliseconds to wait for a free connection.
        #[schemars(range(min = 1, max = 600_000))]
        pub acquire_timeout_ms: u64 = 5_000,
        /// Time in milliseconds for which SQLite waits for a lock that another process holds.
        #[schemars(range(min = 0, max = 600_000))]
        pub busy_timeout_ms: u64 = 5_000,
        /// Time in milliseconds after which PostgreSQL gives up a statement.
        #[schemars(range(min = 1, max = 3_600_000))]
        pub statement_timeout_ms: u64 = 10_000,
        /// Time in milliseconds between two looks at what other programs have written; until then they are not heard of.
        #[schemars(range(min = 10, max = 60_000))]
        pub look_every_ms: u64 = 100,
    }
}

impl DatabaseConfig {
    /// The bound on waiting for a connection.
    #[must_use]
    pub const fn acquire_timeout(&self) -> Duration {
        Duration::from_millis(self.acquire_timeout_ms)
    }

    /// The bound on waiting for a lock of SQLite.
    #[must_use]
    pub const fn busy_timeout(&self) -> Duration {
        Duration::from_millis(self.busy_timeout_ms)
    }

    /// The bound on one statement.
    #[must_use]
    pub const fn statement_timeout(&self) -> Duration {
        Duration::from_millis(self.statement_timeout_ms)
    }

    /// The time between two looks at what others have written.
    #[must_use]
    pub const fn look_every(&self) -> Duration {
        Duration::from_millis(self.look_every_ms)
    }

    /// Whether the database is the SQLite file in the data directory.
    #[must_use]
    pub fn is_embedded(&self) -> bool {
        self.url.is_empty()
    }
}
