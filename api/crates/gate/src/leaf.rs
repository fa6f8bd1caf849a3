//! Values of scalars and enums: whether they fit, and what would.

use apollo_compiler::ast::Value;
use apollo_compiler::schema::{EnumType, ExtendedType, InputObjectType};
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

/// Why a literal other than null is none of an enum, a scalar or an input object; the scalars of the
/// schema's own are looked at only where `reads_scalars`.
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
        (ExtendedType::Enum(choices), Value::String(text))
            if choices.values.contains_key(text.as_str()) =>
        {
            let unfit = unfit(name, &written(value));
            Some(format!("{unfit}: write {text}, without quotation marks"))
        }
        (ExtendedType::Enum(choices), value) => Some(unfit_for_enum(choices, &written(value))),
        (ExtendedType::Scalar(_), Value::Enum(word))
            if ["ID", "String"].contains(&name) || (!is_built_in(name) && reads_scalars) =>
        {
            let word = quote(word);
            Some(format!("{word} stands without quotes: write \"{word}\""))
        }
        (ExtendedType::Scalar(_), value) if is_built_in(name) => {
            (!is_of_built_in(name, value)).then(|| unfit(name, &written(value)))
        }
        (ExtendedType::Scalar(_), value) if reads_scalars => {
            catalog.scalars.fault(name, &literal(value))
        }
        (ExtendedType::InputObject(input), value) if !matches!(value, Value::Object(_)) => {
            let unfit = unfit(name, &written(value));
            let keys: Vec<&str> = input.fields.keys().map(|key| key.as_str()).collect();
            Some(format!(
                "{unfit}, which is an object with the fields {}",
                cut(keys.join(", "), MAX_CHOICES)
            ))
        }
        _ => None,
    }
}

/// Whether a literal is one of a scalar of GraphQL's own. Its form says what it is: `1.0` is no
/// integer, though it is one in JSON.
fn is_of_built_in(name: &str, value: &Value) -> bool {
    let has_form = match value {
        Value::Int(_) => matches!(name, "Int" | "Float" | "ID"),
        Value::Float(_) => name == "Float",
        Value::String(_) => matches!(name, "String" | "ID"),
        Value::Boolean(_) => name == "Boolean",
        _ => false,
    };
    // An id of many digits is told apart from those that are read.
    has_form && (name == "ID" || read(name, &literal(value)).is_some())
}

/// A literal as it was written, as far as numbers go.
fn written(value: &Value) -> String {
    match value {
        Value::Int(number) => number.as_str().to_owned(),
        Value::Float(number) => number.as_str().to_owned(),
        Value::Enum(word) => word.to_string(),
        other => literal(other).to_string(),
    }
}

/// That a value is none of a type, and what would be.
pub(super) fn unfit(name: &str, value: &impl std::fmt::Display) -> String {
    let mut built_in = BUILT_IN.iter();
    let form = built_in.find(|(known, _)| *known == name);
    let form = form.map_or_else(String::new, |(_, form)| format!(", which is {form}"));
    format!("{} is not a value of \"{name}\"{form}", quote(value))
}

/// That an input object has no field of this name.
pub(super) fn unknown_field(input: &InputObjectType, name: &str) -> String {
    let nearest = suggestion(name, input.fields.keys());
    format!(
        "\"{}\" has no field \"{}\"{nearest}",
        input.name,
        quote(&name)
    )
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::super::testing::{accepted, ask};

    /// What is said of a document, each error by itself.
    fn told(text: &str) -> Vec<String> {
        let errors = ask(text, json!({})).unwrap_err();
        errors.into_iter().map(|error| error.message).collect()
    }

    #[test]
    fn a_literal_of_another_form_is_told_once_with_its_place() {
        for (text, said) in [
            (
                "{ film { cast(first: 1.0) { totalCount } } }",
                "Argument \"film.cast.first\": 1.0 is not a value of \"Int\", which is a whole number from -2147483648 to 2147483647.",
            ),
            (
                "{ film { cast(orderBy: {field: \"YEAR\"}) { totalCount } } }",
                "Argument \"film.cast.orderBy.field\": \"YEAR\" is not a value of \"Sort\": write YEAR, without quotation marks.",
            ),
            (
                "{ node(id: WVU) { id } }",
                "Argument \"node.id\": WVU stands without quotes: write \"WVU\".",
            ),
            (
                "{ node(id: 1.5) { id } }",
                "Argument \"node.id\": 1.5 is not a value of \"ID\", which is a text or a whole number.",
            ),
            (
                "{ film { title(language: en) } }",
                "Argument \"film.title.language\": en stands without quotes: write \"en\".",
            ),
            (
                "{ sizes(need: 1, in: {a: null}) }",
                "Argument \"sizes.in.a\": null is not allowed for \"Int!\".",
            ),
            (
                "{ sizes(need: 1, in: {}) }",
                "Argument \"sizes.in.a\": a value of type \"Int!\" is needed.",
            ),
            (
                "{ sizes(need: 1, in: {a: 1, bb: 2}) }",
                "Argument \"sizes.in\": \"Sizes\" has no field \"bb\".",
            ),
            (
                "{ film(by: \"wvu\") { id } }",
                "Argument \"film.by\": \"wvu\" is not a value of \"FilmBy\", which is an object with the fields id, slug, nested, many.",
            ),
        ] {
            let all = told(text);
            assert_eq!(all.len(), 1, "{text}: {all:#?}");
            assert!(all[0].starts_with(said), "{text}: {all:#?}");
        }
        accepted("{ sizes(need: [1], list: 5, in: {a: 1, b: 1, d: 2, e: YEAR, f: 7}) }");
    }

    #[test]
    fn a_variable_that_is_not_declared_is_told_once() {
        for text in [
            "{ film { id @include(if: $b) } }",
            "{ film { title(language: $b) } }",
            "{ sizes(need: 1, in: {a: $b}) }",
        ] {
            let all = told(text);
            assert_eq!(all.len(), 1, "{text}: {all:#?}");
            assert!(all[0].contains("$b"), "{text}: {all:#?}");
        }
    }

    #[test]
    fn fields_of_members_are_asked_for_in_fragments() {
        for (text, said) in [
            (
                "{ search { text } }",
                "Hit is a union: ask within `... on` one of its types",
            ),
            (
                "{ search { name } }",
                "Hit is a union: write `... on Person { name }`",
            ),
            (
                "{ node(id: 1) { spouse { id } } }",
                "Node is an interface: write `... on Person { spouse }`",
            ),
        ] {
            let all = told(text);
            assert!(all[0].contains(said), "{text}: {all:#?}");
        }
    }
}
