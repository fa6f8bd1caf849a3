//! The configuration as a file that explains itself.

use std::fmt::Write as _;

use serde_json::Value;

use super::{
    Config, ConfigError,
    knob::{self, Kind, Knob},
};

const WIDTH: usize = 98;

pub(super) fn to_toml(config: &Config) -> Result<String, ConfigError> {
    let values = serde_json::to_value(config)
        .map_err(|error| ConfigError::Inconsistent(error.to_string()))?;
    let mut out = String::from(
        "# Filmgraph's effective configuration: defaults < file < environment < flags.\n",
    );
    for section in knob::sections() {
        if let Some(name) = &section.name {
            out.push('\n');
            comment(&mut out, &section.description);
            let _ = writeln!(out, "[{name}]");
        }
        for knob in &section.knobs {
            print_knob(&mut out, knob, &values);
        }
    }
    Ok(out)
}

fn print_knob(out: &mut String, knob: &Knob, values: &Value) {
    out.push('\n');
    comment(out, &knob.description);
    match &knob.kind {
        Kind::Text { .. } => comment(out, &format!("Variable: {}", knob.variable())),
        _ => comment(
            out,
            &format!("Allowed: {}. Variable: {}", knob.allowed(), knob.variable()),
        ),
    }
    let value = knob
        .key
        .split('.')
        .try_fold(values, |value, part| value.get(part));
    let name = knob.key.rsplit('.').next().unwrap_or_default();
    let _ = writeln!(out, "{name} = {}", literal(value));
}

fn literal(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => toml::Value::String(text.clone()).to_string(),
        Some(value) => value.to_string(),
        None => "\"\"".to_owned(),
    }
}

fn comment(out: &mut String, text: &str) {
    let mut line = String::from("#");
    for word in text.split_whitespace() {
        if line.len() + 1 + word.len() > WIDTH {
            let _ = writeln!(out, "{line}");
            line.truncate(1);
        }
        line.push(' ');
        line.push_str(word);
    }
    let _ = writeln!(out, "{line}");
}
