//! What the schema says of its cost, held to the whole schema.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};

use async_graphql::parser::types::{
    BaseType, ConstDirective, FieldDefinition, Type, TypeKind, TypeSystemDefinition,
};
use async_graphql::resolver_utils::EnumType;
use async_graphql::{Positioned, Value};
use edge::{HeaderFilter, OrderField};

use crate::schema::vocabulary::RoleOrderField;
use crate::schema::{definitions, sdl};

/// The arguments by which a field may be told how long its list is.
const SIZES: [&str; 3] = ["first", "last", "limit"];

/// A type's name, and what it has.
type Types = Vec<(String, TypeKind)>;

fn types() -> Types {
    let all = definitions(&sdl()).unwrap().definitions.into_iter();
    let types = all.filter_map(|definition| match definition {
        TypeSystemDefinition::Type(ty) => Some((ty.node.name.node.to_string(), ty.node.kind)),
        _ => None,
    });
    types.collect()
}

/// The fields that are answered, each with its type.
fn fields(types: &Types) -> impl Iterator<Item = (&str, &FieldDefinition)> {
    types.iter().flat_map(|(ty, kind)| {
        let fields = match kind {
            TypeKind::Object(object) => object.fields.as_slice(),
            TypeKind::Interface(interface) => &interface.fields,
            _ => &[],
        };
        fields.iter().map(|field| (ty.as_str(), &field.node))
    })
}

fn applied<'d>(
    directives: &'d [Positioned<ConstDirective>],
    name: &str,
) -> Option<&'d ConstDirective> {
    let mut all = directives.iter().map(|directive| &directive.node);
    all.find(|directive| directive.name.node == name)
}

/// The names in an argument of a directive.
fn names(directive: &ConstDirective, argument: &str) -> BTreeSet<String> {
    let Some(names) = directive.get_argument(argument) else {
        return BTreeSet::new();
    };
    let names = serde_json::to_value(&names.node).unwrap();
    serde_json::from_value(names).unwrap()
}

fn inner(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name,
        BaseType::List(item) => inner(item),
    }
}

fn is_list(field: &FieldDefinition) -> bool {
    matches!(field.ty.node.base, BaseType::List(_))
}

fn sizes_taken(field: &FieldDefinition) -> BTreeSet<String> {
    let arguments = field.arguments.iter();
    let names = arguments.map(|argument| argument.node.name.node.to_string());
    names
        .filter(|name| SIZES.contains(&name.as_str()))
        .collect()
}

#[test]
fn every_argument_for_a_size_is_named_as_one() {
    let types = types();
    let mut sized = 0;
    for (ty, field) in fields(&types) {
        let place = format!("{ty}.{}", field.name.node);
        let slicing = applied(&field.directives, "listSize")
            .map(|directive| names(directive, "slicingArguments"))
            .unwrap_or_default();
        assert_eq!(slicing, sizes_taken(field), "{place}");
        sized += usize::from(!slicing.is_empty());
    }
    assert!(sized > 100, "only {sized} fields have a size");
}

/// A list is a page, has a limit, or takes the default for lists that writing bounds, which stands
/// in docs/schema-rules.md. An `Int` among its arguments would be another size.
#[test]
fn every_list_has_a_size_or_takes_the_default() {
    let types = types();
    let mut pages: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (ty, field) in fields(&types) {
        let Some(size) = applied(&field.directives, "listSize") else {
            continue;
        };
        let sized = names(size, "sizedFields");
        assert_eq!(sized.is_empty(), is_list(field), "{ty}.{}", field.name.node);
        if !sized.is_empty() {
            pages.insert(inner(&field.ty.node), sized);
        }
    }
    for (ty, field) in fields(&types).filter(|(_, field)| is_list(field)) {
        let name = field.name.node.as_str();
        let of_page = pages.get(ty).is_some_and(|sized| sized.contains(name));
        let has_limit = applied(&field.directives, "listSize").is_some();
        let mut arguments = field.arguments.iter();
        let by_default = !arguments.any(|argument| inner(&argument.node.ty.node) == "Int");
        assert!(
            of_page || has_limit || by_default,
            "{ty}.{name} has no size"
        );
        let is_page = ty.ends_with("Connection");
        assert_eq!(of_page, is_page, "{ty}.{name}");
    }
    // Whoever has a page says how long it is.
    for (ty, field) in fields(&types) {
        if pages.contains_key(inner(&field.ty.node)) {
            let size = applied(&field.directives, "listSize");
            assert!(
                size.is_some(),
                "{ty}.{} has a page of no size",
                field.name.node
            );
        }
    }
}

#[test]
fn connections_and_mutations_have_weights() {
    let sdl = sdl();
    for (name, kind) in types()
        .iter()
        .filter(|(name, _)| name.ends_with("Connection"))
    {
        assert!(matches!(kind, TypeKind::Object(_)));
        let weighs = format!("type {name} @cost(weight: 41) {{");
        assert!(sdl.contains(&weighs), "{name}");
    }
    let types = types();
    for (_, field) in fields(&types).filter(|(ty, _)| *ty == "Mutation") {
        let cost = applied(&field.directives, "cost").unwrap();
        let weight = &cost.get_argument("weight").unwrap().node;
        assert_eq!(weight, &Value::from(101), "{}", field.name.node);
    }
}

#[test]
fn an_order_weighs_where_it_reads_headers() {
    let types = types();
    let kinds = types.iter().filter(|(name, _)| name == "RoleOrderField");
    let values = kinds.flat_map(|(_, kind)| match kind {
        TypeKind::Enum(order) => order.values.as_slice(),
        _ => &[],
    });
    let weighing = values.filter(|value| applied(&value.node.directives, "valueCost").is_some());
    let weighing: BTreeSet<&str> = weighing
        .map(|value| value.node.value.node.as_str())
        .collect();
    let orders = RoleOrderField::items().iter();
    let reading = orders.filter(|item| OrderField::from(item.value).reads_headers());
    assert_eq!(weighing, reading.map(|item| item.name).collect());
}

#[test]
fn a_filter_weighs_where_it_reads_headers() {
    let types = types();
    let inputs = types.iter().flat_map(|(ty, kind)| {
        let fields = match kind {
            TypeKind::InputObject(input) => input.fields.as_slice(),
            _ => &[],
        };
        fields.iter().map(move |field| (ty.as_str(), &field.node))
    });
    let weighing = inputs.filter(|(_, field)| applied(&field.directives, "cost").is_some());
    let weighing: Vec<(&str, &str)> = weighing
        .map(|(ty, field)| (ty, field.name.node.as_str()))
        .collect();
    // The conditions of a `HeaderFilter`, named here so that another is thought of.
    let HeaderFilter {
        genres: _,
        votes: _,
        rating: _,
    } = HeaderFilter::default();
    let of_headers = ["genres", "rating", "votes"].map(|name| ("RoleFilter", name));
    assert_eq!(weighing, of_headers);
}

#[test]
fn the_directives_say_what_they_mean() {
    let known = definitions(&sdl()).unwrap().definitions;
    for name in ["cost", "listSize", "valueCost"] {
        let mut defined = known.iter().filter_map(|definition| match definition {
            TypeSystemDefinition::Directive(directive) => Some(&directive.node),
            _ => None,
        });
        let directive = defined
            .find(|directive| directive.name.node == name)
            .unwrap();
        let description = directive.description.as_ref().unwrap();
        assert!(description.node.len() > 10, "@{name}");
    }
}
