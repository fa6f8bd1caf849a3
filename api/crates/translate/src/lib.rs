//! The gate's tree of a document as the executor takes it.
//!
//! One parser reads a request: that of the gate. The executor has another, which is narrower than
//! the language in some places and wider in others, so it is given a finished tree: of the same
//! document, with the lines and columns of the author's text.
//!
//! The tree comes through the gate. So names are unique, default values are constant and numerals
//! fit a number, and nothing here can fail.

mod places;

use std::collections::HashMap;

use apollo_compiler::{Name as GateName, Node, ast};
use async_graphql::{
    Name, Number, Positioned,
    parser::types::{
        BaseType, Directive, DocumentOperations, ExecutableDocument, Field, FragmentDefinition,
        FragmentSpread, InlineFragment, OperationDefinition, OperationType, Selection,
        SelectionSet, Type, TypeCondition, VariableDefinition,
    },
};
use async_graphql_value::Value;

use places::Places;

/// A document as the executor takes it.
#[must_use]
pub fn document(tree: &ast::Document) -> ExecutableDocument {
    let mut translator = Translator {
        places: Places::of(tree),
    };
    let mut anonymous = None;
    let mut named = HashMap::new();
    let mut fragments = HashMap::new();
    for definition in &tree.definitions {
        match definition {
            ast::Definition::OperationDefinition(operation) => {
                let translated = translator.operation(operation);
                match &operation.name {
                    Some(name) => drop(named.insert(Name::new(name), translated)),
                    None => anonymous = Some(translated),
                }
            }
            ast::Definition::FragmentDefinition(fragment) => {
                let translated = translator.fragment(fragment);
                fragments.insert(Name::new(&fragment.name), translated);
            }
            // The gate admits no definitions of types.
            _ => {}
        }
    }
    ExecutableDocument {
        operations: anonymous.map_or(
            DocumentOperations::Multiple(named),
            DocumentOperations::Single,
        ),
        fragments,
    }
}

/// Goes through a tree in the order of its text.
struct Translator<'t> {
    places: Places<'t>,
}

impl Translator<'_> {
    fn operation(
        &mut self,
        operation: &Node<ast::OperationDefinition>,
    ) -> Positioned<OperationDefinition> {
        let pos = self.places.at(operation.location());
        let variables = operation.variables.iter();
        let translated = OperationDefinition {
            ty: match operation.operation_type {
                ast::OperationType::Query => OperationType::Query,
                ast::OperationType::Mutation => OperationType::Mutation,
                ast::OperationType::Subscription => OperationType::Subscription,
            },
            variable_definitions: variables.map(|one| self.variable(one)).collect(),
            directives: self.directives(&operation.directives),
            // The tree does not say where a selection set opens, and no error of the executor
            // points there: it has the place of what it belongs to.
            selection_set: Positioned::new(self.selections(&operation.selection_set), pos),
        };
        Positioned::new(translated, pos)
    }

    fn fragment(
        &mut self,
        fragment: &Node<ast::FragmentDefinition>,
    ) -> Positioned<FragmentDefinition> {
        let pos = self.places.at(fragment.location());
        let translated = FragmentDefinition {
            type_condition: self.condition(&fragment.type_condition),
            directives: self.directives(&fragment.directives),
            selection_set: Positioned::new(self.selections(&fragment.selection_set), pos),
        };
        Positioned::new(translated, pos)
    }

    fn variable(
        &mut self,
        variable: &Node<ast::VariableDefinition>,
    ) -> Positioned<VariableDefinition> {
        let pos = self.places.at(variable.location());
        let translated = VariableDefinition {
            name: self.name(&variable.name),
            var_type: Positioned::new(ty(&variable.ty), self.places.at(variable.ty.location())),
            default_value: variable.default_value.as_ref().map(|default| {
                let constant = value(default).into_const().unwrap_or_default();
                Positioned::new(constant, self.places.at(default.location()))
            }),
            directives: self.directives(&variable.directives),
        };
        Positioned::new(translated, pos)
    }

    fn directives(&mut self, directives: &ast::DirectiveList) -> Vec<Positioned<Directive>> {
        let directives = directives.iter();
        directives.map(|one| self.directive(one)).collect()
    }

    fn directive(&mut self, directive: &Node<ast::Directive>) -> Positioned<Directive> {
        let pos = self.places.at(directive.location());
        let translated = Directive {
            name: self.name(&directive.name),
            arguments: self.arguments(&directive.arguments),
        };
        Positioned::new(translated, pos)
    }

    fn arguments(
        &mut self,
        arguments: &[Node<ast::Argument>],
    ) -> Vec<(Positioned<Name>, Positioned<Value>)> {
        let arguments = arguments.iter();
        let translated = arguments.map(|argument| {
            let name = self.name(&argument.name);
            let pos = self.places.at(argument.value.location());
            (name, Positioned::new(value(&argument.value), pos))
        });
        translated.collect()
    }

    fn selections(&mut self, selections: &[ast::Selection]) -> SelectionSet {
        let selections = selections.iter();
        SelectionSet {
            items: selections.map(|one| self.selection(one)).collect(),
        }
    }

    fn selection(&mut self, selection: &ast::Selection) -> Positioned<Selection> {
        match selection {
            ast::Selection::Field(field) => wrapped(self.field(field), Selection::Field),
            ast::Selection::FragmentSpread(spread) => {
                wrapped(self.spread(spread), Selection::FragmentSpread)
            }
            ast::Selection::InlineFragment(inline) => {
                wrapped(self.inline(inline), Selection::InlineFragment)
            }
        }
    }

    fn field(&mut self, field: &Node<ast::Field>) -> Positioned<Field> {
        let pos = self.places.at(field.location());
        let translated = Field {
            alias: field.alias.as_ref().map(|alias| self.name(alias)),
            name: self.name(&field.name),
            arguments: self.arguments(&field.arguments),
            directives: self.directives(&field.directives),
            selection_set: Positioned::new(self.selections(&field.selection_set), pos),
        };
        Positioned::new(translated, pos)
    }

    fn spread(&mut self, spread: &Node<ast::FragmentSpread>) -> Positioned<FragmentSpread> {
        let pos = self.places.at(spread.location());
        let translated = FragmentSpread {
            fragment_name: self.name(&spread.fragment_name),
            directives: self.directives(&spread.directives),
        };
        Positioned::new(translated, pos)
    }

    fn inline(&mut self, inline: &Node<ast::InlineFragment>) -> Positioned<InlineFragment> {
        let pos = self.places.at(inline.location());
        let condition = inline.type_condition.as_ref();
        let translated = InlineFragment {
            type_condition: condition.map(|name| self.condition(name)),
            directives: self.directives(&inline.directives),
            selection_set: Positioned::new(self.selections(&inline.selection_set), pos),
        };
        Positioned::new(translated, pos)
    }

    fn condition(&mut self, name: &GateName) -> Positioned<TypeCondition> {
        let on = self.name(name);
        let pos = on.pos;
        Positioned::new(TypeCondition { on }, pos)
    }

    fn name(&mut self, name: &GateName) -> Positioned<Name> {
        Positioned::new(Name::new(name), self.places.at(name.location()))
    }
}

fn wrapped<T>(one: Positioned<T>, wrap: fn(Positioned<T>) -> Selection) -> Positioned<Selection> {
    let pos = one.pos;
    Positioned::new(wrap(one), pos)
}

fn ty(ty: &ast::Type) -> Type {
    let (base, nullable) = match ty {
        ast::Type::Named(name) => (BaseType::Named(Name::new(name)), true),
        ast::Type::NonNullNamed(name) => (BaseType::Named(Name::new(name)), false),
        ast::Type::List(item) => (BaseType::List(Box::new(self::ty(item))), true),
        ast::Type::NonNullList(item) => (BaseType::List(Box::new(self::ty(item))), false),
    };
    Type { base, nullable }
}

fn value(value: &ast::Value) -> Value {
    match value {
        ast::Value::Null => Value::Null,
        ast::Value::Boolean(flag) => Value::Boolean(*flag),
        ast::Value::Enum(name) => Value::Enum(Name::new(name)),
        ast::Value::Variable(name) => Value::Variable(Name::new(name)),
        ast::Value::String(text) => Value::String(text.clone()),
        ast::Value::Int(number) => numeral(number.as_str()),
        ast::Value::Float(number) => numeral(number.as_str()),
        ast::Value::List(items) => {
            Value::List(items.iter().map(|item| self::value(item)).collect())
        }
        ast::Value::Object(fields) => {
            let fields = fields.iter();
            let translated = fields.map(|(name, value)| (Name::new(name), self::value(value)));
            Value::Object(translated.collect())
        }
    }
}

fn numeral(text: &str) -> Value {
    match text {
        // An integer; JSON's reader makes a float of it, for which no integer has a place.
        "-0" => Value::Number(Number::from(0)),
        _ => match text.parse() {
            Ok(number) => Value::Number(number),
            // Not met behind the gate. As written, it is no number, and whoever reads it says so.
            Err(_) => Value::String(text.to_owned()),
        },
    }
}

#[cfg(test)]
mod tests;
