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
/// another goes to a nameless one that is nobody's of the record's own, else to where it stands among
/// the names.
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
            None => characters.iter().position(|one| is_nobodys(one, own)),
        };
        let fields = nameless.and_then(|at| characters.get_mut(at)?.as_object_mut());
        match (fields, place) {
            (Some(fields), _) => {
                fields.insert(NAME.to_owned(), (*new).into());
            }
            (None, Some(place)) => {
                let at = place_of(&characters, own, place);
                characters.insert(at, linked(own, place, NAME, new));
            }
            (None, None) => {
                let at = place_among(&characters, names, new);
                characters.insert(at, json!({ NAME: new }));
            }
        }
    }
    store(record, characters);
}

/// A character of the record's own with nothing but this said of it.
fn linked(own: &[Value], place: usize, field: &str, text_of: &str) -> Value {
    let mut fields = Map::from_iter([(field.to_owned(), text_of.into())]);
    let character = own.get(place).and_then(|one| text(one, CHARACTER));
    fields.extend(character.map(|id| (CHARACTER.to_owned(), id.into())));
    fields.into()
}

/// Whether a character has no name, and is none of the record's own that has lost it.
fn is_nobodys(one: &Value, own: &[Value]) -> bool {
    let is_it = |of: &&Value| {
        description_of(of) == description_of(one) && text(of, CHARACTER) == text(one, CHARACTER)
    };
    let found = own.iter().find(is_it);
    name(one).is_none() && found.is_none_or(|of| name(of).is_none())
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

/// Where what the record has at a place comes back: before the first that it has later, or a name
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

/// Where a name comes that the record itself does not have: before the first that is a later one of
/// the names.
fn place_among(characters: &[Value], names: &[&str], new: &str) -> usize {
    let at = |name: &str| names.iter().position(|one| *one == name);
    let new = at(new);
    let is_later = |one: &Value| name(one).is_some_and(|name| at(name) > new);
    let later = characters.iter().position(is_later);
    later.unwrap_or(characters.len())
}

/// Which character a description is claimed of, for a claim does not say: of those that are described
/// the first by name, else the first by name; those without a name come last. Their order says nothing
/// of them, so that changing it moves no description to another.
fn described(characters: &[Value]) -> Option<usize> {
    let says = |at: &usize| characters.get(*at).and_then(description_of);
    let is_described = (0..characters.len()).any(|at| says(&at).is_some());
    let fits = (0..characters.len()).filter(|at| !is_described || says(at).is_some());
    fits.min_by_key(|at| {
        let name = characters.get(*at).and_then(name);
        (name.is_none(), name, says(at))
    })
}

fn description_of(character: &Value) -> Option<&str> {
    text(character, DESCRIPTION)
}

/// What the character that is described is described as.
pub(crate) fn description(record: &Map<String, Value>) -> Option<&str> {
    let characters = list(record);
    description_of(characters.get(described(characters)?)?)
}

/// Describes a character, or no longer: that of the record's own, if it has one to describe.
pub(crate) fn set_description(record: &mut Map<String, Value>, new: Option<&str>, own: &[Value]) {
    let mut characters = list(record).to_vec();
    let of_own = described(own);
    let at = match of_own {
        Some(place) => shown_of(&characters, own, place),
        None => described(&characters),
    };
    match (
        at.and_then(|at| characters.get_mut(at)?.as_object_mut()),
        new,
    ) {
        (Some(fields), Some(new)) => {
            fields.insert(DESCRIPTION.to_owned(), new.into());
        }
        (Some(fields), None) => {
            fields.remove(DESCRIPTION);
        }
        (None, Some(new)) => match of_own {
            Some(place) => {
                let at = place_of(&characters, own, place);
                characters.insert(at, linked(own, place, DESCRIPTION, new));
            }
            None => characters.push(json!({ DESCRIPTION: new })),
        },
        (None, None) => {}
    }
    store(record, characters);
}

/// The one that is shown of a character of the record's own: by its name, else the nameless one that
/// is no other of them.
fn shown_of(characters: &[Value], own: &[Value], place: usize) -> Option<usize> {
    let wanted = name(own.get(place)?);
    let named = characters
        .iter()
        .position(|one| wanted.is_some() && name(one) == wanted);
    let others = || own.iter().enumerate().filter(|(at, _)| *at != place);
    let is_others = |one: &Value| {
        others().any(|(_, of)| {
            description_of(of).is_some() && description_of(of) == description_of(one)
        })
    };
    let link = |one: &Value| text(one, CHARACTER).map(str::to_owned);
    let fits = |one: &Value| {
        name(one).is_none() && Some(link(one)) == own.get(place).map(link) && !is_others(one)
    };
    named.or_else(|| characters.iter().position(fits))
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
