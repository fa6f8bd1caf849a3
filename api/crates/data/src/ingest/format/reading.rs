//! JSON as the fields of a record. What is read is looked at before serde does, so that what is of
//! another type is told in our words and with its place, and a list is never taken for an object.

use serde::de::value::StringDeserializer;
use serde::de::{DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::{Map, Number, Value};

use super::wrong::Wrong;

/// A value that is to be read.
pub(super) struct Reading(pub(super) Value);

/// What a value is, for messages.
fn given(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

fn not(value: &Value, wanted: &str) -> Wrong {
    Wrong::new(format!("has to be {wanted}, and {} is given", given(value)))
}

/// The members of a list; what is wrong with one is wrong at its place.
struct Members {
    left: std::vec::IntoIter<Value>,
    place: usize,
    /// Whether the place has been told.
    is_told: bool,
}

impl<'de> SeqAccess<'de> for Members {
    type Error = Wrong;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Wrong> {
        let Some(value) = self.left.next() else {
            return Ok(None);
        };
        let read = seed.deserialize(Reading(value));
        let read = read.map_err(|wrong| {
            self.is_told = true;
            wrong.below(self.place)
        })?;
        self.place += 1;
        Ok(Some(read))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left.len())
    }
}

/// The fields of an object.
struct Fields {
    left: serde_json::map::IntoIter,
    /// The value of the field whose name was read last.
    next: Option<(String, Value)>,
}

impl<'de> MapAccess<'de> for Fields {
    type Error = Wrong;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Wrong> {
        let Some((name, value)) = self.left.next() else {
            return Ok(None);
        };
        let key: StringDeserializer<Wrong> = name.clone().into_deserializer();
        self.next = Some((name, value));
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Wrong> {
        let (name, value) = self.next.take().unwrap_or_default();
        let read = seed.deserialize(Reading(value));
        read.map_err(|wrong| wrong.below(name))
    }
}

fn members<'de, V: Visitor<'de>>(list: Vec<Value>, visitor: V) -> Result<V::Value, Wrong> {
    let mut members = Members {
        left: list.into_iter(),
        place: 0,
        is_told: false,
    };
    let read = visitor.visit_seq(&mut members);
    read.map_err(|wrong| match members.is_told {
        true => wrong,
        // It is wrong beside the others: the one that was read last.
        false => wrong.below(members.place.saturating_sub(1)),
    })
}

fn fields<'de, V: Visitor<'de>>(object: Map<String, Value>, visitor: V) -> Result<V::Value, Wrong> {
    visitor.visit_map(Fields {
        left: object.into_iter(),
        next: None,
    })
}

/// The whole number that a number is, however it is written: JSON has one sort of numbers, of which
/// `10`, `10.0` and `1e1` are the same, and `-0` is nought.
pub(in crate::ingest) fn whole(number: &Number) -> Option<i128> {
    let exact = number.as_i64().map(i128::from);
    let exact = exact.or_else(|| number.as_u64().map(i128::from));
    exact.or_else(|| {
        let number = number.as_f64().filter(|number| number.fract() == 0.0)?;
        // Saturating is right: what is that large fits no field, and is told so.
        #[allow(clippy::cast_possible_truncation)]
        let whole = number as i128;
        Some(whole)
    })
}

/// Reads whole numbers of a width.
macro_rules! whole {
    ($($function:ident $visit:ident $ty:ty;)+) => {$(
        fn $function<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
            let Value::Number(number) = &self.0 else {
                return Err(not(&self.0, "a whole number"));
            };
            let whole = whole(number);
            let fits = whole.and_then(|whole| <$ty>::try_from(whole).ok());
            match fits {
                Some(whole) => visitor.$visit(whole),
                None if whole.is_none() => {
                    Err(Wrong::new(format!("is {number}; must be a whole number")))
                }
                None => {
                    let (least, most) = (<$ty>::MIN, <$ty>::MAX);
                    let reason = format!("is {number}; must lie between {least} and {most}");
                    Err(Wrong::new(reason))
                }
            }
        }
    )+};
}

impl<'de> Deserializer<'de> for Reading {
    type Error = Wrong;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(flag) => visitor.visit_bool(flag),
            Value::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
                (Some(number), ..) => visitor.visit_i64(number),
                (None, Some(number), _) => visitor.visit_u64(number),
                (None, None, number) => visitor.visit_f64(number.unwrap_or_default()),
            },
            Value::String(text) => visitor.visit_string(text),
            Value::Array(list) => members(list, visitor),
            Value::Object(object) => fields(object, visitor),
        }
    }

    whole! {
        deserialize_i8 visit_i8 i8;
        deserialize_i16 visit_i16 i16;
        deserialize_i32 visit_i32 i32;
        deserialize_i64 visit_i64 i64;
        deserialize_u8 visit_u8 u8;
        deserialize_u16 visit_u16 u16;
        deserialize_u32 visit_u32 u32;
        deserialize_u64 visit_u64 u64;
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match self.0 {
            Value::Bool(flag) => visitor.visit_bool(flag),
            other => Err(not(&other, "true or false")),
        }
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match self.0.as_f64() {
            Some(number) => visitor.visit_f64(number),
            None => Err(not(&self.0, "a number")),
        }
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match self.0 {
            Value::String(text) => visitor.visit_string(text),
            other => Err(not(&other, "a text")),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        self.deserialize_string(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match self.0 {
            Value::Array(list) => members(list, visitor),
            other => Err(not(&other, "a list")),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match self.0 {
            Value::Object(object) => fields(object, visitor),
            other => Err(not(&other, "an object")),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        match self.0 {
            Value::String(text) => {
                let word: StringDeserializer<Wrong> = text.into_deserializer();
                visitor.visit_enum(word)
            }
            other => Err(not(&other, "a word in quotation marks")),
        }
    }

    forward_to_deserialize_any! {
        char bytes byte_buf unit unit_struct tuple tuple_struct identifier ignored_any
    }
}
