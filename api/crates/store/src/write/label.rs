//! What a record is called once it is no longer there: a line made of its own fields alone.

use record::bound::LABEL;
use serde_json::{Map, Value};

/// Fields that name a record by themselves, the first that there is.
const NAMES: [&str; 3] = ["title", "name", "text"];
/// Fields that tell records of a kind apart, in the order in which they are read.
const MARKS: [&str; 15] = [
    "award",
    "category",
    "year",
    "kind",
    "property",
    "propertyKey",
    "department",
    "job",
    "country",
    "date",
    "announcedOn",
    "number",
    "average",
    "url",
    "extent",
];

/// The label of a record, from its fields as the interchange format has them.
pub(super) fn label(fields: &Map<String, Value>) -> String {
    let text = |name: &&str| fields.get(*name).and_then(text_of);
    let name = NAMES.iter().find_map(text);
    let label = name.unwrap_or_else(|| {
        let marks = MARKS.iter().filter_map(text).chain(characters(fields));
        marks.collect::<Vec<_>>().join(" ")
    });
    // What nothing tells apart has its id at least.
    let label = match label.is_empty() {
        true => fields.get("id").and_then(text_of).unwrap_or_default(),
        false => label,
    };
    cut(&label)
}

/// The names of a role's characters.
fn characters(fields: &Map<String, Value>) -> Option<String> {
    let characters = fields.get("characters")?.as_array()?;
    let name = |character: &Value| text_of(character.get("name")?);
    let names: Vec<String> = characters.iter().filter_map(name).collect();
    (!names.is_empty()).then(|| format!("({})", names.join(", ")))
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn cut(label: &str) -> String {
    if label.chars().count() <= LABEL {
        return label.to_owned();
    }
    let start: String = label.chars().take(LABEL - 1).collect();
    format!("{start}…")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(record: &Value) -> String {
        label(record.as_object().unwrap_or(&Map::new()))
    }

    #[test]
    fn records_are_called_by_their_names_or_by_what_they_are() {
        for (record, label) in [
            (json!({"title": "Léon", "kind": "FILM"}), "Léon"),
            (json!({"name": "Jean Reno"}), "Jean Reno"),
            (
                json!({"department": "ACTING", "characters": [{"name": "Léon"}, {"description": "x"}]}),
                "ACTING (Léon)",
            ),
            (
                json!({"department": "DIRECTING", "job": "director"}),
                "DIRECTING director",
            ),
            (
                json!({"kind": "FILMING_STARTED", "date": "2025-07"}),
                "FILMING_STARTED 2025-07",
            ),
            (json!({"number": 2, "series": "wvu"}), "2"),
            (json!({"extent": "PARTIAL", "subject": "wvu"}), "PARTIAL"),
            (json!({"id": "wvu", "work": "wvu"}), "wvu"),
        ] {
            assert_eq!(of(&record), label);
        }
    }

    #[test]
    fn a_long_name_is_cut() {
        let long = of(&json!({"title": "é".repeat(1_000)}));
        assert_eq!(long.chars().count(), LABEL);
        assert!(long.ends_with('…'));
    }
}
