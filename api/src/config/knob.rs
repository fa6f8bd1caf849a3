//! The knobs as data, read from the JSON schema that the sections derive.

use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::Config;

/// One setting.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Knob {
    /// The dotted key: `server.listen`.
    pub(super) key: String,
    /// The doc comment.
    pub(super) description: String,
    /// What it takes.
    pub(super) kind: Kind,
    /// Whether its value must not be shown.
    pub(super) is_secret: bool,
}

/// What a knob takes.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    Switch,
    Integer { min: i128, max: i128 },
    Choice(Vec<String>),
    Text { min: u64, max: u64 },
}

const LONGEST_TEXT: u64 = 8192;

impl Knob {
    /// The environment variable that sets it.
    pub(super) fn variable(&self) -> String {
        format!("FILMGRAPH_{}", self.key.replace('.', "__").to_uppercase())
    }

    /// What is allowed, in words.
    pub(super) fn allowed(&self) -> String {
        match &self.kind {
            Kind::Switch => "true or false".to_owned(),
            Kind::Integer { min, max } => format!("a whole number from {min} to {max}"),
            Kind::Choice(values) => values.join(" or "),
            Kind::Text { min, max } => format!("a text of {min} to {max} characters"),
        }
    }
}

/// A named group of knobs; the first has no name.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Section {
    pub(super) name: Option<String>,
    pub(super) description: String,
    pub(super) knobs: Vec<Knob>,
}

/// All knobs, in the order in which they are declared.
pub(super) fn sections() -> Vec<Section> {
    let mut settings = SchemaSettings::default();
    settings.inline_subschemas = true;
    let schema = settings.into_generator().into_root_schema_for::<Config>();
    let mut top = Section {
        name: None,
        description: String::new(),
        knobs: Vec::new(),
    };
    let mut named = Vec::new();
    for (name, property) in properties(schema.as_value()) {
        if property.get("properties").is_none() {
            top.knobs.push(knob(name.clone(), property));
            continue;
        }
        let knobs = properties(property)
            .map(|(key, property)| knob(format!("{name}.{key}"), property))
            .collect();
        let description = text(property, "description");
        named.push(Section {
            name: Some(name.clone()),
            description,
            knobs,
        });
    }
    named.insert(0, top);
    named
}

fn properties(schema: &Value) -> impl Iterator<Item = (&String, &Value)> {
    schema
        .get("properties")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
}

fn knob(key: String, property: &Value) -> Knob {
    let is_secret = property
        .get("writeOnly")
        .and_then(Value::as_bool)
        .unwrap_or(false);
    Knob {
        key,
        description: text(property, "description"),
        kind: kind(property),
        is_secret,
    }
}

fn kind(property: &Value) -> Kind {
    let number = |key: &str| property.get(key).and_then(Value::as_i64).map(i128::from);
    let length = |key: &str| property.get(key).and_then(Value::as_u64);
    match property.get("type").and_then(Value::as_str) {
        Some("boolean") => Kind::Switch,
        Some("integer") => Kind::Integer {
            min: number("minimum").unwrap_or(0),
            max: number("maximum").unwrap_or(i128::from(i64::MAX)),
        },
        _ => match choices(property) {
            values if values.is_empty() => Kind::Text {
                min: length("minLength").unwrap_or(0),
                max: length("maxLength").unwrap_or(LONGEST_TEXT),
            },
            values => Kind::Choice(values),
        },
    }
}

/// The names of an enum, which the schema writes in one of two ways: a list, or, when they are
/// documented, one alternative each.
fn choices(property: &Value) -> Vec<String> {
    let list = property
        .get("enum")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    let alternatives = property
        .get("oneOf")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    list.chain(alternatives.filter_map(|alternative| alternative.get("const")))
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

fn text(property: &Value, key: &str) -> String {
    let text = property
        .get(key)
        .and_then(Value::as_str)
        .unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_knob_is_described_and_bounded() {
        let knobs: Vec<Knob> = sections()
            .into_iter()
            .flat_map(|section| section.knobs)
            .collect();
        assert!(knobs.len() > 25, "{}", knobs.len());
        for knob in &knobs {
            assert!(
                knob.description.len() > 10,
                "{} lacks a description",
                knob.key
            );
            if let Kind::Integer { max, .. } = knob.kind {
                assert!(max < i128::from(i64::MAX), "{} lacks a bound", knob.key);
            }
        }
    }

    #[test]
    fn knobs_keep_the_order_of_their_declaration() {
        let sections = sections();
        let names: Vec<_> = sections
            .iter()
            .filter_map(|section| section.name.as_deref())
            .collect();
        assert_eq!(
            names,
            [
                "server", "answers", "cors", "database", "limits", "traffic", "memory", "auth",
                "writing", "log"
            ]
        );
        let first = sections[1]
            .knobs
            .first()
            .map(|knob| (knob.key.clone(), knob.variable()));
        let expected = (
            "server.listen".to_owned(),
            "FILMGRAPH_SERVER__LISTEN".to_owned(),
        );
        assert_eq!(first, Some(expected));
    }

    #[test]
    fn an_enum_is_a_choice() {
        let format = sections()
            .into_iter()
            .flat_map(|s| s.knobs)
            .find(|k| k.key == "log.format");
        let kind = format.map(|knob| knob.kind);
        assert_eq!(
            kind,
            Some(Kind::Choice(vec!["text".to_owned(), "json".to_owned()]))
        );
    }
}
