//! The JSON Schema of lines that may leave ids out: made from that of lines that have them, and from
//! what can stand in the place of an id.

use entity::vocabulary::{ExternalAuthority, RecordKind};
use record::{Declared, by_kind};
use serde_json::{Map, Value, json};

use super::jsonl::record_schema;
use crate::ingest::resolve::{
    IDENTITY_CHARS, KEY_CHARS, MOST_IDENTITIES, authority_word, called, naming,
};

/// Where the definitions stand.
const DEFINITIONS: &str = "#/$defs/";
/// What can stand where the id of any record can.
const ANY: &str = "AnyReference";

/// The JSON Schema of a line of the newest version; lines of older ones are among them.
#[must_use]
pub fn line_schema() -> Value {
    let mut schema = Value::from(record_schema());
    if let Some(kinds) = schema.get_mut("oneOf").and_then(Value::as_array_mut) {
        kinds.iter_mut().for_each(open_kind);
    }
    if let Some(definitions) = schema.get_mut("$defs").and_then(Value::as_object_mut) {
        definitions.values_mut().for_each(open_part);
        definitions.extend(references());
    }
    let words = "A line of the interchange format but the first. From version 2 on it may leave ids out, \
                 as here; in version 1 every record and every reference has its id.";
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("title".to_owned(), "Line".into());
        schema.insert("description".to_owned(), words.into());
    }
    schema
}

/// A kind's line: without its id, and with keys.
fn open_kind(line: &mut Value) {
    let name = line.pointer("/properties/type/const");
    let name = name.and_then(Value::as_str).unwrap_or_default().to_owned();
    let kind = RecordKind::RECORDS
        .iter()
        .find(|kind| called(**kind) == name);
    let Some(line) = line.as_object_mut() else {
        return;
    };
    let Some(kind) = kind else {
        insert_after_id(line, ways_to_deleted());
        return;
    };
    leave_out(line, "id");
    if *kind == RecordKind::Claim {
        leave_out(line, "recordedAt");
    }
    refer(line);
    insert_after_id(line, [("key", key()), ("keys", keys())]);
    if !has_identity(*kind) {
        let needs = |name: &str| json!({"required": [name]});
        let identifiers = json!({
            "properties": {"externalIds": {"minProperties": 1}},
            "required": ["externalIds"],
        });
        let ways = [needs("id"), needs("key"), needs("keys"), identifiers];
        line.insert("anyOf".to_owned(), ways.as_slice().into());
    }
}

/// A part of a record: without its id.
fn open_part(part: &mut Value) {
    if let Some(part) = part
        .as_object_mut()
        .filter(|of| of.contains_key("properties"))
    {
        leave_out(part, "id");
        refer(part);
    }
}

fn has_identity(kind: RecordKind) -> bool {
    fn of<R: Declared>() -> bool {
        R::IDENTITY.is_some()
    }
    by_kind!(kind, false, of())
}

fn leave_out(object: &mut Map<String, Value>, name: &str) {
    if let Some(required) = object.get_mut("required").and_then(Value::as_array_mut) {
        required.retain(|required| required != name);
        if required.is_empty() {
            object.shift_remove("required");
        }
    }
}

fn insert_after_id(
    line: &mut Map<String, Value>,
    new: impl IntoIterator<Item = (&'static str, Value)>,
) {
    let Some(Value::Object(properties)) = line.get_mut("properties") else {
        return;
    };
    let place = properties.keys().position(|name| name == "id");
    let place = place.map_or(properties.len(), |place| place + 1);
    for (place, (name, schema)) in (place..).zip(new) {
        properties.shift_insert(place, name.to_owned(), schema);
    }
}

/// Lets references stand where ids of other records do.
fn refer(object: &mut Map<String, Value>) {
    let properties = object.get_mut("properties").and_then(Value::as_object_mut);
    for (name, schema) in properties.into_iter().flatten() {
        match name.as_str() {
            "id" => {}
            // The value of a claim: the id has no definition of its own there.
            "record" => {
                *schema = with_words(schema, &json!({"anyOf": [of(ANY), {"type": "null"}]}))
            }
            _ => replace_ids(schema),
        }
    }
}

fn with_words(schema: &Value, other: &Value) -> Value {
    let mut with = Map::new();
    if let Some(words) = schema.get("description") {
        with.insert("description".to_owned(), words.clone());
    }
    with.extend(other.as_object().cloned().unwrap_or_default());
    with.into()
}

fn replace_ids(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            for (name, value) in object {
                match value
                    .as_str()
                    .filter(|_| name == "$ref")
                    .and_then(reference_for)
                {
                    Some(reference) => *value = reference.into(),
                    None => replace_ids(value),
                }
            }
        }
        Value::Array(members) => members.iter_mut().for_each(replace_ids),
        _ => {}
    }
}

/// The definition of what can stand in the place of an id.
fn reference_for(id: &str) -> Option<String> {
    let name = id.strip_prefix(DEFINITIONS)?.strip_suffix("Id")?;
    let is_kind = |kind: &&RecordKind| format!("{kind:?}") == name;
    if name == "Any" {
        return Some(format!("{DEFINITIONS}{ANY}"));
    }
    let kind = RecordKind::RECORDS.iter().find(is_kind)?;
    Some(format!("{DEFINITIONS}{}", reference_name(*kind)))
}

fn reference_name(kind: RecordKind) -> String {
    format!("{kind:?}Reference")
}

fn of(definition: &str) -> Value {
    json!({"$ref": format!("{DEFINITIONS}{definition}")})
}

/// A text of 1 to 200 characters without blanks at its ends.
fn key() -> Value {
    json!({
        "description": "A key of your choice, by which the record is found again within its source.",
        "anyOf": [of("Key"), {"type": "null"}],
    })
}

fn keys() -> Value {
    json!({
        "description": "Keys that several sources gave it, by the ids of the sources.",
        "type": "object",
        "propertyNames": of("SourceId"),
        "additionalProperties": of("Key"),
    })
}

fn ways_to_deleted() -> [(&'static str, Value); 3] {
    let identities = json!({
        "description": "What made it what it was, in digests: by these a line without an id finds it.",
        "type": "array",
        "maxItems": MOST_IDENTITIES,
        "items": {"type": "string", "pattern": format!("^[0-9a-f]{{{IDENTITY_CHARS}}}$")},
    });
    [("key", key()), ("keys", keys()), ("identities", identities)]
}

/// The definitions of references.
fn references() -> Map<String, Value> {
    let mut all = Map::new();
    let mut add = |name: String, schema: Value| {
        all.insert(name, schema);
    };
    add(
        "Key".to_owned(),
        json!({
            "description": "A key that whoever wrote the file gave to a record.",
            "type": "string",
            "minLength": 1,
            "maxLength": KEY_CHARS,
            "pattern": "^\\S(.*\\S)?$",
        }),
    );
    add(
        "ByKey".to_owned(),
        named_by([("key", json!({"type": "string"}))], "key"),
    );
    add("ByIdentifiers".to_owned(), by_identifiers());
    for kind in RecordKind::RECORDS {
        if let Some((name, year)) = naming(*kind) {
            let year = year.map(|year| (year, json!({"type": "integer", "format": "int32"})));
            let words = [(name, json!({"type": "string", "pattern": "\\S"}))];
            let definition = named_by(words.into_iter().chain(year), name);
            add(by_name(*kind), definition);
        }
    }
    for kind in RecordKind::RECORDS {
        add(reference_name(*kind), reference(*kind));
    }
    add(ANY.to_owned(), any_reference());
    all
}

/// The definition of the names of a kind's records.
fn by_name(kind: RecordKind) -> String {
    format!("By{kind:?}Name")
}

/// An object with these members, and the kind that it is of.
fn named_by(members: impl IntoIterator<Item = (&'static str, Value)>, needed: &str) -> Value {
    let mut properties = Map::new();
    properties.insert("type".to_owned(), json!({"type": "string"}));
    properties.extend(members.into_iter().map(|(name, of)| (name.to_owned(), of)));
    json!({
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
        "required": [needed],
    })
}

fn by_identifiers() -> Value {
    let words: Vec<String> = ExternalAuthority::ALL
        .iter()
        .map(|of| authority_word(*of))
        .collect();
    let mut properties = Map::new();
    properties.insert("type".to_owned(), json!({"type": "string"}));
    properties.extend(
        words
            .iter()
            .map(|word| (word.clone(), json!({"type": "string"}))),
    );
    let one_of_them: Vec<Value> = words
        .iter()
        .map(|word| json!({"required": [word]}))
        .collect();
    json!({
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
        "anyOf": one_of_them,
    })
}

/// What names a record of a kind.
fn reference(kind: RecordKind) -> Value {
    let mut ways = vec![of("ByKey"), of("ByIdentifiers")];
    ways.extend(naming(kind).map(|_| of(&by_name(kind))));
    json!({
        "description": format!("Names {}: by its id, or by what leads to it.", kind.what()),
        "anyOf": [
            of(&format!("{kind:?}Id")),
            {"anyOf": ways, "properties": {"type": {"const": called(kind)}}, "type": "object"},
        ],
    })
}

/// What names a record whose kind is not given by its place: it says its kind, or is IMDb's.
fn any_reference() -> Value {
    let kinds = RecordKind::RECORDS.iter().map(|kind| {
        json!({"allOf": [of(&reference_name(*kind)), {"type": "object", "required": ["type"]}]})
    });
    let of_imdb = json!({
        "allOf": [
            of("ByIdentifiers"),
            {
                "properties": {"IMDB": {"pattern": "^(tt|nm|co)"}, "type": false},
                "required": ["IMDB"],
            },
        ],
    });
    let ways: Vec<Value> = [of("AnyId"), of_imdb].into_iter().chain(kinds).collect();
    json!({
        "description": "Names a record of any kind: by its id, or by what leads to it with its `type`, which an identifier of IMDb says by itself.",
        "anyOf": ways,
    })
}

#[cfg(test)]
#[path = "open_schema_tests.rs"]
mod tests;
