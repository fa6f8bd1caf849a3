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
        /// Time in milliseconds in which a request's headers, and then its body, must have arrived. A slower client is answered with 408.
        #[schemars(range(min = 10, max = 600_000))]
        pub body_timeout_ms: u64 = 10_000,
        /// Time in milliseconds in which an operation must be answered. A longer one is given up and answered with 504 and the code TIMEOUT.
        #[schemars(range(min = 10, max = 600_000))]
        pub request_timeout_ms: u64 = 10_000,
        /// Seconds for which an idle connection is kept open. 0 closes each connection after its answer.
        #[schemars(range(min = 0, max = 3600))]
        pub keep_alive_s: u64 = 15,
        /// Connections served at the same time, shared out among the workers. Further ones wait to be accepted.
        #[schemars(range(min = 1, max = 1_000_000))]
        pub max_connections: u32 = 10_000,
        /// Seconds that running requests are given to finish when the server is asked to stop.
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

    /// The bound on receiving a request.
    #[must_use]
    pub const fn body_timeout(&self) -> Duration {
        Duration::from_millis(self.body_timeout_ms)
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
