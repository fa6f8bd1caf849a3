//! Scalars: values with a form of their own, each with the address of the rule it follows.

mod country_code;
mod currency_code;
mod date;
mod date_time;
mod decimal;
mod edtf;
mod language_tag;
mod url;

pub(crate) use country_code::CountryCode;
pub(crate) use currency_code::CurrencyCode;
pub(crate) use date::Date;
pub(crate) use date_time::DateTime;
pub(crate) use decimal::Decimal;
pub(crate) use edtf::EdtfText;
pub(crate) use language_tag::LanguageTag;
pub(crate) use url::Url;

/// The scalars that are a string in JSON, both ways.
pub(crate) const IN_TEXT: [&str; 8] = [
    "CountryCode",
    "CurrencyCode",
    "Date",
    "DateTime",
    "Decimal",
    "Edtf",
    "LanguageTag",
    "URL",
];

/// What a value is, for messages.
pub(crate) fn given(value: &async_graphql::Value) -> &'static str {
    use async_graphql::Value;
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
