//! A scalar that may be wrong, so that a form learns of all its wrong fields at once.

use std::borrow::Cow;

use async_graphql::registry::Registry;
use async_graphql::{InputType, InputValueResult, Value};
use model::text::is_blank;

use crate::schema::kit::error::reason;

/// A value of an input as it was given: read, or why it cannot be. In the schema it is its type.
#[derive(Clone, Debug)]
pub(crate) enum Supplied<T> {
    /// A valid value.
    Valid(T),
    /// What is wrong with it.
    Invalid(String),
    /// It is a text that shows nothing, and what is wrong with it where something has to be there.
    Blank(String),
}

impl<T> Supplied<T> {
    /// Whether it says no more than null does.
    pub(crate) const fn is_blank(&self) -> bool {
        matches!(self, Self::Blank(_))
    }
}

impl<T: InputType> InputType for Supplied<T> {
    type RawValueType = T::RawValueType;

    fn type_name() -> Cow<'static, str> {
        T::type_name()
    }

    fn qualified_type_name() -> String {
        T::qualified_type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        T::create_type_info(registry)
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        let is_blank = matches!(&value, Some(Value::String(text)) if is_blank(text));
        Ok(match T::parse(value) {
            Ok(value) => Self::Valid(value),
            Err(error) if is_blank => Self::Blank(reason(error)),
            Err(error) => Self::Invalid(reason(error)),
        })
    }

    fn to_value(&self) -> Value {
        match self {
            Self::Valid(value) => value.to_value(),
            Self::Invalid(_) | Self::Blank(_) => Value::Null,
        }
    }

    fn as_raw_value(&self) -> Option<&Self::RawValueType> {
        match self {
            Self::Valid(value) => value.as_raw_value(),
            Self::Invalid(_) | Self::Blank(_) => None,
        }
    }
}
