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

/// Which character a description is claimed of, for a claim does not say: of those that are described
/// the first by name, else the first by name. Their order says nothing of them, so that changing it
/// moves no description to another.
fn described(characters: &[Value]) -> Option<usize> {
    let text = |at: &usize| characters.get(*at).and_then(description_of);
    let is_described = (0..characters.len()).any(|at| text(&at).is_some());
    let fits = (0..characters.len()).filter(|at| !is_described || text(at).is_some());
    fits.min_by_key(|at| (characters.get(*at).and_then(name), text(at)))
}

fn description_of(character: &Value) -> Option<&str> {
    character.get("description").and_then(Value::as_str)
}

/// What the character that is described is described as.
pub(crate) fn description(record: &Map<String, Value>) -> Option<&str> {
    let characters = list(record);
    description_of(characters.get(described(characters)?)?)
}

/// Describes a character, or no longer.
pub(crate) fn set_description(record: &mut Map<String, Value>, text: Option<&str>) {
    let mut characters = list(record).to_vec();
    let at = described(&characters).unwrap_or_default();
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
