//! What a value must be. Bounds of single knobs come from their declarations; only what no schema
//! can say stands here.

use std::net::ToSocketAddrs;

use config::{Value, ValueKind};
use tracing_subscriber::EnvFilter;

use super::{
    Config, ConfigError,
    knob::{Kind, Knob},
};

/// Checks one value of one layer, so that the error can name where it comes from.
pub(super) fn check_value(knob: &Knob, value: &Value, origin: &str) -> Result<(), ConfigError> {
    let fits = match &knob.kind {
        Kind::Switch => value.clone().into_bool().is_ok(),
        Kind::Integer { min, max } => whole(value).is_some_and(|n| *min <= n && n <= *max),
        Kind::Choice(values) => text(value).is_some_and(|text| values.contains(&text)),
        Kind::Text { min, max } => text(value).is_some_and(|text| {
            let length = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
            *min <= length && length <= *max
        }),
    };
    if fits {
        Ok(())
    } else {
        Err(bad_value(knob, value, origin))
    }
}

/// A number written with a fraction is refused rather than rounded.
fn whole(value: &Value) -> Option<i128> {
    match value.kind {
        ValueKind::Float(_) | ValueKind::Boolean(_) => None,
        _ => value.clone().into_int128().ok(),
    }
}

fn text(value: &Value) -> Option<String> {
    match &value.kind {
        ValueKind::Table(_) | ValueKind::Array(_) | ValueKind::Nil => None,
        _ => value.clone().into_string().ok(),
    }
}

fn bad_value(knob: &Knob, value: &Value, origin: &str) -> ConfigError {
    let shown = match text(value) {
        _ if knob.is_secret => "(hidden)".to_owned(),
        Some(text) => format!("{:?}", text.chars().take(80).collect::<String>()),
        None => "(not a single value)".to_owned(),
    };
    ConfigError::BadValue {
        key: knob.key.clone(),
        value: shown,
        origin: origin.to_owned(),
        allowed: knob.allowed(),
    }
}

/// Checks what depends on more than one knob, or on more than a range.
pub(super) fn check_whole(config: &Config) -> Result<(), ConfigError> {
    let limits = &config.limits;
    if limits.default_page > limits.max_page {
        return Err(ConfigError::Inconsistent(format!(
            "limits.default_page = {} is more than limits.max_page = {}",
            limits.default_page, limits.max_page
        )));
    }
    let refused = |key: &str, value: &str, allowed: &str| {
        Err(ConfigError::BadValue {
            key: key.to_owned(),
            value: value.to_owned(),
            origin: "the configuration".to_owned(),
            allowed: allowed.to_owned(),
        })
    };
    let listen = &config.server.listen;
    if listen.to_socket_addrs().is_err() {
        let allowed = "address:port, such as 127.0.0.1:8080 or [::1]:8080";
        return refused("server.listen", &format!("{listen:?}"), allowed);
    }
    if let Err(part) = config.traffic.proxies() {
        let allowed =
            "addresses and networks with commas between them, such as \"10.0.0.0/8, ::1\"";
        return refused("traffic.trusted_proxies", &format!("{part:?}"), allowed);
    }
    let level = &config.log.level;
    if EnvFilter::try_new(level).is_err() {
        let allowed = "a level, or levels by module such as \"info,filmgraph::http=debug\"";
        return refused("log.level", &format!("{level:?}"), allowed);
    }
    let url = config.database.url.expose();
    let schemes = ["postgres://", "postgresql://", "sqlite:"];
    if !url.is_empty() && !schemes.iter().any(|scheme| url.starts_with(scheme)) {
        let allowed = "an address beginning with postgres:// or sqlite:";
        return refused("database.url", "(hidden)", allowed);
    }
    Ok(())
}
