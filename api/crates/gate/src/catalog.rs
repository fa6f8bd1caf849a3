//! The schema, ready for questions.

use apollo_compiler::ast::{DirectiveList, Document as Ast, FieldDefinition};
use apollo_compiler::collections::{HashMap, HashSet};
use apollo_compiler::schema::{Component, ExtendedType};
use apollo_compiler::validation::Valid;
use apollo_compiler::{Name, Schema, name, ty};

use super::described::Described;
use super::error::GateBuildError;
use super::prices::Prices;
use super::scalars::Scalars;

/// The definition that a schema needs in order to use `@oneOf`; the library does not bring it.
const ONE_OF: &str = "directive @oneOf on INPUT_OBJECT";

/// A valid schema, the concrete types of each of its types, and what it says of weights.
pub(super) struct Catalog {
    pub(super) schema: Valid<Schema>,
    concrete: HashMap<Name, Vec<Name>>,
    pub(super) prices: Prices,
    /// How long the lists of the schema's own description are.
    pub(super) described: Described,
    /// Who reads the schema's own scalars.
    pub(super) scalars: Scalars,
    counted: HashSet<Name>,
}

impl Catalog {
    pub(super) fn new(sdl: &str, scalars: Scalars) -> Result<Self, GateBuildError> {
        let refused = GateBuildError::Schema;
        let ast = Ast::parse(sdl, "schema.graphql").map_err(|e| refused(e.errors.to_string()))?;
        let declared = ast.definitions.iter().any(|definition| {
            definition
                .as_directive_definition()
                .is_some_and(|known| known.name == "oneOf")
        });
        let builder = Schema::builder()
            .ignore_builtin_redefinitions()
            .parse(sdl, "schema.graphql");
        let builder = if declared {
            builder
        } else {
            builder.parse(ONE_OF, "one_of.graphql")
        };
        let mut schema = builder.build().map_err(|e| refused(e.errors.to_string()))?;
        describe_one_of(&mut schema);
        let schema = schema
            .validate()
            .map_err(|e| refused(e.errors.to_string()))?;
        scalars.check(&schema)?;
        let concrete = concrete(&schema);
        let prices = Prices::new(&schema, &concrete)?;
        let mut counted = lists_of_leaves(&schema, &concrete);
        counted.extend(prices.names().cloned());
        let described = Described::of(&schema);
        Ok(Self {
            schema,
            concrete,
            prices,
            described,
            scalars,
            counted,
        })
    }

    /// Whether a field of this name may cost something, or be more than one value, on any type
    /// though nothing is asked below it.
    pub(super) fn may_count(&self, field: &str) -> bool {
        self.counted.contains(field)
    }

    /// The concrete types that a value of this type may have: itself, for an object.
    pub(super) fn concrete(&self, name: &str) -> &[Name] {
        self.concrete.get(name).map_or(&[], Vec::as_slice)
    }
}

/// Lets introspection ask whether an input is `@oneOf`: executors answer it, and newer tools ask.
fn describe_one_of(schema: &mut Schema) {
    let field = FieldDefinition {
        description: None,
        name: name!(isOneOf),
        arguments: Vec::new(),
        ty: ty!(Boolean),
        directives: DirectiveList::new(),
    };
    if let Some(ExtendedType::Object(described)) = schema.types.get_mut("__Type") {
        let fields = &mut described.make_mut().fields;
        fields
            .entry(name!(isOneOf))
            .or_insert(Component::new(field));
    }
}

fn concrete(schema: &Schema) -> HashMap<Name, Vec<Name>> {
    let implementers = schema.implementers_map();
    let mut concrete = HashMap::default();
    for (name, definition) in &schema.types {
        let types = match definition {
            ExtendedType::Object(_) => vec![name.clone()],
            ExtendedType::Interface(_) => implementers
                .get(name)
                .map(|found| found.objects.iter().cloned().collect())
                .unwrap_or_default(),
            ExtendedType::Union(union) => union.members.iter().map(|m| m.name.clone()).collect(),
            _ => continue,
        };
        concrete.insert(name.clone(), types);
    }
    concrete
}

fn lists_of_leaves(schema: &Schema, composite: &HashMap<Name, Vec<Name>>) -> HashSet<Name> {
    let fields = schema.types.values().flat_map(|definition| {
        let fields = match definition {
            ExtendedType::Object(object) => Some(&object.fields),
            ExtendedType::Interface(interface) => Some(&interface.fields),
            _ => None,
        };
        fields.into_iter().flat_map(|fields| fields.values())
    });
    fields
        .filter(|field| field.ty.is_list())
        .filter(|field| !composite.contains_key(field.ty.inner_named_type()))
        .map(|field| field.name.clone())
        .collect()
}
