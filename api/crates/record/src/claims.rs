//! The registry of claimable properties: what can be claimed of records of each kind, as their
//! declarations say.

use claim::{MAX_KEY_CHARS, Topic, UnknownTopic, ValueType};
use entity::vocabulary::{Property, RecordKind};

use crate::{Declared, Entry, Form, Shape, bound, word};

/// That there is such a record; how sure that is, where its kind has a field for it.
pub(crate) const fn existence(subject: RecordKind, certainty: Option<&'static str>) -> Entry {
    Entry {
        subject,
        property: Property::Record,
        key: "record",
        field: "",
        of: ValueType::Existence,
        many: false,
        is_needed: false,
        certainty,
    }
}

/// What claims about a field are made of. What has no such form cannot be claimed, and is no
/// constant.
#[allow(
    clippy::panic,
    reason = "it is evaluated while a declaration is compiled, and never at run time"
)]
pub(crate) const fn value_type(shape: Shape, unit: Option<&'static str>) -> ValueType {
    match shape {
        Shape::Text {
            form: Form::Any | Form::Words,
            most,
        } => ValueType::Text(most),
        Shape::Text {
            form: Form::Country,
            ..
        } => ValueType::Country,
        Shape::Name(kind) => ValueType::Vocabulary(kind, bound::NAME),
        Shape::Whole { .. } => ValueType::Whole(unit),
        Shape::Date => ValueType::Date,
        Shape::Money => ValueType::Money,
        Shape::Id(kind) => ValueType::Record(kind),
        Shape::Word { has, .. } => ValueType::Name(has),
        _ => panic!("nothing of this shape can be claimed"),
    }
}

/// The claimable properties of a kind of record, in the order in which facts are listed.
pub fn entries(subject: RecordKind) -> impl Iterator<Item = &'static Entry> {
    fn of<R: Declared>() -> &'static [Entry] {
        R::CLAIMS
    }
    crate::by_kind!(subject, &[], of()).iter()
}

/// The entry of a property that stored claims name; none for a key of their own.
#[must_use]
pub fn entry_of(subject: RecordKind, property: Property, key: &str) -> Option<&'static Entry> {
    entries(subject).find(|entry| entry.property == property && entry.key == key)
}

/// Whether claims can be about records of a kind.
#[must_use]
pub fn is_claimable(subject: RecordKind) -> bool {
    entries(subject).next().is_some()
}

/// What a claim on a property of a kind of record is about.
///
/// # Errors
/// [`UnknownTopic`].
pub fn topic<'a>(
    subject: RecordKind,
    property: Property,
    key: Option<&'a str>,
) -> Result<Topic<'a>, UnknownTopic> {
    if !is_claimable(subject) {
        return Err(UnknownTopic::Subject);
    }
    let mut of_property = entries(subject).filter(|entry| entry.property == property);
    if property != Property::Other {
        let found = of_property.next().ok_or_else(|| unknown(subject))?;
        return match key {
            Some(key) if key != found.key => Err(UnknownTopic::OtherKey(found.key)),
            _ => Ok(Topic::Known(found)),
        };
    }
    let key = key.ok_or(UnknownTopic::NoKey)?;
    if let Some(found) = of_property.find(|entry| entry.key == key) {
        return Ok(Topic::Known(found));
    }
    let starts_well = key.starts_with(|c: char| c.is_ascii_lowercase());
    let is_key = starts_well && key.bytes().all(|byte| byte.is_ascii_alphanumeric());
    // The key of a property with a name of its own is not another property.
    if let Some(named) = entries(subject).find(|entry| entry.key == key) {
        return Err(UnknownTopic::Named(named.key, word(&named.property)));
    }
    (is_key && key.len() <= MAX_KEY_CHARS)
        .then_some(Topic::Free(key))
        .ok_or(UnknownTopic::BadKey)
}

fn unknown(subject: RecordKind) -> UnknownTopic {
    let mut names: Vec<String> = entries(subject)
        .map(|entry| word(&entry.property))
        .filter(|n| n != "OTHER")
        .collect();
    names.push("OTHER".to_owned());
    UnknownTopic::Property(names.join(", "))
}
