//! Between claims and records: what a record holds of a property, and setting it.
//!
//! A record is the JSON object that the interchange format has for it, so that one piece of code
//! serves every kind.

use claim::{Candidate, ClaimValue, Money, ValueType};
use entity::vocabulary::{Certainty, MissingReason, Property, RecordKind};
use serde_json::{Map, Value};

use crate::Entry;
use crate::portrayed::{self, Description};

/// The field that says why a role names no character.
const CHARACTERS_MISSING: &str = "charactersMissing";
/// The field that says of every claimable record whether it is denied. Claims alone set it: no file
/// has it.
pub const IS_DENIED: &str = "isDenied";

/// What a record holds of a property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PropertyValue {
    /// The values, in order.
    pub values: Vec<ClaimValue>,
    /// Why there is none.
    pub missing: Option<MissingReason>,
    /// How sure that is.
    pub certainty: Certainty,
    /// Of the record as such: whether it is denied.
    pub is_denied: bool,
    /// Of names of characters: the characters as the record itself has them, with what nobody claims.
    pub portrayed: Vec<Value>,
}

impl PropertyValue {
    /// None, and nothing is said of it.
    pub const NONE: Self = Self {
        values: Vec::new(),
        missing: None,
        certainty: Certainty::Stated,
        is_denied: false,
        portrayed: Vec::new(),
    };

    /// The same as a record says it itself, claim by claim. A record as such says that it is.
    #[must_use]
    pub fn said(&self, entry: &Entry) -> Vec<Candidate> {
        if is_existence(entry) {
            return vec![Candidate::default()];
        }
        let value = |value: &ClaimValue| Candidate {
            value: Some(value.canonical()),
            missing: None,
        };
        let missing = self.missing.map(|reason| Candidate {
            value: None,
            missing: Some(reason),
        });
        self.values.iter().map(value).chain(missing).collect()
    }
}

/// The fields of a record that a property stands in, the one with its values first.
#[must_use]
pub fn fields_of(entry: &Entry) -> Vec<&'static str> {
    if is_characters(entry) {
        vec![entry.field, CHARACTERS_MISSING]
    } else if entry.field.is_empty() {
        Vec::new()
    } else {
        vec![entry.field]
    }
}

/// Lets a record that is to have this say it in one way: a property that stands in a field for its
/// values and in one for the reason why there are none has the one that is given.
pub fn settle_reason(
    entry: &Entry,
    record: &mut Map<String, Value>,
    is_given: impl Fn(&str) -> bool,
) {
    let fields = fields_of(entry);
    let [values, reason] = fields.as_slice() else {
        return;
    };
    let is = property_value(entry, record);
    if is_given(values) && !is_given(reason) && !is.values.is_empty() {
        record.remove(*reason);
    } else if is_given(reason) && !is_given(values) && is.missing.is_some() {
        let values = Vec::new();
        set_property(entry, record, &PropertyValue { values, ..is });
    }
}

/// Lets a record hold in a field, of what it shows there, what claims do not say: all of it, but for
/// what others say of characters.
pub fn hold_unsaid(field: &str, own: &mut Map<String, Value>, shown: &Map<String, Value>) {
    if field == portrayed::FIELD {
        portrayed::hold(own, portrayed::list(shown));
    } else {
        put_field(own, field, shown.get(field).cloned());
    }
}

fn is_characters(entry: &Entry) -> bool {
    entry.subject == RecordKind::Role && entry.property == Property::Character
}

fn is_description(entry: &Entry) -> bool {
    matches!(entry.of, ValueType::Portrayal(_))
}

/// Gives a record back what it itself says of a property, and whatever else it says there.
pub fn restore(entry: &Entry, record: &mut Map<String, Value>, own: &PropertyValue) {
    set_property(entry, record, own);
    if !own.portrayed.is_empty() {
        record.insert(entry.field.to_owned(), own.portrayed.clone().into());
    }
}

/// What a record holds of a property. Of the record as such, nothing but how sure it is.
#[must_use]
pub fn property_value(entry: &Entry, record: &Map<String, Value>) -> PropertyValue {
    let values = if is_characters(entry) {
        portrayed::names(record).map(ClaimValue::words).collect()
    } else if is_description(entry) {
        portrayed::descriptions(record)
            .map(|said| ClaimValue::words_about(said.of, said.text))
            .collect()
    } else {
        match record.get(entry.field) {
            Some(Value::Array(list)) if entry.many => {
                list.iter().filter_map(|value| read(entry, value)).collect()
            }
            Some(value) => read(entry, value).into_iter().collect(),
            None => Vec::new(),
        }
    };
    PropertyValue {
        values,
        missing: is_characters(entry)
            .then(|| word(record.get(CHARACTERS_MISSING)))
            .flatten(),
        certainty: certainty(entry, record),
        is_denied: is_existence(entry) && record.get(IS_DENIED) == Some(&Value::Bool(true)),
        portrayed: Vec::new(),
    }
}

/// The same of a record as it itself says, with what nobody claims.
#[must_use]
pub fn own_value(entry: &Entry, record: &Map<String, Value>) -> PropertyValue {
    let mut value = property_value(entry, record);
    if is_characters(entry) || is_description(entry) {
        value.portrayed = portrayed::list(record).to_vec();
    }
    value
}

fn is_existence(entry: &Entry) -> bool {
    entry.property == Property::Record
}

/// How sure a record is of a property: by the property's own field, else by the record's.
fn certainty(entry: &Entry, record: &Map<String, Value>) -> Certainty {
    let field = entry.certainty.unwrap_or("certainty");
    word(record.get(field)).unwrap_or(Certainty::Stated)
}

fn word<T: serde::de::DeserializeOwned>(value: Option<&Value>) -> Option<T> {
    serde_json::from_value(value?.clone()).ok()
}

fn read(entry: &Entry, value: &Value) -> Option<ClaimValue> {
    match entry.of {
        // What is said of characters is read off all of them.
        ValueType::Existence | ValueType::Portrayal(_) => None,
        ValueType::Text(_)
        | ValueType::Folded(_)
        | ValueType::Vocabulary(..)
        | ValueType::Country => value.as_str().map(ClaimValue::words),
        ValueType::TextIn(_) => Some(ClaimValue::Text {
            text: value.get("text")?.as_str()?.to_owned(),
            language: value
                .get("language")
                .and_then(Value::as_str)
                .map(str::to_owned),
            character: None,
        }),
        ValueType::Whole(unit) => Some(ClaimValue::Number {
            number: value.as_i64()?.to_string(),
            unit: unit.map(str::to_owned),
        }),
        ValueType::Date => ClaimValue::date(value.as_str()?).ok(),
        ValueType::Money => serde_json::from_value::<Money>(value.clone())
            .ok()
            .map(ClaimValue::Money),
        ValueType::Record(_) => ClaimValue::record(value.as_str()?).ok(),
        ValueType::Name(_) => value.as_str().map(|name| ClaimValue::Name(name.to_owned())),
    }
}

/// The value as its field of a record has it.
fn written(value: &ClaimValue) -> Value {
    match value {
        ClaimValue::Text {
            text,
            language: None,
            ..
        }
        | ClaimValue::Name(text) => text.clone().into(),
        ClaimValue::Number { number, .. } => number.parse::<i64>().ok().into(),
        ClaimValue::Date(date) => date.to_string().into(),
        // What these are in a record is what they are in a claim.
        ClaimValue::Text { .. } | ClaimValue::Money(_) | ClaimValue::Record(_) => {
            let whole = serde_json::to_value(value).unwrap_or_default();
            let inner = whole.get("money").or_else(|| whole.get("record")).cloned();
            inner.unwrap_or(whole)
        }
    }
}

/// Sets what a record holds of a property. What the record needs stays where there is no value.
pub fn set_property(entry: &Entry, record: &mut Map<String, Value>, to: &PropertyValue) {
    if is_characters(entry) {
        let names: Vec<&str> = to.values.iter().filter_map(words).collect();
        portrayed::set_names(record, &names, &to.portrayed);
        let missing = to.missing.filter(|_| names.is_empty());
        put_field(
            record,
            CHARACTERS_MISSING,
            missing.map(|reason| json(&reason)),
        );
    } else if is_description(entry) {
        let said: Vec<Description<'_>> = to.values.iter().filter_map(description).collect();
        portrayed::set_descriptions(record, &said, &to.portrayed);
    } else if entry.many {
        let list: Vec<Value> = to.values.iter().map(|v| plain(entry, v)).collect();
        put_field(record, entry.field, (!list.is_empty()).then(|| list.into()));
    } else if has_place(entry, to) {
        put_field(
            record,
            entry.field,
            to.values.first().map(|v| plain(entry, v)),
        );
    }
    if let Some(field) = entry.certainty {
        put_field(record, field, Some(json(&to.certainty)));
    }
    if is_existence(entry) {
        put_field(record, IS_DENIED, to.is_denied.then_some(Value::Bool(true)));
    }
}

/// Whether the record has a field for it, and can be without what it would lose.
fn has_place(entry: &Entry, to: &PropertyValue) -> bool {
    let stays = entry.is_needed && to.values.is_empty();
    !entry.field.is_empty() && !stays
}

fn plain(entry: &Entry, value: &ClaimValue) -> Value {
    match (entry.of, value) {
        // Words in a language are an object, also where the language is not known.
        (ValueType::TextIn(_), ClaimValue::Text { .. }) => {
            serde_json::to_value(value).unwrap_or_default()
        }
        _ => written(value),
    }
}

fn words(value: &ClaimValue) -> Option<&str> {
    match value {
        ClaimValue::Text { text, .. } => Some(text),
        _ => None,
    }
}

fn description(value: &ClaimValue) -> Option<Description<'_>> {
    match value {
        ClaimValue::Text {
            text, character, ..
        } => Some(Description {
            of: character.as_deref(),
            text,
        }),
        _ => None,
    }
}

fn json<T: serde::Serialize>(value: &T) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

fn put_field(record: &mut Map<String, Value>, field: &str, value: Option<Value>) {
    match value {
        Some(value) => {
            record.insert(field.to_owned(), value);
        }
        None => {
            record.remove(field);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use serde_json::json;

    use claim::Topic;

    use super::*;
    use crate::topic;

    fn known(kind: RecordKind, property: Property, key: Option<&str>) -> &'static Entry {
        match topic(kind, property, key).unwrap() {
            Topic::Known(entry) => entry,
            Topic::Free(key) => panic!("{key} is free"),
        }
    }

    fn object(value: Value) -> Map<String, Value> {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn what_is_set_is_what_is_held() {
        use Property as P;
        use RecordKind as S;
        let work = object(json!({
            "kind": "FILM", "title": "Good Sex", "releaseDate": "2026", "releaseCertainty": "REPORTED",
            "runtimeMinutes": 110, "genres": ["Comedy", "Romance"],
            "synopses": [{"text": "A film", "language": "en"}, {"text": "Ein Film"}],
            "budget": {"amount": "5", "currencyCode": "USD"},
        }));
        for property in [
            P::Kind,
            P::Title,
            P::ReleaseDate,
            P::Runtime,
            P::Genre,
            P::Synopsis,
            P::Budget,
        ] {
            let entry = known(S::Work, property, None);
            let value = property_value(entry, &work);
            assert!(!value.values.is_empty(), "{property:?}");
            let mut other = object(json!({}));
            set_property(entry, &mut other, &value);
            assert_eq!(other.get(entry.field), work.get(entry.field));
            assert_eq!(property_value(entry, &other), value);
        }
        let date = property_value(known(S::Work, P::ReleaseDate, None), &work);
        assert_eq!(date.certainty, Certainty::Reported);
    }

    #[test]
    fn a_value_that_goes_takes_its_field_along() {
        let price = known(RecordKind::Deal, Property::Price, None);
        let mut deal = object(
            json!({"price": {"amount": "5", "currencyCode": "USD"}, "certainty": "REPORTED"}),
        );
        let mut value = property_value(price, &deal);
        assert_eq!(value.certainty, Certainty::Reported);
        value.values.clear();
        set_property(price, &mut deal, &value);
        assert_eq!(deal, object(json!({"certainty": "REPORTED"})));
    }

    fn names_and_descriptions() -> (&'static Entry, &'static Entry) {
        let role = RecordKind::Role;
        let about = known(role, Property::Other, Some("characterDescription"));
        (known(role, Property::Character, None), about)
    }

    fn with(values: &[ClaimValue]) -> PropertyValue {
        PropertyValue {
            values: values.to_vec(),
            ..PropertyValue::NONE
        }
    }

    #[test]
    fn a_description_is_of_its_character() {
        let (names, about) = names_and_descriptions();
        let mut role = object(json!({"charactersMissing": "NOT_ANNOUNCED"}));
        let before = property_value(names, &role);
        assert_eq!(before.missing, Some(MissingReason::NotAnnounced));
        let friend = ClaimValue::words("the best friend");
        let pilot = ClaimValue::words_about(Some("Beth"), "a pilot");
        let of_anna = ClaimValue::words_about(Some("Anna"), "a nurse");
        set_property(about, &mut role, &with(std::slice::from_ref(&friend)));
        assert_eq!(
            role["characters"],
            json!([{"description": "the best friend"}])
        );
        set_property(
            names,
            &mut role,
            &with(&["Beth", "Anna"].map(ClaimValue::words)),
        );
        let said = with(&[friend.clone(), pilot.clone(), of_anna]);
        set_property(about, &mut role, &said);
        let friend_of = json!({"description": "the best friend"});
        let beth = json!({"name": "Beth", "description": "a pilot"});
        let anna = json!({"name": "Anna", "description": "a nurse"});
        assert_eq!(role["characters"], json!([friend_of, beth, anna]));
        set_property(names, &mut role, &with(&[ClaimValue::words("Beth")]));
        assert_eq!(role["characters"], json!([friend_of, beth]));
        assert_eq!(property_value(about, &role).values, [friend, pilot]);
        set_property(names, &mut role, &before);
        assert_eq!(
            role,
            object(json!({"characters": [friend_of], "charactersMissing": "NOT_ANNOUNCED"}))
        );
        set_property(about, &mut role, &with(&[]));
        assert_eq!(role, object(json!({"charactersMissing": "NOT_ANNOUNCED"})));
    }

    #[test]
    fn what_the_record_itself_has_comes_back_whole() {
        let (names, about) = names_and_descriptions();
        let own = json!([
            {"name": "Cleo", "description": "a cook", "character": "c1"},
            {"description": "a waiter"},
            {"name": "Beth", "character": "c2"},
        ]);
        let role = object(json!({"characters": own}));
        for entry in [names, about] {
            let says = own_value(entry, &role);
            let mut denied = role.clone();
            let none = PropertyValue {
                values: Vec::new(),
                ..says.clone()
            };
            set_property(entry, &mut denied, &none);
            assert_ne!(denied, role);
            set_property(entry, &mut denied, &says);
            // What is said of names that come back is settled after them.
            set_property(about, &mut denied, &own_value(about, &role));
            assert_eq!(denied, role);
        }
    }
}
