//! Values of scalars and enums: whether they fit, and what would.

use apollo_compiler::ast::Value;
use apollo_compiler::schema::{EnumType, ExtendedType};
use serde_json::{Number, Value as Json};

use super::catalog::Catalog;
use super::coerce::literal;
use super::error::{cut, quote};
use super::suggest::suggestion;

/// The names of an enum that are listed where none of them is like the one given.
const MAX_CHOICES: usize = 150;

/// What a scalar of GraphQL takes.
const BUILT_IN: [(&str, &str); 5] = [
    ("Boolean", "true or false"),
    ("Float", "a number"),
    ("ID", "a text or a whole number"),
    ("Int", "a whole number from -2147483648 to 2147483647"),
    ("String", "a text"),
];

/// Whether the scalar is one of GraphQL's own.
pub(super) fn is_built_in(name: &str) -> bool {
    BUILT_IN.iter().any(|(known, _)| *known == name)
}

/// A value as a scalar of GraphQL's own reads it; `None` where it does not fit.
pub(super) fn read(name: &str, value: &Json) -> Option<Json> {
    match name {
        "Int" => {
            let whole = value.as_i64().or_else(|| integer(value.as_f64()?))?;
            i32::try_from(whole).ok().map(Json::from)
        }
        "Float" => Number::from_f64(value.as_f64()?).map(|_| value.clone()),
        "String" => value.is_string().then(|| value.clone()),
        "Boolean" => value.is_boolean().then(|| value.clone()),
        "ID" => match value {
            Json::String(_) => Some(value.clone()),
            Json::Number(number) if number.is_i64() || number.is_u64() => {
                Some(Json::from(number.to_string()))
            }
            _ => None,
        },
        _ => None,
    }
}

/// `3.0` is the integer 3.
fn integer(number: f64) -> Option<i64> {
    let fits = number.fract() == 0.0 && number.abs() <= f64::from(i32::MAX) + 1.0;
    #[allow(
        clippy::cast_possible_truncation,
        reason = "whole and within 32 bits, as just seen"
    )]
    fits.then_some(number as i64)
}

/// Why a literal other than null is none of an enum or a scalar; the scalars of the schema's own are
/// looked at only where `reads_scalars`. What else the validator refuses is for it to say.
pub(super) fn fault_of_literal(
    catalog: &Catalog,
    name: &str,
    value: &Value,
    reads_scalars: bool,
) -> Option<String> {
    match (catalog.schema.types.get(name)?, value) {
        (ExtendedType::Enum(choices), Value::Enum(word)) => {
            (!choices.values.contains_key(word)).then(|| unfit_for_enum(choices, word))
        }
        (ExtendedType::Enum(choices), value) => Some(unfit_for_enum(choices, &literal(value))),
        (ExtendedType::Scalar(_), value) if is_built_in(name) => {
            let value = literal(value);
            read(name, &value).is_none().then(|| unfit(name, &value))
        }
        (ExtendedType::Scalar(_), Value::Enum(word)) if reads_scalars => {
            let word = quote(word);
            Some(format!("{word} stands without quotes: write \"{word}\""))
        }
        (ExtendedType::Scalar(_), value) if reads_scalars => {
            catalog.scalars.fault(name, &literal(value))
        }
        _ => None,
    }
}

/// That a value is none of a type, and what would be.
pub(super) fn unfit(name: &str, value: &impl std::fmt::Display) -> String {
    let mut built_in = BUILT_IN.iter();
    let form = built_in.find(|(known, _)| *known == name);
    let form = form.map_or_else(String::new, |(_, form)| format!(", which is {form}"));
    format!("{} is not a value of \"{name}\"{form}", quote(value))
}

/// The same of an enum.
pub(super) fn unfit_for_enum(choices: &EnumType, value: &impl std::fmt::Display) -> String {
    let unfit = unfit(&choices.name, value);
    let given = value.to_string();
    let nearest = suggestion(given.trim_matches('"'), choices.values.keys());
    if !nearest.is_empty() {
        return format!("{unfit}{nearest}");
    }
    let names: Vec<&str> = choices.values.keys().map(|name| name.as_str()).collect();
    format!(
        "{unfit}, which is one of {}",
        cut(names.join(", "), MAX_CHOICES)
    )
}
