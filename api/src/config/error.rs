//! What can be wrong with a configuration, each in one line that says what to change.

use std::path::PathBuf;

/// A configuration that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read the configuration file {}: {reason}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// The file is not TOML.
    #[error("{} line {line} is not TOML: {reason}", path.display())]
    Syntax {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What the parser says.
        reason: String,
    },
    /// A key that is no knob.
    #[error("unknown key {key} in {origin}{}", suggest(.nearest.as_deref()))]
    UnknownKey {
        /// The key, or the environment variable.
        key: String,
        /// The file, or "the environment".
        origin: String,
        /// The knob that may have been meant.
        nearest: Option<String>,
    },
    /// A value outside what the knob allows.
    #[error("{key} = {value} in {origin}: allowed is {allowed}")]
    BadValue {
        /// The knob.
        key: String,
        /// The value as far as it may be shown.
        value: String,
        /// The file, the environment variable or the flag.
        origin: String,
        /// What is allowed.
        allowed: String,
    },
    /// Something that our own checks should have caught, or that contradicts itself.
    #[error("{0}")]
    Inconsistent(String),
}

fn suggest(nearest: Option<&str>) -> String {
    match nearest {
        Some(name) => format!(" (did you mean {name}?)"),
        None => " (without it, `filmgraph config` lists every key)".to_owned(),
    }
}
