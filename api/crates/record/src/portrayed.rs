//! The characters of a role: names and descriptions are claimed apart, and stand together in the
//! record.

use serde_json::{Map, Value, json};

const FIELD: &str = "characters";
const NAME: &str = "name";
const DESCRIPTION: &str = "description";
const CHARACTER: &str = "character";

pub(crate) fn list(record: &Map<String, Value>) -> &[Value] {
    record
        .get(FIELD)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

fn text<'a>(character: &'a Value, field: &str) -> Option<&'a str> {
    character.get(field).and_then(Value::as_str)
}

fn name(character: &Value) -> Option<&str> {
    text(character, NAME)
}

/// The names of the characters, in order.
pub(crate) fn names(record: &Map<String, Value>) -> impl Iterator<Item = &str> {
    list(record).iter().filter_map(name)
}

/// Makes these the names. A character that keeps its name keeps what else is known of it. A name that
/// the record itself has, among `own`, comes back to its place and to the character that it was of;
/// another goes to the first nameless one, else to the end.
pub(crate) fn set_names(record: &mut Map<String, Value>, names: &[&str], own: &[Value]) {
    let mut characters = list(record).to_vec();
    for character in &mut characters {
        let goes = name(character).is_some_and(|name| !names.contains(&name));
        if let (true, Some(fields)) = (goes, character.as_object_mut()) {
            fields.remove(NAME);
        }
    }
    for new in names {
        if characters.iter().any(|one| name(one) == Some(new)) {
            continue;
        }
        let place = own.iter().position(|one| name(one) == Some(new));
        let nameless = match place {
            Some(place) => nameless_of(&characters, own, place),
            None => characters.iter().position(|one| name(one).is_none()),
        };
        let fields = nameless.and_then(|at| characters.get_mut(at)?.as_object_mut());
        match (fields, place) {
            (Some(fields), _) => {
                fields.insert(NAME.to_owned(), (*new).into());
            }
            (None, Some(place)) => {
                let mut fields = Map::from_iter([(NAME.to_owned(), (*new).into())]);
                let character = own.get(place).and_then(|one| text(one, CHARACTER));
                fields.extend(character.map(|id| (CHARACTER.to_owned(), id.into())));
                let at = place_of(&characters, own, place);
                characters.insert(at, fields.into());
            }
            (None, None) => characters.push(json!({ NAME: new })),
        }
    }
    store(record, characters);
}

/// The one that lost the name at a place of the record's own: with the same description, else with
/// one that no other has.
fn nameless_of(characters: &[Value], own: &[Value], place: usize) -> Option<usize> {
    let lost = own.get(place)?;
    let fits = |one: &Value| name(one).is_none() && text(one, CHARACTER) == text(lost, CHARACTER);
    let same = |one: &Value| description_of(one) == description_of(lost);
    let taken = |one: &Value| {
        own.iter()
            .any(|of| description_of(of) == description_of(one))
    };
    let find =
        |is_it: &dyn Fn(&Value) -> bool| characters.iter().position(|one| fits(one) && is_it(one));
    find(&same).or_else(|| find(&|one| !taken(one)))
}

/// Where a name comes back that the record has at a place: before the first that it has later, or
/// that it does not have.
fn place_of(characters: &[Value], own: &[Value], place: usize) -> usize {
    let is_later = |one: &Value| {
        let same = |of: &Value| match name(one) {
            Some(_) => name(of) == name(one),
            None => description_of(of) == description_of(one),
        };
        let at = own.iter().position(same);
        at.map_or(name(one).is_some(), |at| at > place)
    };
    let later = characters.iter().position(is_later);
    later.unwrap_or(characters.len())
}

/// Which character a description is claimed of, for a claim does not say: of those that are described
/// the first by name, else the first by name. Their order says nothing of them, so that changing it
/// moves no description to another.
fn described(characters: &[Value]) -> Option<usize> {
    let says = |at: &usize| characters.get(*at).and_then(description_of);
    let is_described = (0..characters.len()).any(|at| says(&at).is_some());
    let fits = (0..characters.len()).filter(|at| !is_described || says(at).is_some());
    fits.min_by_key(|at| (characters.get(*at).and_then(name), says(at)))
}

fn description_of(character: &Value) -> Option<&str> {
    text(character, DESCRIPTION)
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
            fields.insert(DESCRIPTION.to_owned(), text.into());
        }
        (Some(fields), None) => {
            fields.remove(DESCRIPTION);
        }
        (None, Some(text)) => characters.push(json!({ DESCRIPTION: text })),
        (None, None) => {}
    }
    store(record, characters);
}

/// A character with neither a name nor a description is none, and what is left of two may be one.
fn store(record: &mut Map<String, Value>, mut characters: Vec<Value>) {
    let mut seen = std::collections::HashSet::new();
    characters.retain(|character| {
        let is_one = [NAME, DESCRIPTION]
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
