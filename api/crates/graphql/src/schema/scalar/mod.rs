//! Scalars: values with a form of their own, each with the address of the rule it follows.

mod country_code;
mod currency_code;
mod date;
mod date_time;
mod decimal;
mod edtf;
mod language_tag;
mod url;

pub(super) use country_code::CountryCode;
pub(super) use currency_code::CurrencyCode;
pub(super) use date::Date;
pub(super) use date_time::DateTime;
pub(super) use decimal::Decimal;
pub(super) use edtf::EdtfText;
pub(super) use language_tag::LanguageTag;
pub(super) use url::Url;

/// The scalars that are a string in JSON, both ways.
pub(super) const IN_TEXT: [&str; 8] = [
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
                return Err(crate::schema::error::invalid_scalar(reason));
            }
        }
    };
}
pub(super) use text_of;
