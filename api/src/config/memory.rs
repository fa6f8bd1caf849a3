//! Knobs of memory.

use super::section::section;

section! {
    /// Memory. Its parts are shares of one budget, so that one number fits the program to a machine.
    pub struct MemoryConfig {
        /// Memory in megabytes that the program is to get by with; docs/operations.md has a table. The default fits a machine of 512 MB.
        #[schemars(range(min = 64, max = 1_048_576))]
        pub budget_mb: u64 = 320,
        /// The share of requests that run, in percent. The rest is for the program itself, the databases' own caches and known documents.
        #[schemars(range(min = 10, max = 90))]
        pub requests_percent: u64 = 60,
        /// Of what the requests leave, the share of what is kept of the database between them, in percent. 0 keeps nothing, and each request reads all that it needs.
        #[schemars(range(min = 0, max = 90))]
        pub cache_percent: u64 = 40,
    }
}

impl MemoryConfig {
    /// Bytes of memory for the requests that run.
    #[must_use]
    pub const fn for_requests(&self) -> u64 {
        self.bytes() / 100 * self.requests_percent
    }

    /// Bytes of memory for what is kept between requests.
    #[must_use]
    pub const fn for_cache(&self) -> u64 {
        (self.bytes() - self.for_requests()) / 100 * self.cache_percent
    }

    const fn bytes(&self) -> u64 {
        self.budget_mb * 1024 * 1024
    }
}
