//! What the validator leaves unsaid about the values of arguments.
//!
//! It compares a variable with its place by the whole type only where the variable is the whole
//! argument, takes a default of null for a value, lets a key stand twice in an input object, lets
//! any numeral through where it does not know the type, and does not know `@oneOf`. Here every value
//! is held against its place, at any depth.

use std::collections::HashSet;

use apollo_compiler::ast::{
    Argument, DirectiveList, InputValueDefinition, Type, Value, VariableDefinition,
};
use apollo_compiler::executable::{Operation, Selection, SelectionSet};
use apollo_compiler::schema::{ExtendedType, InputObjectType};
use apollo_compiler::{ExecutableDocument, Name, Node, Schema};

use super::error::{GateCode, GateError, MAX_ERRORS, place, quote};
use super::oneof::{KeyValue, fault, is_one_of};

/// Checks the arguments of a document that is valid otherwise.
pub(super) fn check(schema: &Schema, document: &ExecutableDocument) -> Result<(), Vec<GateError>> {
    let mut errors = Vec::new();
    for operation in document.operations.iter() {
        let mut check = Check {
            schema,
            document,
            operation,
            seen: HashSet::new(),
            path: Vec::new(),
            errors: &mut errors,
        };
        check.operation();
    }
    if errors.is_empty() {
        return Ok(());
    }
    // A fragment that two operations share is looked at for each: its variables are theirs.
    let mut distinct: Vec<GateError> = Vec::new();
    for error in errors {
        if !distinct.contains(&error) {
            distinct.push(error);
        }
    }
    Err(distinct)
}

/// A step on the way to a value. Steps are written out for an error only.
#[derive(Clone, Copy)]
enum Step<'d> {
    Name(&'d str),
    Directive(&'d str),
    Variable(&'d str),
    Index(usize),
}

/// Where a value stands: what is expected there.
#[derive(Clone, Copy)]
struct Expected<'a> {
    ty: &'a Type,
    has_default: bool,
}

impl<'a> Expected<'a> {
    fn of(definition: &'a InputValueDefinition) -> Self {
        Self {
            ty: &definition.ty,
            has_default: definition.default_value.is_some(),
        }
    }

    fn item(self) -> Self {
        match self.ty {
            Type::List(item) | Type::NonNullList(item) => Self {
                ty: item,
                has_default: false,
            },
            Type::Named(_) | Type::NonNullNamed(_) => self,
        }
    }
}

struct Check<'d, 'e> {
    schema: &'d Schema,
    document: &'d ExecutableDocument,
    operation: &'d Operation,
    seen: HashSet<&'d Name>,
    path: Vec<Step<'d>>,
    errors: &'e mut Vec<GateError>,
}

impl<'d> Check<'d, '_> {
    fn operation(&mut self) {
        let operation = self.operation;
        self.directives(&operation.directives);
        for variable in &operation.variables {
            self.directives(&variable.directives);
            if let Some(value) = &variable.default_value {
                let expected = Expected {
                    ty: &variable.ty,
                    has_default: false,
                };
                self.within(Step::Variable(&variable.name), |check| {
                    check.value(expected, value);
                });
            }
        }
        self.selections(&operation.selection_set);
    }

    fn selections(&mut self, set: &'d SelectionSet) {
        for selection in &set.selections {
            match selection {
                Selection::Field(field) => {
                    self.directives(&field.directives);
                    self.within(Step::Name(field.response_key()), |check| {
                        check.arguments(&field.arguments, &field.definition.arguments);
                        check.selections(&field.selection_set);
                    });
                }
                Selection::InlineFragment(inline) => {
                    self.directives(&inline.directives);
                    self.selections(&inline.selection_set);
                }
                Selection::FragmentSpread(spread) => {
                    self.directives(&spread.directives);
                    self.fragment(&spread.fragment_name);
                }
            }
        }
    }

    fn fragment(&mut self, name: &'d Name) {
        if !self.seen.insert(name) {
            return;
        }
        if let Some(fragment) = self.document.fragments.get(name) {
            self.directives(&fragment.directives);
            self.selections(&fragment.selection_set);
        }
    }

    fn directives(&mut self, directives: &'d DirectiveList) {
        let schema = self.schema;
        for directive in directives.iter() {
            if let Some(definition) = schema.directive_definitions.get(&directive.name) {
                self.within(Step::Directive(&directive.name), |check| {
                    check.arguments(&directive.arguments, &definition.arguments);
                });
            }
        }
    }

    fn arguments(
        &mut self,
        arguments: &'d [Node<Argument>],
        definitions: &'d [Node<InputValueDefinition>],
    ) {
        for argument in arguments {
            let mut known = definitions.iter();
            if let Some(definition) = known.find(|known| known.name == argument.name) {
                self.within(Step::Name(&argument.name), |check| {
                    check.value(Expected::of(definition), &argument.value);
                });
            }
        }
    }

    fn value(&mut self, expected: Expected<'d>, value: &'d Node<Value>) {
        let schema = self.schema;
        match value.as_ref() {
            Value::Variable(name) => self.variable(expected, name, value),
            Value::List(items) => {
                let item = expected.item();
                for (index, value) in items.iter().enumerate() {
                    self.within(Step::Index(index), |check| check.value(item, value));
                }
            }
            Value::Object(fields) => {
                let named = schema.types.get(expected.ty.inner_named_type());
                let input = match named {
                    Some(ExtendedType::InputObject(input)) => Some(input.as_ref()),
                    _ => None,
                };
                self.object(input, fields, value);
            }
            Value::Int(number) if expected.ty.inner_named_type() == "ID" => {
                self.id(number.as_str(), value);
            }
            _ => self.numeral(value),
        }
    }

    /// An id is text, and a numeral is one in short. Executors read no more than 64 bits of it.
    fn id(&mut self, numeral: &str, value: &Node<Value>) {
        if numeral.parse::<i64>().is_err() {
            let text = format!(
                "{}: {} is too large for an id without quotes.",
                self.here(),
                quote(&numeral)
            );
            self.wrong(value, text);
        }
    }

    /// A numeral that no number holds.
    fn numeral(&mut self, value: &Node<Value>) {
        let numeral = match value.as_ref() {
            Value::Int(number) => number.as_str(),
            Value::Float(number) => number.as_str(),
            _ => return,
        };
        if !numeral.parse().is_ok_and(f64::is_finite) {
            let text = format!(
                "{}: {} is too large for a number.",
                self.here(),
                quote(&numeral)
            );
            self.wrong(value, text);
        }
    }

    fn object(
        &mut self,
        input: Option<&'d InputObjectType>,
        fields: &'d [(Name, Node<Value>)],
        whole: &'d Node<Value>,
    ) {
        let mut names = HashSet::new();
        for (name, value) in fields {
            if !names.insert(name) {
                self.wrong(
                    whole,
                    format!("{}: \"{name}\" is given twice.", self.here()),
                );
            }
            // A custom scalar has no fields to hold the values against, but keys are keys.
            let definition = input.and_then(|input| input.fields.get(name));
            self.within(Step::Name(name), |check| match definition {
                Some(definition) => check.value(Expected::of(definition), value),
                None => check.untyped(value),
            });
        }
        let Some(input) = input.filter(|input| is_one_of(input)) else {
            return;
        };
        let keys: Vec<(&str, KeyValue<'_>)> = fields
            .iter()
            .map(|(name, value)| (name.as_str(), self.held(value)))
            .collect();
        if let Some(text) = fault(input, &self.here(), &keys) {
            self.wrong(whole, text);
        }
    }

    fn untyped(&mut self, value: &'d Node<Value>) {
        match value.as_ref() {
            Value::Object(fields) => self.object(None, fields, value),
            Value::List(items) => items.iter().for_each(|item| self.untyped(item)),
            _ => self.numeral(value),
        }
    }

    fn held(&self, value: &'d Value) -> KeyValue<'d> {
        match value {
            Value::Null => KeyValue::Null,
            Value::Variable(name) => match self.declared(name) {
                Some(variable) if !variable.ty.is_non_null() => KeyValue::NullableVariable(name),
                _ => KeyValue::Value,
            },
            _ => KeyValue::Value,
        }
    }

    fn declared(&self, name: &Name) -> Option<&'d VariableDefinition> {
        let mut variables = self.operation.variables.iter();
        variables
            .find(|variable| variable.name == *name)
            .map(|found| &**found)
    }

    fn variable(&mut self, expected: Expected<'_>, name: &Name, value: &Node<Value>) {
        let Some(variable) = self.declared(name) else {
            return;
        };
        let default = variable.default_value.as_ref();
        let never_null = default.is_some_and(|default| !default.is_null()) || expected.has_default;
        let fits = if expected.ty.is_non_null() && !variable.ty.is_non_null() {
            never_null
                && variable
                    .ty
                    .is_assignable_to(&expected.ty.clone().nullable())
        } else {
            variable.ty.is_assignable_to(expected.ty)
        };
        if !fits {
            let text = format!(
                "{}: variable \"${name}\" of type \"{}\" cannot stand where \"{}\" is expected.",
                self.here(),
                variable.ty,
                expected.ty
            );
            self.wrong(value, text);
        }
    }

    /// The place of the value in question, as in `Argument "film.by"`.
    fn here(&self) -> String {
        let mut path = String::new();
        for step in &self.path {
            if !path.is_empty() && !matches!(step, Step::Index(_)) {
                path.push('.');
            }
            path.push_str(&match step {
                Step::Name(name) => (*name).to_owned(),
                Step::Directive(name) => format!("@{name}"),
                Step::Variable(name) => format!("${name}"),
                Step::Index(index) => format!("[{index}]"),
            });
        }
        format!("Argument \"{path}\"")
    }

    fn wrong(&mut self, value: &Node<Value>, text: String) {
        if self.errors.len() < MAX_ERRORS {
            let at = place(value.location(), &self.document.sources);
            let error = GateError::new(GateCode::ValidationFailed, text);
            self.errors.push(error.at(at));
        }
    }

    fn within(&mut self, step: Step<'d>, inside: impl FnOnce(&mut Self)) {
        self.path.push(step);
        inside(self);
        self.path.pop();
    }
}
