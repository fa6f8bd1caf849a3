//! Knobs of the HTTP server.

use std::time::Duration;

use super::section::section;

section! {
    /// The HTTP server.
    pub struct ServerConfig {
        /// Address and port to listen on. Port 0 takes any free one. Use 0.0.0.0:8080 to be reached from other machines.
        pub listen: String = "127.0.0.1:8080".to_owned(),
        /// Threads that answer requests. 0 takes one for each processor that the process may use.
        #[schemars(range(min = 0, max = 1024))]
        pub workers: u32 = 0,
        /// Largest request body in bytes. A larger one is answered with 413.
        #[schemars(range(min = 1024, max = 67_108_864))]
        pub body_limit_bytes: u64 = 1_048_576,
        /// Time in milliseconds in which the head of a request must have arrived: of the first one from the start of its connection, of others from their first byte. A slower client is answered with 408.
        #[schemars(range(min = 10, max = 600_000))]
        pub head_timeout_ms: u64 = 10_000,
        /// Time in milliseconds in which a request's body must have arrived. A slower client is answered with 408.
        #[schemars(range(min = 10, max = 600_000))]
        pub body_timeout_ms: u64 = 10_000,
        /// Time in milliseconds in which an operation must be answered. A longer one is given up and answered with 504 and the code TIMEOUT.
        #[schemars(range(min = 10, max = 600_000))]
        pub request_timeout_ms: u64 = 10_000,
        /// Time in milliseconds for which a client may take nothing of its answer. The connection of one that takes longer is closed.
        #[schemars(range(min = 10, max = 600_000))]
        pub write_timeout_ms: u64 = 30_000,
        /// Seconds for which an idle connection is kept open. 0 closes each connection after its answer.
        #[schemars(range(min = 0, max = 3600))]
        pub keep_alive_s: u64 = 15,
        /// Seconds after which the next answer is the last of its connection.
        #[schemars(range(min = 1, max = 604_800))]
        pub connection_life_s: u64 = 3_600,
        /// Connections served at the same time, shared out among the workers. Further ones wait to be accepted.
        #[schemars(range(min = 1, max = 1_000_000))]
        pub max_connections: u32 = 10_000,
        /// Connections of one address, or of one network of 64 bits with IPv6. Further ones are closed at once. 0 sets no bound. A proxy in front is one address.
        #[schemars(range(min = 0, max = 1_000_000))]
        pub max_connections_per_address: u32 = 0,
        /// Memory in bytes in which the system keeps what a client has not taken of its answer yet. 0 leaves it to the system.
        #[schemars(range(min = 0, max = 16_777_216))]
        pub send_buffer_bytes: u32 = 131_072,
        /// Seconds within which a stop ends the server: running requests are finished, the database is closed.
        #[schemars(range(min = 0, max = 3600))]
        pub shutdown_timeout_s: u64 = 20,
        /// Serve the playground, a page for trying queries, at /playground, and lead there from /.
        pub playground: bool = true,
        /// Add Filmgraph-Statements (SQL statements run), Filmgraph-Cost (estimated cost) and Filmgraph-Values (estimated values) to answers.
        pub debug_headers: bool = false,
    }
}

impl ServerConfig {
    /// Threads to start: the configured number, or one for each processor.
    #[must_use]
    pub fn worker_count(&self) -> usize {
        worker_count(self.workers)
    }

    /// The bound on receiving the head of a request.
    #[must_use]
    pub const fn head_timeout(&self) -> Duration {
        Duration::from_millis(self.head_timeout_ms)
    }

    /// The bound on receiving the body of a request.
    #[must_use]
    pub const fn body_timeout(&self) -> Duration {
        Duration::from_millis(self.body_timeout_ms)
    }

    /// The bound on waiting for a client that takes nothing of its answer.
    #[must_use]
    pub const fn write_timeout(&self) -> Duration {
        Duration::from_millis(self.write_timeout_ms)
    }

    /// The age at which a connection gets its last answer.
    #[must_use]
    pub const fn connection_life(&self) -> Duration {
        Duration::from_secs(self.connection_life_s)
    }

    /// The bound on a stop.
    #[must_use]
    pub const fn shutdown_timeout(&self) -> Duration {
        Duration::from_secs(self.shutdown_timeout_s)
    }

    /// The bound on answering a request.
    #[must_use]
    pub const fn request_timeout(&self) -> Duration {
        Duration::from_millis(self.request_timeout_ms)
    }
}

/// Threads to start: so many, or one for each processor.
#[must_use]
pub fn worker_count(configured: u32) -> usize {
    match usize::try_from(configured) {
        Ok(0) | Err(_) => std::thread::available_parallelism().map_or(1, usize::from),
        Ok(count) => count,
    }
}
