//! Knobs of what runs at a time.

use std::time::Duration;

use limiter::Proxies;

use super::section::section;
use super::worker_count;

section! {
    /// What runs at a time. What does not fit waits a short time for its turn, and is then answered with 503, BUSY and Retry-After.
    pub struct TrafficConfig {
        /// Highest estimated cost of a light request. Those above it run on threads of their own, with half of the reading connections, so that light ones never wait for them.
        #[schemars(range(min = 0, max = 1_000_000_000_000_u64))]
        pub light_cost: u64 = 2_000,
        /// Threads for requests that are not light. 0 takes one for each processor that the process may use.
        #[schemars(range(min = 0, max = 1024))]
        pub heavy_threads: u32 = 0,
        /// Most requests that are not light and run at a time. 0 takes four for each of their threads.
        #[schemars(range(min = 0, max = 100_000))]
        pub max_heavy: usize = 0,
        /// Most light requests that wait, and most of the others.
        #[schemars(range(min = 0, max = 100_000))]
        pub queue_length: usize = 256,
        /// Time in milliseconds for which a request waits for its turn.
        #[schemars(range(min = 1, max = 600_000))]
        pub queue_ms: u64 = 2_000,
        /// Proxies whose X-Forwarded-For says whose request it is: addresses and networks, as in "10.0.0.0/8, ::1". Clients are told apart by their API key, else by their address.
        pub trusted_proxies: String = String::new(),
    }
}

impl TrafficConfig {
    /// Threads for requests that are not light.
    #[must_use]
    pub fn threads(&self) -> usize {
        worker_count(self.heavy_threads)
    }

    /// Most of them that run at a time.
    #[must_use]
    pub fn heavy(&self) -> usize {
        match self.max_heavy {
            0 => self.threads().saturating_mul(4),
            most => most,
        }
    }

    /// The bound on waiting for one's turn.
    #[must_use]
    pub const fn patience(&self) -> Duration {
        Duration::from_millis(self.queue_ms)
    }

    /// The proxies that are trusted.
    ///
    /// # Errors
    /// The first part of the list that is neither an address nor a network.
    pub fn proxies(&self) -> Result<Proxies, String> {
        Proxies::parse(&self.trusted_proxies)
    }
}
