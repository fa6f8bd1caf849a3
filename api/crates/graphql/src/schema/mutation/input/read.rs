//! Reading the values of an input into the form of the interchange format, with notes of all that
//! is wrong and where.

use std::collections::BTreeSet;

use async_graphql::indexmap::IndexMap;
use async_graphql::{ID, InputType, Name, Value};
use entity::vocabulary::RecordKind;
use model::count::too_many;
use model::external::normalize;
use model::id::encode;
use model::text::is_blank;
use record::{BLANK, Field, Form, List, Shape, bound};
use serde_json::{Map, Value as Json};

use crate::schema::kit::reference::ExternalRef;
use crate::schema::kit::scalar::{CountryCode, DateTime, EdtfText, LanguageTag, Url};
use crate::schema::knowledge::claim::MoneyInput;
use crate::schema::mutation::{Faults, Supplied, UserErrorCode};

/// Why DISPUTED is no reason that can be given.
pub(super) const DISPUTED: &str = "DISPUTED is found out from claims, and never claimed";

/// The members of an input object as they were given.
pub(super) type Object = IndexMap<Name, Value>;

/// The member of this name; none where it is null or left out.
pub(super) fn member<'a>(object: &'a Object, name: &str) -> Option<&'a Value> {
    object.get(name).filter(|value| **value != Value::Null)
}

/// The member of this name that a field is read from; none, too, where it is a text that may be left
/// out and shows nothing.
pub(super) fn given<'a>(object: &'a Object, name: &str, field: &Field) -> Option<&'a Value> {
    let is_optional = !field.is_needed && field.list.is_none();
    let is_text = matches!(field.shape, Shape::Text { .. });
    member(object, name).filter(|value| !(is_optional && is_text && shows_nothing(value)))
}

/// The members of a list; a list of one may be written without brackets.
pub(super) fn members_of(value: &Value) -> &[Value] {
    match value {
        Value::List(items) => items,
        one => std::slice::from_ref(one),
    }
}

/// Whether a value is a text that shows nothing.
pub(super) fn shows_nothing(value: &Value) -> bool {
    matches!(value, Value::String(text) if is_blank(text))
}

/// Reads values, and notes what is wrong with them and where.
pub(super) struct Reading<'a> {
    pub(super) faults: &'a mut Faults,
    /// Where the value stands that is read.
    pub(super) path: Vec<String>,
}

impl Reading<'_> {
    pub(super) fn note(&mut self, code: UserErrorCode, reason: impl AsRef<str>) {
        let path: Vec<&str> = self.path.iter().map(String::as_str).collect();
        self.faults.note(&path, code, reason);
    }

    /// Reads what stands below, at this name or place.
    pub(super) fn below<T>(&mut self, name: impl ToString, read: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(name.to_string());
        let read = read(self);
        self.path.pop();
        read
    }

    /// The value of a field; none if it is wrong.
    pub(super) fn field(&mut self, field: &Field, value: &Value) -> Option<Json> {
        match (&field.shape, field.list) {
            (Shape::ExternalIds, _) => self.external_ids(value),
            (_, None) => self.one(field, value),
            (_, Some(list)) => {
                let items = members_of(value);
                self.list(items, list, |reading, item| reading.one(field, item))
            }
        }
    }

    /// A list, in which perhaps nothing may stand twice.
    pub(super) fn list(
        &mut self,
        items: &[Value],
        list: List,
        mut one: impl FnMut(&mut Self, &Value) -> Option<Json>,
    ) -> Option<Json> {
        if items.len() > list.most {
            let reason = too_many(items.len(), "member", list.most);
            self.note(UserErrorCode::TooLong, reason);
            return None;
        }
        let mut read = Vec::with_capacity(items.len());
        let mut seen = BTreeSet::new();
        let mut is_right = true;
        for (place, item) in items.iter().enumerate() {
            let value = self.below(place, |reading| {
                let value = one(reading, item)?;
                if list.is_distinct && !seen.insert(value.to_string()) {
                    reading.note(UserErrorCode::Duplicate, "stands twice");
                    return None;
                }
                Some(value)
            });
            is_right &= value.is_some();
            read.extend(value);
        }
        is_right.then(|| read.into())
    }

    fn one(&mut self, field: &Field, value: &Value) -> Option<Json> {
        match &field.shape {
            Shape::Text { form, most } => self.text(*form, *most, value),
            Shape::Name(_) => self.text(Form::Words, bound::NAME, value),
            Shape::Whole { least, most } => self.whole(*least, *most, value),
            Shape::Number { least, most } => self.number(*least, *most, value),
            Shape::Flag => match value {
                Value::Boolean(flag) => Some((*flag).into()),
                _ => self.wrong("is neither true nor false"),
            },
            Shape::Date => {
                let date = self.scalar::<EdtfText>(value)?;
                Some(date.0.to_string().into())
            }
            Shape::Money => {
                let money = self.parsed::<MoneyInput>(value)?;
                let path: Vec<&str> = self.path.iter().map(String::as_str).collect();
                let money = money.read(&path, self.faults)?;
                serde_json::to_value(money).ok()
            }
            Shape::Id(kind) => self.id(*kind, value),
            Shape::Word { vocabulary, .. } => self.word(vocabulary, value),
            Shape::Part { fields, .. } => self.part(fields, value),
            Shape::ExternalIds => self.external_ids(value),
            Shape::Instant => {
                let at = self.scalar::<DateTime>(value)?;
                serde_json::to_value(at.0).ok()
            }
            Shape::AnyId | Shape::ClaimValue => self.wrong("is not given here"),
        }
    }

    fn word(&mut self, vocabulary: &str, value: &Value) -> Option<Json> {
        let word = match value {
            Value::Enum(word) => word.as_str(),
            Value::String(word) => word.as_str(),
            _ => return self.wrong("is no word of its vocabulary"),
        };
        if (vocabulary, word) == ("MissingReason", "DISPUTED") {
            return self.wrong(DISPUTED);
        }
        Some(word.into())
    }

    fn wrong<T>(&mut self, reason: &str) -> Option<T> {
        self.note(UserErrorCode::InvalidValue, reason);
        None
    }

    pub(super) fn text(&mut self, form: Form, most: usize, value: &Value) -> Option<Json> {
        if shows_nothing(value) {
            self.note(UserErrorCode::Required, BLANK);
            return None;
        }
        let text = match form {
            Form::Url => self.scalar::<Url>(value)?.0,
            Form::Country => self.scalar::<CountryCode>(value)?.0,
            Form::Language => self.scalar::<LanguageTag>(value)?.0,
            Form::Any | Form::Words | Form::Currency | Form::Decimal => match value {
                Value::String(text) => text.clone(),
                _ => return self.wrong("is not a text"),
            },
        };
        let length = text.chars().count();
        if length > most {
            let reason = too_many(length, "character", most);
            self.note(UserErrorCode::TooLong, reason);
            None
        } else if text.contains('\0') {
            self.wrong("holds a NUL character, which cannot be stored")
        } else {
            Some(text.into())
        }
    }

    fn whole(&mut self, least: i32, most: i32, value: &Value) -> Option<Json> {
        let number = match value {
            Value::Number(number) => number.as_i64(),
            _ => None,
        };
        let number = number.and_then(|number| i32::try_from(number).ok());
        match number {
            None => self.wrong("is not a whole number of 32 bits"),
            Some(number) if number < least => {
                self.wrong(&format!("is {number}; must be at least {least}"))
            }
            Some(number) if number > most => {
                self.wrong(&format!("is {number}; must be at most {most}"))
            }
            Some(number) => Some(number.into()),
        }
    }

    fn number(&mut self, least: f64, most: f64, value: &Value) -> Option<Json> {
        let number = match value {
            Value::Number(number) => number.as_f64(),
            _ => None,
        };
        let number = number.filter(|number| number.is_finite());
        match number {
            None => self.wrong("is not a finite number"),
            Some(number) if number < least || number > most => {
                self.wrong(&format!("must lie between {least} and {most}"))
            }
            Some(number) => Some(number.into()),
        }
    }

    fn id(&mut self, kind: RecordKind, value: &Value) -> Option<Json> {
        let id = self.parsed::<ID>(value)?;
        let path: Vec<&str> = self.path.iter().map(String::as_str).collect();
        let number = self.faults.id(&path, &id, kind)?;
        Some(encode(kind, number).into())
    }

    fn part(&mut self, fields: &'static [Field], value: &Value) -> Option<Json> {
        let Value::Object(object) = value else {
            return self.wrong("is not an object");
        };
        let mut part = Map::new();
        let mut is_right = true;
        for field in fields {
            let Some(value) = given(object, field.name, field) else {
                continue;
            };
            let read = self.below(field.name, |reading| reading.field(field, value));
            is_right &= read.is_some();
            part.extend(read.map(|read| (field.name.to_owned(), read)));
        }
        is_right.then(|| part.into())
    }

    fn external_ids(&mut self, value: &Value) -> Option<Json> {
        let mut ids = Map::new();
        let mut is_right = true;
        for (place, item) in members_of(value).iter().enumerate() {
            let read = self.below(place, Self::external_id_of(item));
            match read {
                Some((authority, value)) if !ids.contains_key(&authority) => {
                    ids.insert(authority, value.into());
                }
                Some((authority, _)) => {
                    let reason = format!("{authority} stands twice: a record has one of each");
                    self.below(place, |reading| {
                        reading.note(UserErrorCode::Duplicate, reason);
                    });
                    is_right = false;
                }
                None => is_right = false,
            }
        }
        is_right.then(|| ids.into())
    }

    fn external_id_of(item: &Value) -> impl FnOnce(&mut Self) -> Option<(String, String)> {
        let item = item.clone();
        move |reading| {
            let (authority, value, kind) = reading.parsed::<ExternalRef>(&item)?.parts();
            if kind.is_some() {
                let reason = "follows from the record: leave it out";
                reading.below("kind", |reading| {
                    reading.note(UserErrorCode::InvalidValue, reason);
                });
                return None;
            }
            let authority = authority.into();
            match normalize(authority, &value) {
                Ok(value) => {
                    let authority = serde_json::to_value(authority).ok()?;
                    Some((authority.as_str()?.to_owned(), value))
                }
                Err(error) => {
                    let reason = format!("\"{value}\": {error}");
                    reading.below("value", |reading| {
                        reading.note(UserErrorCode::InvalidValue, reason);
                    });
                    None
                }
            }
        }
    }

    /// A value of a scalar.
    fn scalar<T: InputType>(&mut self, value: &Value) -> Option<T> {
        match Supplied::<T>::parse(Some(value.clone())) {
            Ok(Supplied::Valid(value)) => Some(value),
            Ok(Supplied::Invalid(reason) | Supplied::Blank(reason)) => self.wrong(&reason),
            Err(_) => self.wrong("is not of its type"),
        }
    }

    /// A value of any other type, which the gate has looked at.
    pub(super) fn parsed<T: InputType>(&mut self, value: &Value) -> Option<T> {
        self.scalar(value)
    }
}
