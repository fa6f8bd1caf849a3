//! Knobs of how answers are packed, and for how long they may be kept.

use super::section::section;

section! {
    /// How answers are packed, and for how long browsers and proxies may use them without asking.
    pub struct AnswersConfig {
        /// Send answers in the coding that a client likes best of br, zstd and gzip. A proxy in front may do it instead.
        pub compress: bool = true,
        /// Bytes from which an answer is packed; a smaller one would hardly become smaller.
        #[schemars(range(min = 0, max = 1_073_741_824))]
        pub compress_from_bytes: u64 = 1_000,
        /// Seconds for which an answer to GET at /graphql may be used without asking. 0 has it asked for each time, which costs a 304 where nothing has changed. Answers to POST, with errors, or to an API key are never kept.
        #[schemars(range(min = 0, max = 31_536_000))]
        pub max_age_s: u32 = 0,
        /// The same for /schema.graphql and /schema/client.json.
        #[schemars(range(min = 0, max = 31_536_000))]
        pub schema_max_age_s: u32 = 0,
    }
}
