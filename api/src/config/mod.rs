//! The configuration: one struct for each concern, filled in layers.
//!
//! Defaults < TOML file < environment < flags. A knob is declared once, in its section; its
//! description, bounds, environment variable and place in the printed configuration follow from
//! that declaration.

mod answers;
mod auth;
mod check;
mod cors;
mod database;
#[cfg(test)]
mod docs_tests;
mod error;
mod knob;
mod limits;
mod load;
mod log;
mod memory;
mod print;
mod secret;
mod section;
mod server;
mod traffic;
mod writing;

use std::path::PathBuf;

pub use self::auth::AuthConfig;
pub use answers::AnswersConfig;
pub use cors::{CorsConfig, Origin, OtherOrigins};
pub use database::DatabaseConfig;
pub use error::ConfigError;
pub use limits::LimitsConfig;
pub use load::{Environment, FILE_NAME, Flags};
pub use log::{LogConfig, LogFormat};
pub use memory::MemoryConfig;
pub use secret::DatabaseUrl;
pub use server::{ServerConfig, worker_count};
pub use traffic::TrafficConfig;
pub use writing::WritingConfig;

section::section! {
    /// Everything that can be configured.
    pub struct Config {
        /// Directory of the embedded database and of everything that can be rebuilt from it. A relative path starts at the working directory.
        #[schemars(length(min = 1, max = 4096))]
        pub data_dir: PathBuf = PathBuf::from("filmgraph-data"),
        /// Load the founding film into a new database.
        pub load_sample: bool = true,
        /// The HTTP server.
        pub server: ServerConfig = ServerConfig::default(),
        /// How answers are packed and kept.
        pub answers: AnswersConfig = AnswersConfig::default(),
        /// Pages of other origins.
        pub cors: CorsConfig = CorsConfig::default(),
        /// The database.
        pub database: DatabaseConfig = DatabaseConfig::default(),
        /// Bounds on what one request may ask for.
        pub limits: LimitsConfig = LimitsConfig::default(),
        /// What runs at a time.
        pub traffic: TrafficConfig = TrafficConfig::default(),
        /// Memory.
        pub memory: MemoryConfig = MemoryConfig::default(),
        /// API keys.
        pub auth: AuthConfig = AuthConfig::default(),
        /// Mutations.
        pub writing: WritingConfig = WritingConfig::default(),
        /// The log.
        pub log: LogConfig = LogConfig::default(),
    }
}

impl Config {
    /// The configuration that a program started with these flags in this environment has.
    pub fn load(flags: &Flags, environment: &Environment) -> Result<Self, ConfigError> {
        load::load(flags, environment)
    }

    /// The configuration as TOML that can be read back, each knob under its description. Passwords
    /// are masked.
    pub fn to_toml(&self) -> Result<String, ConfigError> {
        print::to_toml(self)
    }
}
