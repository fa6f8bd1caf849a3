//! What fields cost, as the schema says it: by the directives of the cost specification, and one of
//! ours. The gate reads the weights there; the unit is one record loaded by its id.
//!
//! A weight stands beside its field. What follows from the shape of a field is said here, of all
//! fields: how long a connection's page or a list with a limit is, and what a mutation weighs.

use std::borrow::Cow;

use async_graphql::indexmap::IndexMap;
use async_graphql::registry::__DirectiveLocation as Location;
use async_graphql::registry::location_traits::{
    Directive_At_ARGUMENT_DEFINITION, Directive_At_ENUM, Directive_At_ENUM_VALUE,
    Directive_At_FIELD_DEFINITION, Directive_At_INPUT_FIELD_DEFINITION, Directive_At_OBJECT,
};
use async_graphql::registry::{
    MetaDirective, MetaDirectiveInvocation, MetaField, MetaInputValue, MetaType, Registry,
};
use async_graphql::{TypeDirective, Value};

/// A connection: a record, and an edge list. That is read whole whatever the page, a covering index
/// range of some hundreds of edges on average, which takes about as long as forty records of a
/// batch.
pub(crate) const CONNECTION: i32 = 1 + 40;

/// A filter or order on what is in the works' headers: one header for each edge of the list, read
/// by batch, where the list alone would be one range.
pub(crate) const HEADERS: i32 = 100;

/// A mutation: a record, and it keeps other writers waiting while it runs some ten statements.
const MUTATION: i32 = 1 + 100;

/// `@cost`: what something weighs.
pub(crate) struct Cost;

impl Cost {
    /// Something of this weight.
    pub(crate) fn apply(weight: i32) -> MetaDirectiveInvocation {
        invocation("cost", [("weight", weight.into())])
    }
}

impl Directive_At_ARGUMENT_DEFINITION for Cost {}
impl Directive_At_ENUM for Cost {}
impl Directive_At_FIELD_DEFINITION for Cost {}
impl Directive_At_INPUT_FIELD_DEFINITION for Cost {}
impl Directive_At_OBJECT for Cost {}

impl TypeDirective for Cost {
    fn name(&self) -> Cow<'static, str> {
        "cost".into()
    }

    fn register(&self, registry: &mut Registry) {
        let locations = vec![
            Location::ARGUMENT_DEFINITION,
            Location::ENUM,
            Location::FIELD_DEFINITION,
            Location::INPUT_FIELD_DEFINITION,
            Location::OBJECT,
            Location::SCALAR,
        ];
        let description = "What something weighs: a field, where it is asked for; a value of a \
                           type, where a field has it; an argument, or a field of an input, where \
                           it is given. Without a weight, an object weighs 1 and all else nothing.";
        define(registry, self.name(), description, locations, [weight()]);
    }
}

/// `@valueCost`: what a value of an enum weighs.
pub(crate) struct ValueCost;

impl ValueCost {
    /// A value of this weight.
    pub(crate) fn apply(weight: i32) -> MetaDirectiveInvocation {
        invocation("valueCost", [("weight", weight.into())])
    }
}

impl Directive_At_ENUM_VALUE for ValueCost {}

impl TypeDirective for ValueCost {
    fn name(&self) -> Cow<'static, str> {
        "valueCost".into()
    }

    fn register(&self, registry: &mut Registry) {
        let description = "What this value weighs, where it is given. The cost specification has \
                           no weights for the values of an enum.";
        let locations = vec![Location::ENUM_VALUE];
        define(registry, self.name(), description, locations, [weight()]);
    }
}

/// `@listSize`: how long a list is.
struct ListSize;

impl ListSize {
    const NAME: &'static str = "listSize";

    fn register(registry: &mut Registry) {
        let arguments = [
            argument(
                "assumedSize",
                "Int",
                "How long, where nothing else says so.",
            ),
            argument(
                "slicingArguments",
                "[String!]",
                "The arguments that say how long.",
            ),
            argument(
                "sizedFields",
                "[String!]",
                "The lists below that are so long. Without them, the field itself is.",
            ),
            MetaInputValue {
                default_value: Some("true".to_owned()),
                ..argument(
                    "requireOneSlicingArgument",
                    "Boolean",
                    "Whether exactly one of those arguments has to be given.",
                )
            },
        ];
        let locations = vec![Location::FIELD_DEFINITION];
        define(
            registry,
            Self::NAME.into(),
            "How long a list is.",
            locations,
            arguments,
        );
    }

    /// How a field is told its size, if it is. What is left out counts as the default page.
    fn of(field: &MetaField) -> Option<MetaDirectiveInvocation> {
        let takes = |name: &str| field.args.contains_key(name);
        let (slicing, sized): (&[&str], &[&str]) = if takes("first") && takes("last") {
            (&["first", "last"], &["edges", "nodes"])
        } else if takes("limit") {
            (&["limit"], &[])
        } else {
            return None;
        };
        let mut arguments = vec![("slicingArguments", names(slicing))];
        if !sized.is_empty() {
            arguments.push(("sizedFields", names(sized)));
        }
        arguments.push(("requireOneSlicingArgument", false.into()));
        Some(invocation(Self::NAME, arguments))
    }
}

/// Says of all fields what follows from their shape.
pub(super) fn say(registry: &mut Registry) {
    Cost.register(registry);
    ListSize::register(registry);
    let mutation = registry.mutation_type.clone();
    for (name, ty) in &mut registry.types {
        let (MetaType::Object { fields, .. } | MetaType::Interface { fields, .. }) = ty else {
            continue;
        };
        let is_mutation = mutation.as_ref() == Some(name);
        for field in fields.values_mut() {
            let size = ListSize::of(field);
            let weight = is_mutation.then(|| Cost::apply(MUTATION));
            for said in size.into_iter().chain(weight) {
                // What stands beside the field is nearer than what follows from its shape.
                let known = &mut field.directive_invocations;
                if known.iter().all(|known| known.name != said.name) {
                    known.push(said);
                }
            }
        }
    }
}

fn names(names: &[&str]) -> Value {
    Value::List(names.iter().map(|name| (*name).into()).collect())
}

fn invocation(
    name: &str,
    arguments: impl IntoIterator<Item = (&'static str, Value)>,
) -> MetaDirectiveInvocation {
    let arguments = arguments.into_iter();
    MetaDirectiveInvocation {
        name: name.to_owned(),
        args: arguments
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
    }
}

/// What the directives of weights say.
fn weight() -> MetaInputValue {
    let description = "How much, in records loaded by their ids.";
    argument("weight", "Int!", description)
}

fn argument(name: &str, ty: &str, description: &str) -> MetaInputValue {
    MetaInputValue {
        description: Some(description.to_owned()),
        ..MetaInputValue::new(name, ty)
    }
}

fn define(
    registry: &mut Registry,
    name: Cow<'static, str>,
    description: &str,
    locations: Vec<Location>,
    arguments: impl IntoIterator<Item = MetaInputValue>,
) {
    let arguments = arguments.into_iter();
    let args: IndexMap<String, MetaInputValue> = arguments
        .map(|argument| (argument.name.clone(), argument))
        .collect();
    registry.add_directive(MetaDirective {
        name: name.into_owned(),
        description: Some(description.to_owned()),
        locations,
        args,
        is_repeatable: false,
        visible: None,
        composable: None,
    });
}
