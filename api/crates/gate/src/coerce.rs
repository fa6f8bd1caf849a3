//! Variables to the types that the operation declares.
//!
//! A value is read as the specification reads it: an integer for a float or an id, a single value
//! for a list of one, defaults where a value is left out. An error names the variable and the
//! place within it.

use apollo_compiler::Node;
use apollo_compiler::ast::{OperationDefinition, Type, Value};
use apollo_compiler::schema::{ExtendedType, InputObjectType};
use serde_json::{Map, Value as Json};

use super::catalog::Catalog;
use super::error::{ErrorPlace, GateCode, GateError, MAX_ERRORS, place, sentence};
use super::leaf;
use super::oneof::{KeyValue, fault, is_one_of};
use super::uses::Uses;
use super::walk::Document;

/// The values of an operation's variables, defaults included, nothing else.
pub(super) fn coerce(
    catalog: &Catalog,
    document: &Document,
    operation: &Node<OperationDefinition>,
    uses: &Uses,
    given: &Map<String, Json>,
) -> Result<Map<String, Json>, Vec<GateError>> {
    let mut values = Map::new();
    let mut errors = Vec::new();
    for variable in &operation.variables {
        let name = variable.name.as_str();
        let mut reader = Reader {
            catalog,
            variable: name,
            reads_scalars: uses.reads_scalars(name),
            path: Vec::new(),
            faults: Vec::new(),
        };
        let value = given.get(name);
        let without_null = uses.without_null(name);
        let value = match (value, &variable.default_value) {
            (Some(Json::Null), _) if without_null.is_some() => {
                let at = without_null.unwrap_or_default();
                reader.wrong(format!(
                    "null is not allowed for {at}; give a value, or leave it out for the default"
                ))
            }
            (Some(value), _) => reader.read(&variable.ty, value),
            (None, Some(default)) => reader.read(&variable.ty, &literal(default)),
            (None, None) if variable.ty.is_non_null() => {
                let text = format!(
                    "Variable \"${name}\" of type \"{}\" needs a value.",
                    variable.ty
                );
                reader.note(text);
                None
            }
            (None, None) => None,
        };
        values.extend(value.map(|value| (name.to_owned(), value)));
        let at = place(variable.location(), &document.ast.sources);
        let faults = reader.faults.into_iter();
        errors.extend(faults.map(|error| error.at(at)));
    }
    if errors.is_empty() {
        return Ok(values);
    }
    errors.truncate(MAX_ERRORS);
    Err(errors)
}

/// A constant of the document as JSON. Validation has refused variables in it.
pub(super) fn literal(value: &Value) -> Json {
    match value {
        Value::Null | Value::Variable(_) => Json::Null,
        Value::Boolean(flag) => Json::Bool(*flag),
        Value::Enum(name) => Json::from(name.as_str()),
        Value::String(text) => Json::from(text.as_str()),
        Value::Int(number) => numeral(number.as_str()),
        Value::Float(number) => numeral(number.as_str()),
        Value::List(items) => items.iter().map(|item| literal(item)).collect(),
        Value::Object(fields) => {
            let pairs = fields
                .iter()
                .map(|(key, value)| (key.to_string(), literal(value)));
            Json::Object(pairs.collect())
        }
    }
}

fn numeral(text: &str) -> Json {
    // A numeral that JSON cannot hold stays as written, for the type to refuse or a scalar to read.
    text.parse().map_or_else(|_| Json::from(text), Json::Number)
}

/// Reads one variable, and notes what is wrong with it.
struct Reader<'s> {
    catalog: &'s Catalog,
    variable: &'s str,
    /// Whether scalars of the schema's own are read here, and not by whom they are for.
    reads_scalars: bool,
    /// The keys and places that lead to the value in question.
    path: Vec<String>,
    faults: Vec<GateError>,
}

impl Reader<'_> {
    /// The coerced value; `None` only after a fault has been noted.
    fn read(&mut self, ty: &Type, value: &Json) -> Option<Json> {
        if self.faults.len() >= MAX_ERRORS {
            return None;
        }
        if value.is_null() {
            return if ty.is_non_null() {
                self.wrong(format!("null is not allowed for type \"{ty}\""))
            } else {
                Some(Json::Null)
            };
        }
        match ty {
            Type::List(item) | Type::NonNullList(item) => self.list(item, value),
            Type::Named(name) | Type::NonNullNamed(name) => self.named(name, value),
        }
    }

    fn list(&mut self, item: &Type, value: &Json) -> Option<Json> {
        let Json::Array(items) = value else {
            return Some(Json::Array(vec![self.read(item, value)?]));
        };
        let mut read = Vec::with_capacity(items.len());
        for (index, value) in items.iter().enumerate() {
            self.path.push(index.to_string());
            read.extend(self.read(item, value));
            self.path.pop();
        }
        (read.len() == items.len()).then_some(Json::Array(read))
    }

    fn named(&mut self, name: &str, value: &Json) -> Option<Json> {
        let catalog = self.catalog;
        match catalog.schema.types.get(name) {
            Some(ExtendedType::InputObject(input)) => self.object(input, value),
            Some(ExtendedType::Enum(choices)) => {
                let known = value
                    .as_str()
                    .is_some_and(|text| choices.values.contains_key(text));
                if known {
                    return Some(value.clone());
                }
                self.wrong(leaf::unfit_for_enum(choices, value))
            }
            Some(ExtendedType::Scalar(_)) => self.scalar(name, value),
            _ => self.wrong(format!("\"{name}\" is not an input type")),
        }
    }

    fn scalar(&mut self, name: &str, value: &Json) -> Option<Json> {
        if !leaf::is_built_in(name) {
            let scalars = self.reads_scalars.then_some(&self.catalog.scalars);
            return match scalars.and_then(|scalars| scalars.fault(name, value)) {
                Some(reason) => self.wrong(reason),
                None => Some(value.clone()),
            };
        }
        match leaf::read(name, value) {
            Some(value) => Some(value),
            None => self.wrong(leaf::unfit(name, value)),
        }
    }

    fn object(&mut self, input: &InputObjectType, value: &Json) -> Option<Json> {
        let Json::Object(given) = value else {
            return self.wrong(leaf::unfit(&input.name, value));
        };
        let faults = self.faults.len();
        for key in given
            .keys()
            .filter(|key| !input.fields.contains_key(key.as_str()))
        {
            self.wrong::<()>(leaf::unknown_field(input, key));
        }
        if is_one_of(input) {
            self.one_of(input, given);
        }
        let mut read = Map::new();
        for (key, field) in &input.fields {
            self.path.push(key.to_string());
            let value = match (given.get(key.as_str()), &field.default_value) {
                (Some(value), _) => self.read(&field.ty, value),
                (None, Some(default)) => self.read(&field.ty, &literal(default)),
                (None, None) if field.ty.is_non_null() => {
                    self.wrong(format!("a value of type \"{}\" is needed", field.ty))
                }
                (None, None) => None,
            };
            self.path.pop();
            read.extend(value.map(|value| (key.to_string(), value)));
        }
        (self.faults.len() == faults).then_some(Json::Object(read))
    }

    fn one_of(&mut self, input: &InputObjectType, given: &Map<String, Json>) {
        let keys: Vec<(&str, KeyValue<'_>)> = given
            .iter()
            .map(|(key, value)| match value {
                Json::Null => (key.as_str(), KeyValue::Null),
                _ => (key.as_str(), KeyValue::Value),
            })
            .collect();
        let place = format!("Variable \"${}\"", self.here());
        if let Some(text) = fault(input, &place, &keys) {
            self.note(text);
        }
    }

    /// The variable and the way into it, as in `in.list[0].year`.
    fn here(&self) -> String {
        let mut here = self.variable.to_owned();
        for step in &self.path {
            if step.bytes().all(|byte| byte.is_ascii_digit()) {
                here.push_str(&format!("[{step}]"));
            } else {
                here.push('.');
                here.push_str(step);
            }
        }
        here
    }

    fn wrong<T>(&mut self, why: impl std::fmt::Display) -> Option<T> {
        let text = sentence(format!("Variable \"${}\": {why}", self.here()));
        self.note(text);
        None
    }

    fn note(&mut self, text: String) {
        if self.faults.len() < MAX_ERRORS {
            let way = [&[self.variable.to_owned()], self.path.as_slice()].concat();
            let place = ErrorPlace::Variable(way.join("."));
            let error = GateError::new(GateCode::InvalidVariables, text);
            self.faults.push(error.of(place));
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use serde_json::json;

    use super::super::testing::{accepted_with, ask, refused_with};
    use super::*;

    const SIZES: &str = "query($in: Sizes) { sizes(in: $in, need: 1) }";

    #[test]
    fn values_are_read_as_their_type() {
        let given = json!({"in": {"a": 3.0, "b": 1, "d": 7, "f": 12}, "other": 1});
        let admitted = accepted_with(SIZES, given);
        let read = json!({"a": 3, "b": 1, "d": [7], "e": "YEAR", "f": "12"});
        assert_eq!(admitted.variables["in"], read);
        assert_eq!(admitted.variables.len(), 1);
    }

    #[test]
    fn defaults_are_filled_in_and_null_is_kept() {
        let query = "query($in: Sizes = {a: 1}, $x: Int, $y: Int = 4, $z: [Int] = 5, $l: [Int!]) \
                     { sizes(in: $in, need: [1], list: $l, any: {a: [$x, $y, $z]}) }";
        let admitted = accepted_with(query, json!({"y": null, "l": null}));
        let read = json!({"in": {"a": 1, "e": "YEAR"}, "y": null, "z": [5], "l": null});
        assert_eq!(Value::Object(admitted.variables), read);
    }

    use serde_json::Value;

    #[test]
    fn an_error_names_the_variable_and_the_place() {
        for (value, said) in [
            (
                json!({"a": 2_147_483_648_i64}),
                "\"$in.a\": 2147483648 is not a value of \"Int\"",
            ),
            (
                json!({"a": 1.5}),
                "\"$in.a\": 1.5 is not a value of \"Int\"",
            ),
            (
                json!({"a": "1"}),
                "\"$in.a\": \"1\" is not a value of \"Int\"",
            ),
            (
                json!({"a": null}),
                "\"$in.a\": null is not allowed for type \"Int!\"",
            ),
            (json!({}), "\"$in.a\": a value of type \"Int!\" is needed"),
            (
                json!({"a": 1, "zz": 1}),
                "\"$in\": \"Sizes\" has no field \"zz\"",
            ),
            (
                json!({"a": 1, "d": [1, null]}),
                "\"$in.d[1]\": null is not allowed",
            ),
            (
                json!({"a": 1, "d": [1, true]}),
                "\"$in.d[1]\": true is not a value of \"Int\"",
            ),
            (
                json!({"a": 1, "e": "OLD"}),
                "\"$in.e\": \"OLD\" is not a value of \"Sort\"",
            ),
            (
                json!({"a": 1, "e": 1}),
                "\"$in.e\": 1 is not a value of \"Sort\"",
            ),
            (
                json!({"a": 1, "c": 0}),
                "\"$in.c\": 0 is not a value of \"Boolean\"",
            ),
            (
                json!({"a": 1, "f": 1.5}),
                "\"$in.f\": 1.5 is not a value of \"ID\"",
            ),
            (
                json!([{"a": 1}]),
                "\"$in\": [{\"a\":1}] is not a value of \"Sizes\"",
            ),
            (json!("x".repeat(500)), "…"),
        ] {
            let error = refused_with(SIZES, json!({"in": value}), GateCode::InvalidVariables);
            assert!(error.message.contains(said), "{} / {said}", error.message);
            assert_eq!(error.locations.len(), 1);
            assert!(error.message.len() < 200);
        }
    }

    #[test]
    fn what_is_missing_is_named() {
        let query = "query($n: Int!, $m: ID!) { sizes(need: [$n]) node(id: $m) { id } }";
        let errors = ask(query, json!({})).unwrap_err();
        assert_eq!(errors.len(), 2);
        assert_eq!(
            errors[1].message,
            "Variable \"$m\" of type \"ID!\" needs a value."
        );
    }

    #[test]
    fn many_faults_make_few_errors() {
        let wrong = vec![json!("x"); 1_000];
        let query = "query($n: [Int!]!) { sizes(need: $n) }";
        let errors = ask(query, json!({"n": wrong})).unwrap_err();
        assert_eq!(errors.len(), MAX_ERRORS);
    }
}
