//! The characters of a role: names and descriptions are claimed apart, and stand together in the
//! record.

use serde_json::{Map, Value, json};

const FIELD: &str = "characters";

fn list(record: &Map<String, Value>) -> &[Value] {
    record
        .get(FIELD)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

fn name(character: &Value) -> Option<&str> {
    character.get("name").and_then(Value::as_str)
}

/// The names of the characters, in order.
pub(crate) fn names(record: &Map<String, Value>) -> impl Iterator<Item = &str> {
    list(record).iter().filter_map(name)
}

/// Makes these the names. A character that keeps its name keeps what else is known of it, and a
/// nameless one takes the first new name.
pub(crate) fn set_names(record: &mut Map<String, Value>, names: &[&str]) {
    let mut characters = list(record).to_vec();
    for character in &mut characters {
        let goes = name(character).is_some_and(|name| !names.contains(&name));
        if let (true, Some(fields)) = (goes, character.as_object_mut()) {
            fields.remove("name");
        }
    }
    for new in names {
        if characters
            .iter()
            .any(|character| name(character) == Some(new))
        {
            continue;
        }
        let nameless = characters
            .iter_mut()
            .find(|character| name(character).is_none());
        match nameless.and_then(Value::as_object_mut) {
            Some(fields) => {
                fields.insert("name".to_owned(), (*new).into());
            }
            None => characters.push(json!({"name": new})),
        }
    }
    store(record, characters);
}

/// What the first character that is described is described as.
pub(crate) fn description(record: &Map<String, Value>) -> Option<&str> {
    let described = |character| Value::get(character, "description");
    list(record).iter().find_map(described)?.as_str()
}

/// Describes the first character, or none.
pub(crate) fn set_description(record: &mut Map<String, Value>, text: Option<&str>) {
    let mut characters = list(record).to_vec();
    let described = |character: &Value| character.get("description").is_some();
    let at = characters.iter().position(described).unwrap_or_default();
    match (characters.get_mut(at).and_then(Value::as_object_mut), text) {
        (Some(fields), Some(text)) => {
            fields.insert("description".to_owned(), text.into());
        }
        (Some(fields), None) => {
            fields.remove("description");
        }
        (None, Some(text)) => characters.push(json!({"description": text})),
        (None, None) => {}
    }
    store(record, characters);
}

/// A character with neither a name nor a description is none, and what is left of two may be one.
fn store(record: &mut Map<String, Value>, mut characters: Vec<Value>) {
    let mut seen = std::collections::HashSet::new();
    characters.retain(|character| {
        let is_one = ["name", "description"]
            .iter()
            .any(|field| character.get(field).is_some());
        is_one && seen.insert(character.to_string())
    });
    if characters.is_empty() {
        record.remove(FIELD);
    } else {
        record.insert(FIELD.to_owned(), characters.into());
    }
}
