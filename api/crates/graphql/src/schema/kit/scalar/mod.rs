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

/// The text of a scalar that is written as a string.
macro_rules! text_of {
    ($value:expr, $example:literal) => {
        match $value {
            async_graphql::Value::String(text) => text,
            other => {
                let reason = format!("{other} is not a string such as \"{}\"", $example);
                return Err(crate::schema::kit::error::invalid_scalar(reason));
            }
        }
    };
}
pub(crate) use text_of;
