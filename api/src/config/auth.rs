//! Knobs of API keys.

use std::time::Duration;

use super::section::section;

section! {
    /// API keys.
    pub struct AuthConfig {
        /// Seconds for which a key is believed to be as it was read. A key that is revoked is accepted for so long at most. 0 reads it for each request.
        #[schemars(range(min = 0, max = 300))]
        pub trust_s: u64 = 5,
        /// Seconds after which it is written when keys were last used. Reading itself never writes.
        #[schemars(range(min = 1, max = 3600))]
        pub last_used_s: u64 = 60,
    }
}

impl AuthConfig {
    /// For how long a key is believed to be as it was read.
    #[must_use]
    pub const fn trust(&self) -> Duration {
        Duration::from_secs(self.trust_s)
    }

    /// How often the times of last use are written.
    #[must_use]
    pub const fn last_used(&self) -> Duration {
        Duration::from_secs(self.last_used_s)
    }
}
