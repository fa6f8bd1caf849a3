//! Scalars: values with a form of their own, each with the address of the rule it follows.

mod country_code;
mod currency_code;
mod date;
mod date_time;
mod decimal;
mod edtf;
mod language_tag;
mod url;

use async_graphql::{InputType, ScalarType, Value};
use serde_json::Value as Json;

use super::error::reason;

pub(crate) use country_code::CountryCode;
pub(crate) use currency_code::CurrencyCode;
pub(crate) use date::Date;
pub(crate) use date_time::DateTime;
pub(crate) use decimal::Decimal;
pub(crate) use edtf::EdtfText;
pub(crate) use language_tag::LanguageTag;
pub(crate) use url::Url;

/// Whether a value, given as JSON, is one of a scalar; if not, what would be.
pub type ReadScalar = fn(&Json) -> Result<(), String>;

/// The scalars that the specification does not have, by name, with who reads them. All of them are a
/// string in JSON, both ways.
#[must_use]
pub fn scalars() -> Vec<(String, ReadScalar)> {
    fn one<T: InputType + ScalarType>() -> (String, ReadScalar) {
        (T::type_name().into_owned(), read::<T>)
    }
    vec![
        one::<CountryCode>(),
        one::<CurrencyCode>(),
        one::<Date>(),
        one::<DateTime>(),
        one::<Decimal>(),
        one::<EdtfText>(),
        one::<LanguageTag>(),
        one::<Url>(),
    ]
}

fn read<T: InputType + ScalarType>(value: &Json) -> Result<(), String> {
    let value = Value::from_json(value.clone()).map_err(|error| error.to_string())?;
    let read = <T as ScalarType>::parse(value);
    read.map(drop).map_err(reason)
}

/// What a value is, for messages.
pub(crate) fn given(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Boolean(_) => "true or false",
        Value::Binary(_) => "a file",
        Value::Enum(_) => "a word without quotes",
        Value::List(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// The text of a scalar that is written as a string.
macro_rules! text_of {
    ($value:expr, $example:literal) => {
        match $value {
            async_graphql::Value::String(text) => text,
            other => {
                let given = crate::schema::kit::scalar::given(&other);
                let reason = format!(
                    "{given} is given, and it is a text such as \"{}\"",
                    $example
                );
                return Err(crate::schema::kit::error::invalid_scalar(reason));
            }
        }
    };
}
pub(crate) use text_of;
