//! The values that arguments have in one request: literals, variables, defaults.

use std::borrow::Cow;

use apollo_compiler::ast::{Field, FieldDefinition, Type, Value};
use serde_json::{Map, Value as Json};

use super::coerce::literal;

/// Reads arguments with the request's coerced variables.
#[derive(Clone, Copy)]
pub(super) struct Values<'v> {
    variables: &'v Map<String, Json>,
}

impl<'v> Values<'v> {
    pub(super) fn new(variables: &'v Map<String, Json>) -> Self {
        Self { variables }
    }

    /// The value of a flag, where it has one.
    pub(super) fn flag(&self, value: &Value) -> Option<bool> {
        self.resolve(value)?.as_bool()
    }

    /// The value of a field's argument by name: given, or by default; never null.
    pub(super) fn argument<'f>(
        &self,
        field: &'f Field,
        definition: &'f FieldDefinition,
        name: &str,
    ) -> Option<Cow<'v, Json>> {
        let known = definition.argument_by_name(name)?;
        let mut arguments = field.arguments.iter();
        let given = arguments.find(|argument| argument.name == name);
        // Null is an answer, and it is not the default; a variable left out is none.
        let value = match given.map(|argument| self.resolve(&argument.value)) {
            Some(Some(value)) => value,
            Some(None) | None => Cow::Owned(literal(known.default_value.as_ref()?)),
        };
        (!value.is_null()).then_some(value)
    }

    /// For a field that answers a batch: how many are asked about. A list of ids is one, and is
    /// answered by as many. Any other list that must be given may be a batch or a filter: it counts
    /// for `least` or more.
    pub(super) fn batch(
        &self,
        field: &Field,
        definition: &FieldDefinition,
        least: u64,
    ) -> Option<u64> {
        let sizes = definition.arguments.iter().filter_map(|argument| {
            let ids = argument.ty.inner_named_type() == "ID";
            let floor = match &*argument.ty {
                Type::List(_) | Type::NonNullList(_) if ids => 0,
                Type::NonNullList(_) => least,
                _ => return None,
            };
            let value = self.argument(field, definition, &argument.name)?;
            let size = value.as_array().map_or(1, |items| items.len() as u64);
            Some(size.max(floor))
        });
        sizes.max()
    }

    /// A value with its variables filled in; `None` for a variable without a value.
    fn resolve(&self, value: &Value) -> Option<Cow<'v, Json>> {
        match value {
            Value::Variable(name) => self.variables.get(name.as_str()).map(Cow::Borrowed),
            Value::List(items) => {
                let items = items.iter().map(|item| match self.resolve(item) {
                    Some(item) => item.into_owned(),
                    None => Json::Null,
                });
                Some(Cow::Owned(items.collect()))
            }
            Value::Object(fields) => {
                let fields = fields.iter().filter_map(|(name, value)| {
                    Some((name.to_string(), self.resolve(value)?.into_owned()))
                });
                Some(Cow::Owned(Json::Object(fields.collect())))
            }
            plain => Some(Cow::Owned(literal(plain))),
        }
    }
}
