//! The JSON of a line, in which no key stands twice.

use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::explain::told;
use super::wrong::Wrong;

/// The object of a line.
///
/// # Errors
/// Why the text is none, or which key stands twice.
pub(super) fn object(text: &str) -> Result<Map<String, Value>, Wrong> {
    let way = Way::default();
    let mut from = serde_json::Deserializer::from_str(text);
    let read = Member(&way).deserialize(&mut from);
    let read = read.and_then(|value| from.end().map(|()| value));
    match (read, way.twice.into_inner()) {
        (_, Some(path)) => Err(Wrong::at(path, "stands twice")),
        (Ok(Value::Object(fields)), None) => Ok(fields),
        (Ok(_), None) => Err(Wrong::new(
            "is not a JSON object: a line is one, {\"type\": …}",
        )),
        (Err(error), None) => Err(Wrong::new(told(&error))),
    }
}

/// Where a value stands that is read.
#[derive(Default)]
struct Way {
    path: RefCell<Vec<String>>,
    /// Where a key stands twice.
    twice: RefCell<Option<Vec<String>>>,
}

impl Way {
    fn below<T>(&self, name: String, read: impl FnOnce() -> T) -> T {
        self.path.borrow_mut().push(name);
        let read = read();
        self.path.borrow_mut().pop();
        read
    }
}

/// A value in it.
struct Member<'w>(&'w Way);

impl<'de> DeserializeSeed<'de> for Member<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Member<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
        Ok(flag.into())
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Number::from_f64(number).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        loop {
            let place = list.len().to_string();
            let next = self
                .0
                .below(place, || members.next_element_seed(Member(self.0)));
            match next? {
                Some(member) => list.push(member),
                None => return Ok(list.into()),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = members.next_key::<String>()? {
            if object.contains_key(&key) {
                let mut path = self.0.path.borrow().clone();
                path.push(key);
                *self.0.twice.borrow_mut() = Some(path);
                return Err(A::Error::custom("a key stands twice"));
            }
            let way = self.0;
            let value = way.below(key.clone(), || members.next_value_seed(Member(way)))?;
            object.insert(key, value);
        }
        Ok(object.into())
    }
}
