//! What a value must be. Bounds of single knobs come from their declarations; what a schema cannot
//! say of a text stands here.

use std::net::ToSocketAddrs;

use config::{Value, ValueKind};
use tracing_subscriber::{EnvFilter, filter::LevelFilter};

use super::{
    Config, ConfigError, CorsConfig, TrafficConfig,
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
    if !fits {
        return Err(bad_value(
            knob,
            text(value).as_deref(),
            origin,
            &knob.allowed(),
        ));
    }
    let text = text(value).unwrap_or_default();
    match form(&knob.key, &text) {
        Ok(()) => Ok(()),
        Err((part, allowed)) => Err(bad_value(knob, Some(&part), origin, allowed)),
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

fn bad_value(knob: &Knob, text: Option<&str>, origin: &str, allowed: &str) -> ConfigError {
    let shown = match text {
        _ if knob.is_secret => "(hidden)".to_owned(),
        Some(text) => format!("{:?}", text.chars().take(80).collect::<String>()),
        None => "(not a single value)".to_owned(),
    };
    ConfigError::BadValue {
        key: knob.key.clone(),
        value: shown,
        origin: origin.to_owned(),
        allowed: allowed.to_owned(),
    }
}

/// Whether a text has the form that its knob wants; else the part that has not, and what would be
/// right.
fn form(key: &str, text: &str) -> Result<(), (String, &'static str)> {
    let whole = |fits: bool, allowed| match fits {
        true => Ok(()),
        false => Err((text.to_owned(), allowed)),
    };
    match key {
        "server.listen" => whole(
            text.to_socket_addrs().is_ok(),
            "address:port of this machine, such as 127.0.0.1:8080 or [::1]:8080",
        ),
        "log.level" => whole(
            are_levels(text),
            "a level (error, warn, info, debug, trace or off), or levels by module such as \
             \"info,filmgraph::http=debug\"",
        ),
        "database.url" => database(text).map_err(|allowed| (text.to_owned(), allowed)),
        "traffic.trusted_proxies" => {
            let traffic = TrafficConfig {
                trusted_proxies: text.to_owned(),
                ..TrafficConfig::default()
            };
            let allowed =
                "addresses and networks with commas between them, such as \"10.0.0.0/8, ::1\"";
            traffic.proxies().map(drop).map_err(|part| (part, allowed))
        }
        "cors.origins" => {
            let cors = CorsConfig {
                origins: text.to_owned(),
                ..CorsConfig::default()
            };
            let allowed = "origins with commas between them, each a scheme, a host and, if it is \
                           not the usual one, a port: \"https://films.example, \
                           http://localhost:5173\" (for all of them, say cors.others = any)";
            cors.named().map(drop).map_err(|part| (part, allowed))
        }
        "cors.headers" => {
            let cors = CorsConfig {
                headers: text.to_owned(),
                ..CorsConfig::default()
            };
            let allowed = "names of headers with commas between them, Authorization not among them";
            let read = cors.allowed_headers();
            read.map(drop).map_err(|part| (part, allowed))
        }
        _ => Ok(()),
    }
}

fn database(url: &str) -> Result<(), &'static str> {
    let schemes = ["postgres://", "postgresql://", "sqlite:"];
    if !url.is_empty() && !schemes.iter().any(|scheme| url.starts_with(scheme)) {
        return Err("an address beginning with postgres:// or sqlite:");
    }
    if url.starts_with("sqlite:") && url.contains('?') {
        return Err(
            "sqlite:path without a question mark: parameters such as mode=ro are not obeyed, the \
             file is always read and written",
        );
    }
    Ok(())
}

/// Whether each part is a level, or says which module has which. What is no level would be taken
/// for a module by the library, and silence all others.
fn are_levels(text: &str) -> bool {
    let is_level = |word: &str| {
        let word = word.trim();
        !word.is_empty() && word.parse::<LevelFilter>().is_ok()
    };
    let mut parts = apart(text)
        .filter(|part| !part.trim().is_empty())
        .peekable();
    parts.peek().is_some()
        && parts.all(|part| is_level(part.rsplit_once('=').map_or(part, |(_, level)| level)))
        && EnvFilter::try_new(text).is_ok()
}

/// The parts between commas, but for commas within brackets: fields of a span.
fn apart(text: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_i32;
    text.split(move |c| {
        match c {
            '[' | '{' => depth += 1,
            ']' | '}' => depth -= 1,
            _ => {}
        }
        c == ',' && depth <= 0
    })
}

/// Checks what depends on more than one knob; `origin` says where each has its value from.
pub(super) fn check_whole(
    config: &Config,
    origin: impl Fn(&str) -> String,
) -> Result<(), ConfigError> {
    let limits = &config.limits;
    if limits.default_page > limits.max_page {
        let said = |key: &str, value: u64| format!("{key} = {value} in {}", origin(key));
        return Err(ConfigError::Inconsistent(format!(
            "{} is more than {}",
            said("limits.default_page", limits.default_page),
            said("limits.max_page", limits.max_page)
        )));
    }
    Ok(())
}
