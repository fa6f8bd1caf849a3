//! Knobs of mutations.

use super::section::section;

section! {
    /// Mutations.
    pub struct WritingConfig {
        /// Hours for which a mutation with an idempotency key is remembered, so that its repetition is answered and not done again.
        #[schemars(range(min = 1, max = 720))]
        pub idempotency_hours: u64 = 24,
        /// Most mutations that are remembered by their idempotency keys; past that the oldest are forgotten.
        #[schemars(range(min = 1, max = 10_000_000))]
        pub max_idempotency_keys: u64 = 100_000,
    }
}
