//! What the validator leaves unsaid about the values of arguments.
//!
//! It compares a variable with its place by the whole type only where the variable is the whole
//! argument, takes a default of null for a value, lets a key stand twice in an input object, lets
//! any numeral through where it does not know the type, and does not know `@oneOf` or the schema's own
//! scalars. Here every value is held against its place, at any depth. On the way it is noted where
//! variables stand.

use std::collections::HashSet;

use apollo_compiler::ast::{
    Argument, DirectiveList, InputValueDefinition, OperationType, Type, Value, VariableDefinition,
};
use apollo_compiler::executable::{Operation, Selection, SelectionSet};
use apollo_compiler::schema::InputObjectType;
use apollo_compiler::{ExecutableDocument, Name, Node};

use super::catalog::Catalog;
use super::deprecated;
use super::error::{ErrorPlace, GateCode, GateError, MAX_ERRORS, cut, place, quote, sentence};
use super::leaf::{self, unknown_field};
use super::oneof::{KeyValue, fault, is_one_of};
use super::steps::{Step, written};
use super::uses::{AllUses, Uses};

/// Checks the arguments of a document whose fields the schema has, and notes where it uses variables.
pub(super) fn check(catalog: &Catalog, document: &ExecutableDocument) -> (AllUses, Vec<GateError>) {
    let mut errors = Vec::new();
    let mut uses = AllUses::default();
    for operation in document.operations.iter() {
        let mut check = Check {
            catalog,
            document,
            operation,
            seen: HashSet::new(),
            path: Vec::new(),
            argument: 0,
            is_input: false,
            uses: Uses::default(),
            errors: &mut errors,
        };
        check.operation();
        uses.insert(operation.name.clone(), check.uses);
    }
    // A fragment that two operations share is looked at for each: its variables are theirs.
    let mut distinct: Vec<GateError> = Vec::new();
    for error in errors {
        if !distinct.contains(&error) {
            distinct.push(error);
        }
    }
    (uses, distinct)
}

/// The longest path that is kept with a document, in characters.
const MAX_PLACE: usize = 200;

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
    catalog: &'d Catalog,
    document: &'d ExecutableDocument,
    operation: &'d Operation,
    seen: HashSet<&'d Name>,
    path: Vec<Step<'d>>,
    /// Which step of the path is the argument.
    argument: usize,
    /// Whether the value is of the input of a mutation.
    is_input: bool,
    uses: Uses,
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
        let mutations = self.catalog.schema.root_operation(OperationType::Mutation);
        let is_mutation = mutations == Some(&set.ty);
        for selection in &set.selections {
            match selection {
                Selection::Field(field) => {
                    self.directives(&field.directives);
                    self.within(Step::Name(field.response_key()), |check| {
                        for name in deprecated::variables(&set.ty, &field.arguments) {
                            check.uses.note_describes(name);
                        }
                        check.is_input = is_mutation;
                        check.arguments(&field.arguments, &field.definition.arguments);
                        check.is_input = false;
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
        let catalog = self.catalog;
        for directive in directives.iter() {
            if let Some(definition) = catalog.schema.directive_definitions.get(&directive.name) {
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
        self.argument = self.path.len();
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
        let catalog = self.catalog;
        let is_list = matches!(expected.ty, Type::List(_) | Type::NonNullList(_));
        let named = expected.ty.inner_named_type();
        let input = catalog.schema.get_input_object(named).map(|input| &**input);
        match value.as_ref() {
            Value::Variable(name) => self.variable(expected, name, value),
            Value::Null if expected.ty.is_non_null() => {
                self.wrong(
                    value,
                    format!("null is not allowed for \"{}\"", expected.ty),
                );
            }
            Value::Null => {}
            Value::List(items) if is_list => {
                let item = expected.item();
                for (index, value) in items.iter().enumerate() {
                    self.within(Step::Index(index), |check| check.value(item, value));
                }
            }
            Value::Object(fields) if input.is_some() => self.object(input, fields, value),
            _ => {
                let errors = self.errors.len();
                self.untyped(value);
                if errors == self.errors.len() {
                    self.leaf(named, value);
                }
            }
        }
    }

    fn leaf(&mut self, named: &str, value: &Node<Value>) {
        match value.as_ref() {
            Value::Int(number) if named == "ID" => self.id(number.as_str(), value),
            literal => {
                let reads_scalars = !self.is_input;
                if let Some(fault) =
                    leaf::fault_of_literal(self.catalog, named, literal, reads_scalars)
                {
                    self.wrong(value, fault);
                }
            }
        }
    }

    /// An id is text, and a numeral is one in short. Executors read no more than 64 bits of it.
    fn id(&mut self, numeral: &str, value: &Node<Value>) {
        if numeral.parse::<i64>().is_err() {
            let numeral = quote(&numeral);
            self.wrong(
                value,
                format!("{numeral} is too large for an id without quotes"),
            );
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
            let numeral = quote(&numeral);
            self.wrong(value, format!("{numeral} is too large for a number"));
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
                self.wrong(whole, format!("\"{name}\" is given twice"));
            }
            // A custom scalar has no fields to hold the values against, but keys are keys.
            match input.map(|input| (input, input.fields.get(name))) {
                Some((_, Some(definition))) => self.within(Step::Name(name), |check| {
                    check.value(Expected::of(definition), value);
                }),
                Some((input, None)) => self.wrong(value, unknown_field(input, name)),
                None => self.within(Step::Name(name), |check| check.untyped(value)),
            }
        }
        let needed = input.into_iter().flat_map(|input| &input.fields);
        for (name, field) in needed.filter(|(_, field)| field.is_required()) {
            if !names.contains(name) {
                self.within(Step::Name(name), |check| {
                    check.wrong(whole, format!("a value of type \"{}\" is needed", field.ty));
                });
            }
        }
        let Some(input) = input.filter(|input| is_one_of(input)) else {
            return;
        };
        let keys: Vec<(&str, KeyValue<'_>)> = fields
            .iter()
            .map(|(name, value)| (name.as_str(), self.held(value)))
            .collect();
        if let Some(text) = fault(input, &self.here(), &keys) {
            self.note(whole, text);
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

    fn variable(&mut self, expected: Expected<'_>, name: &'d Name, value: &Node<Value>) {
        let Some(variable) = self.declared(name) else {
            return;
        };
        if !self.is_input {
            self.uses.note_reads_scalars(name);
        }
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
                "variable \"${name}\" of type \"{}\" cannot stand where \"{}\" is expected",
                variable.ty, expected.ty
            );
            self.wrong(value, text);
        } else if expected.ty.is_non_null() && !variable.ty.is_non_null() {
            let place = format!("argument \"{}\"", written(&self.path));
            self.uses.note_without_null(name, || cut(place, MAX_PLACE));
        }
    }

    /// The place of the value in question, as in `Argument "film.by"`.
    fn here(&self) -> String {
        format!("Argument \"{}\"", written(&self.path))
    }

    /// The argument, and the way into it, as programs read it.
    fn argument(&self) -> ErrorPlace {
        let steps = self.path.iter().skip(self.argument);
        let steps: Vec<String> = steps.map(|step| step.name()).collect();
        ErrorPlace::Argument(steps.join("."))
    }

    fn wrong(&mut self, value: &Node<Value>, why: impl std::fmt::Display) {
        let text = sentence(format!("{}: {why}", self.here()));
        self.note(value, text);
    }

    fn note(&mut self, value: &Node<Value>, text: String) {
        if self.errors.len() < MAX_ERRORS {
            let at = place(value.location(), &self.document.sources);
            let error = GateError::new(GateCode::ValidationFailed, text);
            self.errors.push(error.at(at).of(self.argument()));
        }
    }

    fn within(&mut self, step: Step<'d>, inside: impl FnOnce(&mut Self)) {
        self.path.push(step);
        inside(self);
        self.path.pop();
    }
}
