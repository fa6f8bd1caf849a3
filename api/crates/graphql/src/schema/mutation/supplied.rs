//! A scalar that may be wrong, so that a form learns of all its wrong fields at once.

use std::borrow::Cow;

use async_graphql::registry::Registry;
use async_graphql::{InputType, InputValueResult, Value};

use crate::schema::kit::error::reason;

/// A value of an input as it was given: read, or why it cannot be. In the schema it is its type.
#[derive(Clone, Debug)]
pub(crate) enum Supplied<T> {
    /// A valid value.
    Valid(T),
    /// What is wrong with it.
    Invalid(String),
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
        Ok(match T::parse(value) {
            Ok(value) => Self::Valid(value),
            Err(error) => Self::Invalid(reason(error)),
        })
    }

    fn to_value(&self) -> Value {
        match self {
            Self::Valid(value) => value.to_value(),
            Self::Invalid(_) => Value::Null,
        }
    }

    fn as_raw_value(&self) -> Option<&Self::RawValueType> {
        match self {
            Self::Valid(value) => value.as_raw_value(),
            Self::Invalid(_) => None,
        }
    }
}
