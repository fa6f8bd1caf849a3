//! Going through what the fields of a line refer to, as their records are declared.

use entity::vocabulary::RecordKind;
use record::{Described, Field, Shape, by_kind};
use serde_json::{Map, Value};

/// The fields of the records of a kind.
pub(super) fn fields_of(kind: RecordKind) -> &'static [Field] {
    fn of<R: Described>() -> &'static [Field] {
        R::FIELDS
    }
    by_kind!(kind, &[], of())
}

/// The kind of the records that a value names; none where it may be any.
pub(super) type Target = Option<RecordKind>;

/// Hands each value that names a record on, with its place and the kind that it has to be of.
pub(super) fn references(
    fields: &'static [Field],
    line: &mut Map<String, Value>,
    see: &mut dyn FnMut(Target, &str, &mut Value),
) {
    within("", fields, line, see);
}

fn within(
    path: &str,
    fields: &'static [Field],
    object: &mut Map<String, Value>,
    see: &mut dyn FnMut(Target, &str, &mut Value),
) {
    for field in fields.iter().filter(|field| field.name != "id") {
        let Some(value) = object.get_mut(field.name) else {
            continue;
        };
        let path = below(path, field.name);
        match value {
            Value::Array(members) => {
                for (place, member) in members.iter_mut().enumerate() {
                    one(&below(&path, &place.to_string()), field, member, see);
                }
            }
            value => one(&path, field, value, see),
        }
    }
}

fn one(
    path: &str,
    field: &Field,
    value: &mut Value,
    see: &mut dyn FnMut(Target, &str, &mut Value),
) {
    match (field.shape, value) {
        (Shape::Id(kind), value) => see(Some(kind), path, value),
        (Shape::AnyId, value) => see(None, path, value),
        (Shape::Part { fields, .. }, Value::Object(part)) => within(path, fields, part, see),
        (Shape::ClaimValue, Value::Object(part)) => {
            if let Some(value) = part.get_mut("record") {
                see(None, &below(path, "record"), value);
            }
        }
        _ => {}
    }
}

fn below(path: &str, name: &str) -> String {
    match path {
        "" => name.to_owned(),
        path => format!("{path}.{name}"),
    }
}

/// Hands on each list of parts that have ids of their own, with the kind of the ids.
pub(super) fn parts_with_ids(
    fields: &'static [Field],
    line: &mut Map<String, Value>,
    mut see: impl FnMut(&'static str, RecordKind, &mut Vec<Value>),
) {
    for field in fields {
        let Shape::Part { fields, .. } = field.shape else {
            continue;
        };
        let id = fields.iter().find(|field| field.name == "id");
        let Some(Shape::Id(kind)) = id.map(|field| field.shape) else {
            continue;
        };
        if let Some(Value::Array(parts)) = line.get_mut(field.name) {
            see(field.name, kind, parts);
        }
    }
}
