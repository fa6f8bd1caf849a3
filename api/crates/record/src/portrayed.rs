//! The characters of a role: their names and what is said of them are claimed apart, and stand
//! together in the record. A description says of whom it is, by the name; one that does not is that of
//! a character without a name.

use claim::{ClaimValue, Topic, ValueType};
use entity::vocabulary::ClaimStance;
use serde_json::{Map, Value, json};

use crate::{ClaimRecord, Fault, FaultKind};

pub(crate) const FIELD: &str = "characters";
const NAME: &str = "name";
const DESCRIPTION: &str = "description";
const CHARACTER: &str = "character";

/// What is said of a character, and by which name it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Description<'a> {
    pub(crate) of: Option<&'a str>,
    pub(crate) text: &'a str,
}

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

/// What tells a character from others of its role: its name, else what it is described as.
fn told_by(character: &Value) -> (Option<&str>, Option<&str>) {
    match name(character) {
        Some(name) => (Some(name), None),
        None => (None, text(character, DESCRIPTION)),
    }
}

/// The names of the characters, in order.
pub(crate) fn names(record: &Map<String, Value>) -> impl Iterator<Item = &str> {
    list(record).iter().filter_map(name)
}

/// What is said of the characters, in order.
pub(crate) fn descriptions(record: &Map<String, Value>) -> impl Iterator<Item = Description<'_>> {
    described(list(record))
}

fn described(characters: &[Value]) -> impl Iterator<Item = Description<'_>> {
    characters.iter().filter_map(|character| {
        Some(Description {
            of: name(character),
            text: text(character, DESCRIPTION)?,
        })
    })
}

/// Makes these the names. A character that keeps its name keeps what else is known of it; one that
/// comes back, whom the record itself has among `own`, has its place there, its link and its
/// description.
pub(crate) fn set_names(record: &mut Map<String, Value>, names: &[&str], own: &[Value]) {
    let mut characters = list(record).to_vec();
    characters.retain(|one| name(one).is_none_or(|name| names.contains(&name)));
    for new in names {
        if characters.iter().any(|one| name(one) == Some(new)) {
            continue;
        }
        match own.iter().position(|one| name(one) == Some(new)) {
            Some(place) => bring_back(&mut characters, own, place),
            None => {
                let at = place_among(&characters, names, new);
                characters.insert(at, json!({ NAME: new }));
            }
        }
    }
    store(record, characters);
}

/// Makes these the descriptions: of each name its first, and of nobody known what does not say of
/// whom it is. What is said of a name that the record does not have is not shown.
pub(crate) fn set_descriptions(
    record: &mut Map<String, Value>,
    said: &[Description<'_>],
    own: &[Value],
) {
    let mut characters = list(record).to_vec();
    let of_nobody = about(said, None);
    characters.retain(|one| {
        let is_said = text(one, DESCRIPTION).is_some_and(|text| of_nobody.contains(&text));
        name(one).is_some() || is_said
    });
    for character in &mut characters {
        let Some(name) = name(character) else {
            continue;
        };
        let first = about(said, Some(name)).first().copied();
        if let Some(fields) = character.as_object_mut() {
            match first {
                Some(text) => fields.insert(DESCRIPTION.to_owned(), text.into()),
                None => fields.remove(DESCRIPTION),
            };
        }
    }
    for new in of_nobody {
        let told = (None, Some(new));
        if characters.iter().any(|one| told_by(one) == told) {
            continue;
        }
        let of_own = (0..own.len()).filter(|at| own.get(*at).map(told_by) == Some(told));
        let of_own: Vec<usize> = of_own.collect();
        for place in &of_own {
            bring_back(&mut characters, own, *place);
        }
        if of_own.is_empty() {
            characters.push(json!({ DESCRIPTION: new }));
        }
    }
    store(record, characters);
}

/// What is said of a name, or of nobody known.
fn about<'a>(said: &[Description<'a>], name: Option<&str>) -> Vec<&'a str> {
    let of = said.iter().filter(|one| one.of == name);
    of.map(|one| one.text).collect()
}

/// Puts what the record itself has at a place back: before the first that it has later, or one with a
/// name that it does not have.
fn bring_back(characters: &mut Vec<Value>, own: &[Value], place: usize) {
    let is_later = |one: &Value| {
        let at = own.iter().position(|of| told_by(of) == told_by(one));
        at.map_or(name(one).is_some(), |at| at > place)
    };
    let later = characters.iter().position(is_later);
    if let Some(character) = own.get(place) {
        let at = later.unwrap_or(characters.len());
        characters.insert(at, character.clone());
    }
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

/// Lets a record hold these characters, in their order, with their names and links, and with its own
/// descriptions: those of others are claims.
pub(crate) fn hold(record: &mut Map<String, Value>, shown: &[Value]) {
    let own = list(record).to_vec();
    let held = |one: &Value| {
        let of_own = own.iter().find(|of| told_by(of) == told_by(one));
        let description = of_own.and_then(|of| text(of, DESCRIPTION));
        let is_linked = text(one, CHARACTER).is_some();
        if name(one).is_none() {
            return (of_own.is_some() || is_linked).then(|| one.clone());
        }
        let mut fields = one.as_object()?.clone();
        match description {
            Some(text) => fields.insert(DESCRIPTION.to_owned(), text.into()),
            None => fields.shift_remove(DESCRIPTION),
        };
        Some(Value::Object(fields))
    };
    store(record, shown.iter().filter_map(held).collect());
}

fn store(record: &mut Map<String, Value>, characters: Vec<Value>) {
    if characters.is_empty() {
        record.remove(FIELD);
    } else {
        record.insert(FIELD.to_owned(), characters.into());
    }
}

/// A claim about a character of a role, with the name of that character where it says none and there
/// is one it can be about. Claims about anything else are as they are.
///
/// # Errors
/// The fault of a claim that can be about several.
pub fn about_whom(claim: ClaimRecord, role: &Map<String, Value>) -> Result<ClaimRecord, Fault> {
    let (true, Some(ClaimValue::Text { text: said, .. })) = (is_about_one(&claim), &claim.value)
    else {
        return Ok(claim);
    };
    let is_denied = claim.stance == ClaimStance::Denies;
    let characters = list(role).iter();
    let fits = |one: &&Value| !is_denied || text(one, DESCRIPTION) == Some(said);
    let fitting: Vec<&Value> = characters.filter(fits).collect();
    match fitting.as_slice() {
        [] => Ok(claim),
        [one] => {
            let value = ClaimValue::words_about(name(one), said);
            let value = Some(value);
            Ok(ClaimRecord { value, ..claim })
        }
        several => {
            let known = several.iter().filter_map(|one| name(one));
            let known: Vec<String> = known.map(|name| format!("\"{name}\"")).collect();
            let by_name = match known.as_slice() {
                [] => "none of them has a name".to_owned(),
                known => format!("name one of {}", known.join(", ")),
            };
            let reason = format!(
                "is needed: the role has several characters; {by_name}, or describe them all with `roleUpdate`"
            );
            Err(Fault {
                kind: FaultKind::Missing,
                field: "value.character".to_owned(),
                reason,
            })
        }
    }
}

/// That a claim asserts something of a character that the role does not have, in words; none where it
/// has, or nothing of the kind is claimed.
#[must_use]
pub fn stranger(claim: &ClaimRecord, role: &Map<String, Value>) -> Option<String> {
    let Some(ClaimValue::Text {
        character: Some(of),
        ..
    }) = &claim.value
    else {
        return None;
    };
    if claim.stance == ClaimStance::Denies || names(role).any(|name| name == of) {
        return None;
    }
    let known: Vec<String> = names(role).map(|name| format!("\"{name}\"")).collect();
    let known = match known.as_slice() {
        [] => "none".to_owned(),
        known => known.join(", "),
    };
    Some(format!(
        "is recorded, and shown once the role has a character named \"{of}\"; it has {known}"
    ))
}

/// Whether a claim describes a character, and does not say whom.
fn is_about_one(claim: &ClaimRecord) -> bool {
    let of = claim.topic().ok();
    let is_portrayal =
        matches!(of, Some(Topic::Known(entry)) if matches!(entry.of, ValueType::Portrayal(_)));
    is_portrayal
        && matches!(
            claim.value,
            Some(ClaimValue::Text {
                character: None,
                ..
            })
        )
}
