//! Putting the layers over one another.

use std::{
    collections::BTreeMap,
    ffi::{OsStr, OsString},
    fs, io,
    path::{Path, PathBuf},
};

use config::{Map, Value, ValueKind};
use strsim::levenshtein;

use super::{
    Config, ConfigError, check,
    knob::{self, Knob},
};

/// The file that is read from the data directory when no other is named.
pub const FILE_NAME: &str = "filmgraph.toml";

const PREFIX: &str = "FILMGRAPH_";

/// What the command line says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flags {
    /// `--config`
    pub config: Option<PathBuf>,
    /// `--data-dir`
    pub data_dir: Option<PathBuf>,
    /// `--listen`
    pub listen: Option<String>,
    /// `--no-sample`
    pub no_sample: bool,
}

/// The environment variables that concern the program, taken once so that a test can say what they
/// are.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Environment(BTreeMap<String, OsString>);

impl Environment {
    /// The variables of this process.
    #[must_use]
    pub fn of_process() -> Self {
        std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value)))
            .collect()
    }
}

impl<N: Into<String>, V: Into<OsString>> FromIterator<(N, V)> for Environment {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(variables: I) -> Self {
        let ours = variables
            .into_iter()
            .map(|(name, value)| (name.into(), value.into()))
            .filter(|(name, _)| name == "DATABASE_URL" || name.starts_with(PREFIX))
            .filter(|(name, _)| !is_service_link(name))
            // What composes containers sets a variable that it has no value for to nothing.
            .filter(|(_, value)| !value.is_empty());
        Self(ours.collect())
    }
}

/// Kubernetes describes a service named "filmgraph" to every container in variables such as
/// `FILMGRAPH_PORT=tcp://10.0.0.7:8080`. They are not meant for us.
fn is_service_link(name: &str) -> bool {
    let rest = name.strip_prefix(PREFIX).unwrap_or_default();
    rest == "PORT"
        || ["PORT_", "SERVICE_HOST", "SERVICE_PORT"]
            .iter()
            .any(|p| rest.starts_with(p))
}

/// One layer: the values that one source sets.
struct Layer(Vec<Setting>);

/// A value of a knob, and where it comes from.
struct Setting {
    knob: Knob,
    value: Value,
    origin: String,
}

impl Setting {
    fn checked(knob: &Knob, value: Value, origin: &str) -> Result<Self, ConfigError> {
        check::check_value(knob, &value, origin)?;
        Ok(Self {
            knob: knob.clone(),
            value,
            origin: origin.to_owned(),
        })
    }
}

pub(super) fn load(flags: &Flags, environment: &Environment) -> Result<Config, ConfigError> {
    let knobs: Vec<Knob> = knob::sections().into_iter().flat_map(|s| s.knobs).collect();
    let environment = environment_layer(environment, &knobs)?;
    let flag_layer = flag_layer(flags, &knobs)?;
    let early = merge(&[&environment, &flag_layer])?;
    let file = match config_file(flags, &early.data_dir) {
        Some(path) => file_layer(&path, &knobs)?,
        None => Layer(Vec::new()),
    };
    let layers = [&file, &environment, &flag_layer];
    let config = merge(&layers)?;
    check::check_whole(&config, |key| origin_of(&layers, key))?;
    Ok(config)
}

/// Where the value that is in effect comes from.
fn origin_of(layers: &[&Layer], key: &str) -> String {
    let mut settings = layers.iter().rev().flat_map(|layer| layer.0.iter().rev());
    let last = settings.find(|setting| setting.knob.key == key);
    last.map_or_else(
        || "the defaults".to_owned(),
        |setting| setting.origin.clone(),
    )
}

/// What is in the place of the file and is none is told when it is read.
fn config_file(flags: &Flags, data_dir: &Path) -> Option<PathBuf> {
    use io::ErrorKind::{NotADirectory, NotFound};
    let in_data_dir = || {
        let path = data_dir.join(FILE_NAME);
        let found = fs::symlink_metadata(&path);
        let is_missing = |error: io::Error| matches!(error.kind(), NotFound | NotADirectory);
        (!found.is_err_and(is_missing)).then_some(path)
    };
    flags.config.clone().or_else(in_data_dir)
}

/// Why a file cannot be read.
fn unreadable(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::IsADirectory => "it is a directory".to_owned(),
        io::ErrorKind::PermissionDenied => "this user may not read it".to_owned(),
        io::ErrorKind::InvalidData => "it is not UTF-8".to_owned(),
        _ => error.to_string(),
    }
}

fn merge(layers: &[&Layer]) -> Result<Config, ConfigError> {
    let inconsistent = |error: config::ConfigError| ConfigError::Inconsistent(error.to_string());
    let mut builder = config::Config::builder()
        .add_source(config::Config::try_from(&Config::default()).map_err(inconsistent)?);
    for setting in layers.iter().flat_map(|layer| &layer.0) {
        builder = builder
            .set_override(&setting.knob.key, setting.value.clone())
            .map_err(inconsistent)?;
    }
    builder
        .build()
        .and_then(config::Config::try_deserialize)
        .map_err(inconsistent)
}

fn file_layer(path: &Path, knobs: &[Knob]) -> Result<Layer, ConfigError> {
    let text = fs::read_to_string(path).map_err(|error| ConfigError::Unreadable {
        path: path.to_owned(),
        reason: unreadable(&error),
    })?;
    // Parsed here first because the parser's own report quotes the line, and with it a password.
    if let Err(error) = toml::from_str::<toml::Table>(&text) {
        let offset = error.span().map_or(0, |span| span.start).min(text.len());
        let line = 1 + text.as_bytes()[..offset]
            .iter()
            .filter(|byte| **byte == b'\n')
            .count();
        let reason = error
            .message()
            .lines()
            .next()
            .unwrap_or_default()
            .to_owned();
        return Err(ConfigError::Syntax {
            path: path.to_owned(),
            line,
            reason,
        });
    }
    let source = config::File::from_str(&text, config::FileFormat::Toml);
    let table = config::Source::collect(&source)
        .map_err(|error| ConfigError::Inconsistent(error.to_string()))?;
    let mut layer = Vec::new();
    let origin = path.display().to_string();
    collect_table("", table, knobs, &origin, &mut layer)?;
    Ok(Layer(layer))
}

fn collect_table(
    prefix: &str,
    table: Map<String, Value>,
    knobs: &[Knob],
    origin: &str,
    layer: &mut Vec<Setting>,
) -> Result<(), ConfigError> {
    for (name, value) in table {
        let key = format!("{prefix}{name}");
        if let Some(knob) = knobs.iter().find(|knob| knob.key == key) {
            layer.push(Setting::checked(knob, value, origin)?);
            continue;
        }
        let inner = format!("{key}.");
        match value.kind {
            ValueKind::Table(table) if knobs.iter().any(|knob| knob.key.starts_with(&inner)) => {
                collect_table(&inner, table, knobs, origin, layer)?;
            }
            _ => {
                return Err(unknown(
                    &key,
                    origin,
                    knobs.iter().map(|knob| knob.key.clone()),
                ));
            }
        }
    }
    Ok(())
}

fn environment_layer(environment: &Environment, knobs: &[Knob]) -> Result<Layer, ConfigError> {
    let mut layer = Vec::new();
    // "DATABASE_URL" sorts before "FILMGRAPH_…", so that our own variable wins over the general one.
    for (name, value) in &environment.0 {
        let is_meant = |knob: &&Knob| {
            knob.variable() == *name || (name == "DATABASE_URL" && knob.key == "database.url")
        };
        let Some(knob) = knobs.iter().find(is_meant) else {
            return Err(unknown(
                name,
                "the environment",
                knobs.iter().map(Knob::variable),
            ));
        };
        let origin = format!("the variable {name}");
        let value = Value::new(None, ValueKind::String(unicode(value, knob, &origin)?));
        layer.push(Setting::checked(knob, value, &origin)?);
    }
    Ok(Layer(layer))
}

fn flag_layer(flags: &Flags, knobs: &[Knob]) -> Result<Layer, ConfigError> {
    let no_sample = flags.no_sample.then_some(OsStr::new("false"));
    let values = [
        (
            "data_dir",
            "the flag --data-dir",
            flags.data_dir.as_deref().map(Path::as_os_str),
        ),
        (
            "server.listen",
            "the flag --listen",
            flags.listen.as_deref().map(OsStr::new),
        ),
        ("load_sample", "the flag --no-sample", no_sample),
    ];
    let mut layer = Vec::new();
    for (key, origin, text) in values {
        let knob = knobs.iter().find(|knob| knob.key == key);
        let (Some(knob), Some(text)) = (knob, text) else {
            continue;
        };
        let value = Value::new(None, ValueKind::String(unicode(text, knob, origin)?));
        layer.push(Setting::checked(knob, value, origin)?);
    }
    Ok(Layer(layer))
}

fn unicode(text: &OsStr, knob: &Knob, origin: &str) -> Result<String, ConfigError> {
    text.to_str()
        .map(str::to_owned)
        .ok_or_else(|| ConfigError::BadValue {
            key: knob.key.clone(),
            value: "(not Unicode)".to_owned(),
            origin: origin.to_owned(),
            allowed: knob.allowed(),
        })
}

fn unknown(key: &str, origin: &str, known: impl Iterator<Item = String>) -> ConfigError {
    let nearest = known
        .map(|name| (levenshtein(&name.to_lowercase(), &key.to_lowercase()), name))
        .min()
        .filter(|(distance, name)| *distance <= name.len() / 3)
        .map(|(_, name)| name);
    ConfigError::UnknownKey {
        key: key.to_owned(),
        origin: origin.to_owned(),
        nearest,
    }
}

#[cfg(test)]
#[path = "load_tests.rs"]
mod tests;
