//! The log: set up once, on standard error, as text or JSON.

mod json;

use std::{
    io::{self, IsTerminal},
    panic,
};

use tracing_subscriber::{EnvFilter, fmt};

use crate::config::{LogConfig, LogFormat};
use json::Lines;

/// What libraries keep to themselves unless the operator names them. Statement text is for
/// debugging, and that workers start is no news. What the HTTP library calls an error of a connection
/// is what clients sent: each of them is told by us, as what it is.
const QUIET: [&str; 5] = [
    "sqlx=warn",
    "sea_orm=warn",
    "sea_orm_migration=warn",
    "actix_server=warn",
    "actix_http::h1=off",
];

/// Starts the log. A second call changes nothing, so that tests may each ask for it.
pub(crate) fn init(config: &LogConfig) {
    let subscriber = fmt()
        .with_env_filter(filter(&config.level))
        .with_ansi(io::stderr().is_terminal())
        .with_writer(io::stderr);
    let started = match config.format {
        LogFormat::Text => subscriber.with_target(false).try_init(),
        LogFormat::Json => subscriber.json().event_format(Lines).try_init(),
    };
    if started.is_ok() {
        log_panics();
    }
}

fn filter(level: &str) -> EnvFilter {
    let quiet = QUIET.iter().filter(|directive| {
        let library = directive.split(['=', ':']).next().unwrap_or_default();
        !level.contains(library)
    });
    let directives: Vec<&str> = quiet.copied().chain([level]).collect();
    EnvFilter::new(directives.join(","))
}

/// A panic is one line of the log, in the span of the request that it happened in.
fn log_panics() {
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        let payload = info.payload();
        let text = payload.downcast_ref::<&str>().copied();
        let message = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        tracing::error!(
            place,
            message = message.unwrap_or("a panic without words"),
            "panic"
        );
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_logged_only_when_asked_for() {
        assert!(filter("info").to_string().contains("sqlx=warn"));
        assert!(filter("debug").to_string().contains("sea_orm=warn"));
        let asked = filter("info,sqlx=debug").to_string();
        assert!(
            asked.contains("sqlx=debug") && !asked.contains("sqlx=warn"),
            "{asked}"
        );
    }

    #[test]
    fn what_clients_send_is_logged_only_when_asked_for() {
        assert!(filter("debug").to_string().contains("actix_http::h1=off"));
        let asked = filter("info,actix_http=error").to_string();
        assert!(!asked.contains("off"), "{asked}");
    }
}
