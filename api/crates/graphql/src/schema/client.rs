//! What client libraries want to know of the schema besides its text: which types an interface
//! stands for, what a record is kept under in a cache, which arguments of a list name another list
//! and which only another page of it, and what a scalar is in a program. Read from the schema.

use std::collections::{BTreeMap, BTreeSet};

use async_graphql::Value;
use async_graphql::parser::Positioned;
use async_graphql::parser::types::{
    FieldDefinition, SchemaDefinition, ServiceDocument, TypeDefinition, TypeKind,
    TypeSystemDefinition,
};
use serde::Serialize;

/// The arguments that choose a page of a connection.
const PAGE_ARGUMENTS: [&str; 4] = ["after", "before", "first", "last"];
/// The field that tells a record from all others.
const ID: &str = "id";

/// The description, as JSON has it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ClientSchema {
    /// Interfaces and unions with the object types that they stand for.
    possible_types: BTreeMap<String, BTreeSet<String>>,
    /// Every object type but the roots, with the field that identifies it; null if there is none.
    keys: BTreeMap<String, Option<&'static str>>,
    /// What Apollo Client has to be told of types.
    type_policies: BTreeMap<String, TypePolicy>,
    /// Types with their fields that give connections.
    connections: BTreeMap<String, BTreeMap<String, ConnectionField>>,
    /// The scalars that the specification does not have.
    scalars: BTreeMap<String, ScalarTypes>,
}

/// How Apollo Client keeps a type without an id: within its owner, where the fields that several
/// queries ask for come together. Types with an id need no policy. To name `id` as their key would
/// do harm: an answer without it is then an error, whereas by default it is kept within its owner.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct TypePolicy {
    key_fields: bool,
    merge: bool,
}

/// The arguments of a connection. The same key arguments are the same list.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ConnectionField {
    key_args: Vec<String>,
    page_args: Vec<String>,
}

/// What a scalar is in JSON and in the languages of clients.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ScalarTypes {
    json: &'static str,
    typescript: &'static str,
    swift: &'static str,
    kotlin: &'static str,
    specified_by: Option<String>,
}

/// The description of a schema, as JSON.
///
/// # Errors
/// If it cannot be written.
pub fn describe(schema: ServiceDocument) -> Result<String, serde_json::Error> {
    let mut roots = BTreeSet::new();
    let mut types = Vec::new();
    for definition in schema.definitions {
        match definition {
            TypeSystemDefinition::Schema(schema) => roots.extend(roots_of(&schema.node)),
            TypeSystemDefinition::Type(ty) => types.push(ty.node),
            TypeSystemDefinition::Directive(_) => {}
        }
    }
    let keys = keys(&types, &roots);
    let schema = ClientSchema {
        possible_types: possible_types(&types),
        type_policies: type_policies(&keys),
        keys,
        connections: connections(&types),
        scalars: types.iter().filter_map(scalar).collect(),
    };
    let mut text = serde_json::to_string_pretty(&schema)?;
    text.push('\n');
    Ok(text)
}

fn roots_of(schema: &SchemaDefinition) -> impl Iterator<Item = String> {
    let roots = [&schema.query, &schema.mutation, &schema.subscription];
    roots.into_iter().flatten().map(text)
}

fn text(name: &Positioned<impl ToString>) -> String {
    name.node.to_string()
}

fn possible_types(types: &[TypeDefinition]) -> BTreeMap<String, BTreeSet<String>> {
    let mut possible: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for ty in types {
        let name = text(&ty.name);
        match &ty.kind {
            TypeKind::Object(object) => {
                for interface in &object.implements {
                    let members = possible.entry(text(interface)).or_default();
                    members.insert(name.clone());
                }
            }
            TypeKind::Union(union) => {
                possible.insert(name, union.members.iter().map(text).collect());
            }
            _ => {}
        }
    }
    possible
}

fn keys(
    types: &[TypeDefinition],
    roots: &BTreeSet<String>,
) -> BTreeMap<String, Option<&'static str>> {
    let key = |ty: &TypeDefinition| match &ty.kind {
        TypeKind::Object(object) => Some(has(&object.fields, ID).then_some(ID)),
        _ => None,
    };
    let keyed = types
        .iter()
        .filter_map(|ty| Some((text(&ty.name), key(ty)?)));
    keyed.filter(|(name, _)| !roots.contains(name)).collect()
}

fn has(fields: &[Positioned<FieldDefinition>], name: &str) -> bool {
    fields.iter().any(|field| field.node.name.node == name)
}

fn type_policies(keys: &BTreeMap<String, Option<&'static str>>) -> BTreeMap<String, TypePolicy> {
    let values = keys.iter().filter(|(_, key)| key.is_none());
    let policy = |name: &String| {
        let policy = TypePolicy {
            key_fields: false,
            merge: true,
        };
        (name.clone(), policy)
    };
    values.map(|(name, _)| policy(name)).collect()
}

/// A type's fields, if it has any that are answered.
fn fields(ty: &TypeDefinition) -> &[Positioned<FieldDefinition>] {
    match &ty.kind {
        TypeKind::Object(object) => &object.fields,
        TypeKind::Interface(interface) => &interface.fields,
        _ => &[],
    }
}

fn connections(types: &[TypeDefinition]) -> BTreeMap<String, BTreeMap<String, ConnectionField>> {
    let lists = types
        .iter()
        .filter(|ty| has(fields(ty), "edges") && has(fields(ty), "pageInfo"))
        .map(|ty| text(&ty.name))
        .collect();
    let found = types.iter().map(|ty| {
        let fields = fields(ty).iter().map(|field| &field.node);
        let of_type = fields.filter_map(|field| connection_field(field, &lists));
        (text(&ty.name), of_type.collect::<BTreeMap<_, _>>())
    });
    found.filter(|(_, fields)| !fields.is_empty()).collect()
}

fn connection_field(
    field: &FieldDefinition,
    lists: &BTreeSet<String>,
) -> Option<(String, ConnectionField)> {
    let gives = field.ty.node.to_string();
    if !lists.contains(gives.trim_end_matches('!')) {
        return None;
    }
    let names = field
        .arguments
        .iter()
        .map(|argument| text(&argument.node.name));
    let (page_args, key_args) = names.partition(|name| PAGE_ARGUMENTS.contains(&name.as_str()));
    let arguments = ConnectionField {
        key_args,
        page_args,
    };
    Some((text(&field.name), arguments))
}

fn scalar(ty: &TypeDefinition) -> Option<(String, ScalarTypes)> {
    let name = text(&ty.name);
    let is_text = super::scalars().iter().any(|(known, _)| *known == name);
    is_text.then(|| {
        let types = ScalarTypes {
            json: "string",
            typescript: "string",
            swift: "String",
            kotlin: "kotlin.String",
            specified_by: specified_by(ty),
        };
        (name, types)
    })
}

fn specified_by(ty: &TypeDefinition) -> Option<String> {
    let mut directives = ty.directives.iter().map(|directive| &directive.node);
    let directive = directives.find(|directive| directive.name.node == "specifiedBy")?;
    let url = directive.get_argument("url")?;
    match &url.node {
        Value::String(url) => Some(url.clone()),
        _ => None,
    }
}
