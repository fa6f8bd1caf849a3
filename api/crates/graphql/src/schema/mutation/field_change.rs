//! What a mutation changed of a record, property by property.

use async_graphql::Object;
use claim::{ClaimValue as Stated, Entry};
use entity::vocabulary::{Property as Stored, RecordKind};
use model::id::RecordId;
use record::{Described, Field, Shape, by_kind, entries, fields_of, property_value, set_property};
use serde_json::{Map, Value};

use crate::schema::knowledge::claim::ClaimValue;
use crate::schema::vocabulary::Property;

/// An answer lists at most so many: lists of a record may have thousands of members.
const MOST_CHANGES: usize = 1_000;
/// Fields that say how much a record is worth, or whose it is, and are shown as such.
const NOT_SHOWN: [&str; 2] = ["id", "sources"];

/// A value of a property that is there now and was not, or was and is no longer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FieldChange {
    property: Stored,
    key: String,
    before: Option<Stated>,
    after: Option<Stated>,
}

impl FieldChange {
    /// The records that it names.
    pub(super) fn records(&self) -> impl Iterator<Item = RecordId> {
        let values = self.before.iter().chain(&self.after);
        values.filter_map(|value| match value {
            Stated::Record(id) => Some(*id),
            _ => None,
        })
    }
}

/// A change of a property of a record. Where the property holds many values, each that came and each that went is a change.
#[Object]
impl FieldChange {
    /// The property; OTHER where it has no name of its own.
    async fn property(&self) -> Property {
        self.property.into()
    }

    /// The property's key: `title`, `price`; for what cannot be claimed, the name of the field.
    async fn property_key(&self) -> &str {
        &self.key
    }

    /// What it was; null for nothing. Parts of a record are words: their JSON as the interchange format has it.
    async fn before(&self) -> Option<ClaimValue> {
        self.before.clone().map(ClaimValue::of)
    }

    /// What it is, or would be; null for nothing.
    async fn after(&self) -> Option<ClaimValue> {
        self.after.clone().map(ClaimValue::of)
    }
}

/// What differs between two states of a record, as the interchange format writes them.
pub(crate) fn changes(
    kind: RecordKind,
    before: &Map<String, Value>,
    after: &Map<String, Value>,
) -> Vec<FieldChange> {
    let mut changes = Vec::new();
    // What the properties say of the record: what else differs is told by field.
    let mut told = before.clone();
    let properties = || entries(kind).filter(|entry| entry.property != Stored::Record);
    let mut in_properties: Vec<&str> = Vec::new();
    for entry in properties() {
        let found = of_property(entry, before, after);
        if !found.is_empty() {
            in_properties.extend(fields_of(entry));
        }
        changes.extend(found);
        set_property(entry, &mut told, &property_value(entry, after));
    }
    let names = after
        .keys()
        .chain(before.keys().filter(|name| !after.contains_key(*name)));
    for name in names.filter(|name| !NOT_SHOWN.contains(&name.as_str())) {
        let default = field_of(kind, name).and_then(|field| field.default);
        let default = default.map(|text| serde_json::from_str(text).unwrap_or(Value::from(text)));
        // What is left out is the default, unless there is no record.
        let of = |state: &Map<String, Value>| {
            let said = state.get(name).or(default.as_ref());
            said.filter(|_| !state.is_empty()).cloned()
        };
        let (was, is) = (of(before), of(after));
        let is_told = in_properties.contains(&name.as_str()) && told.get(name) == after.get(name);
        if was != is && !is_told {
            changes.extend(of_field(kind, name, was.as_ref(), is.as_ref()));
        }
    }
    changes.truncate(MOST_CHANGES);
    changes
}

fn of_property(
    entry: &Entry,
    before: &Map<String, Value>,
    after: &Map<String, Value>,
) -> Vec<FieldChange> {
    let (was, is) = (
        property_value(entry, before).values,
        property_value(entry, after).values,
    );
    pairs(&was, &is, |before, after| FieldChange {
        property: entry.property,
        key: entry.key.to_owned(),
        before,
        after,
    })
}

fn of_field(
    kind: RecordKind,
    name: &str,
    was: Option<&Value>,
    is: Option<&Value>,
) -> Vec<FieldChange> {
    let shape = field_of(kind, name).map(|field| field.shape);
    let values = |value: Option<&Value>| match value {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(list)) => list.iter().map(|one| stated(shape, one)).collect(),
        Some(one) => vec![stated(shape, one)],
    };
    let change = |before, after| FieldChange {
        property: Stored::Other,
        key: name.to_owned(),
        before,
        after,
    };
    let (was, is) = (values(was), values(is));
    let found = pairs(&was, &is, change);
    if !found.is_empty() {
        return found;
    }
    // The same values in another order.
    let words = |values: &[Stated]| {
        let texts: Vec<String> = values.iter().map(Stated::canonical).collect();
        Some(Stated::words(texts.join(", ")))
    };
    vec![change(words(&was), words(&is))]
}

/// One value for another, or each that came and each that went.
fn pairs(
    was: &[Stated],
    is: &[Stated],
    change: impl Fn(Option<Stated>, Option<Stated>) -> FieldChange,
) -> Vec<FieldChange> {
    let gone: Vec<&Stated> = was.iter().filter(|value| !is.contains(value)).collect();
    let come: Vec<&Stated> = is.iter().filter(|value| !was.contains(value)).collect();
    if let ([gone], [come], 1, 1) = (gone.as_slice(), come.as_slice(), was.len(), is.len()) {
        return vec![change(Some((*gone).clone()), Some((*come).clone()))];
    }
    let gone = gone
        .into_iter()
        .map(|value| change(Some(value.clone()), None));
    let come = come
        .into_iter()
        .map(|value| change(None, Some(value.clone())));
    gone.chain(come).collect()
}

/// The field of this name of a kind of record.
fn field_of(kind: RecordKind, name: &str) -> Option<&'static Field> {
    fn fields<R: Described>() -> &'static [Field] {
        R::FIELDS
    }
    let fields = by_kind!(kind, &[], fields());
    fields.iter().find(|field| field.name == name)
}

/// A value that no claim can be about, as its field says what it is.
fn stated(shape: Option<Shape>, value: &Value) -> Stated {
    let written = match (shape, value) {
        (_, Value::Number(number)) => Some(Stated::Number {
            number: number.to_string(),
            unit: None,
        }),
        (Some(Shape::Word { .. }), Value::String(word)) => Some(Stated::Name(word.clone())),
        (Some(Shape::Date), Value::String(date)) => Stated::date(date).ok(),
        (Some(Shape::Id(_) | Shape::AnyId), Value::String(id)) => Stated::record(id).ok(),
        (Some(Shape::Money), money) => serde_json::from_value(money.clone())
            .ok()
            .map(Stated::Money),
        _ => None,
    };
    written.unwrap_or_else(|| match value {
        Value::String(text) => Stated::words(text),
        other => Stated::words(other.to_string()),
    })
}
