//! Knobs of the log.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::section::section;

/// How a line of the log looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For a person.
    Text,
    /// One JSON object a line.
    Json,
}

section! {
    /// The log, which goes to standard error.
    pub struct LogConfig {
        /// How a line looks: text for a person, json for a machine.
        pub format: LogFormat = LogFormat::Text,
        /// What is logged: error, warn, info, debug or trace, also by module, such as "info,filmgraph::http=debug".
        #[schemars(length(max = 1000))]
        pub level: String = "info".to_owned(),
    }
}
