//! Shared fields and interfaces, on a schema of their own.
#![allow(clippy::unwrap_used)]

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{FieldDefinition, TypeKind, TypeSystemDefinition};
use async_graphql::{EmptyMutation, EmptySubscription, Object, Schema, value};

use super::{Called, Completed, Shared, interface, object_of};

/// What all have, and whence each of them is met again.
#[derive(Clone)]
pub(crate) struct Core;

#[Object]
impl Core {
    /// The number of this record.
    async fn number(&self) -> i32 {
        1
    }

    /// The next one.
    async fn next(&self) -> Thing {
        Thing::Stone(Stone(Self))
    }
}

#[derive(Clone)]
pub(crate) struct Tree(Core);

impl Called for Tree {
    const NOUN: &'static str = "tree";
}

/// A tree.
#[Object]
impl Tree {
    #[graphql(flatten)]
    async fn core(&self) -> Shared<&Core, Self> {
        Shared::new(&self.0)
    }

    /// The tree in a line.
    async fn label(&self) -> &str {
        "a tree"
    }

    /// How high.
    async fn size(&self) -> i32 {
        3
    }

    /// Trees alone have it.
    async fn rings(&self) -> i32 {
        7
    }
}

object_of!(
    Core,
    /// A stone that is nothing else.
    Pebble,
);

#[derive(Clone)]
pub(crate) struct Stone(Core);

/// A stone.
#[Object]
impl Stone {
    #[graphql(flatten)]
    async fn core(&self) -> Shared<&Core> {
        Shared::new(&self.0)
    }

    /// The stone in a line.
    async fn label(&self) -> &str {
        "a stone"
    }

    /// How heavy: not what a size is to trees.
    async fn size(&self) -> f64 {
        0.5
    }
}

interface! {
    /// A thing with a label.
    #[derive(Clone)]
    Thing { Tree, Stone }
    with label: "The thing in a line."
}

interface! {
    /// A thing with a number.
    #[derive(Clone)]
    Numbered { Tree, Stone, Pebble }
}

struct Query;

#[Object]
impl Query {
    async fn thing(&self) -> Thing {
        Tree(Core).into()
    }

    async fn numbered(&self) -> Numbered {
        Pebble(Core).into()
    }
}

fn schema() -> Schema<Query, EmptyMutation, EmptySubscription> {
    Schema::build(Query, EmptyMutation, EmptySubscription)
        .register_output_type::<Completed>()
        .finish()
}

/// The fields of a type, each with its description.
fn fields_of(wanted: &str) -> Vec<(String, String)> {
    let definitions = parse_schema(schema().sdl()).unwrap().definitions;
    let types = definitions
        .into_iter()
        .filter_map(|definition| match definition {
            TypeSystemDefinition::Type(ty) => Some(ty.node),
            _ => None,
        });
    let mut types = types.filter(|ty| ty.name.node == wanted);
    let fields = match types.next().unwrap().kind {
        TypeKind::Object(object) => object.fields,
        TypeKind::Interface(interface) => interface.fields,
        _ => Vec::new(),
    };
    let told = |field: FieldDefinition| {
        let description = field.description.unwrap().node;
        (field.name.node.to_string(), description)
    };
    fields.into_iter().map(|field| told(field.node)).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    let pair = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
    expected.iter().map(pair).collect()
}

#[test]
fn a_shared_object_leaves_its_fields_to_all_who_flatten_it() {
    let shared = [
        ("number", "The number of this record."),
        ("next", "The next one."),
    ];
    assert_eq!(fields_of("Pebble"), pairs(&shared));
    let own = [
        ("label", "The stone in a line."),
        ("size", "How heavy: not what a size is to trees."),
    ];
    assert_eq!(fields_of("Stone"), pairs(&[shared, own].concat()));
    let sdl = schema().sdl();
    assert!(!sdl.contains("Core") && !sdl.contains("..."), "{sdl}");
}

#[test]
fn a_type_has_its_own_word_for_itself() {
    assert_eq!(
        fields_of("Tree")[0],
        pairs(&[("number", "The number of this tree.")])[0]
    );
}

#[test]
fn an_interface_has_what_its_types_have_in_common() {
    let thing = [
        ("number", "The number of this record."),
        ("next", "The next one."),
        ("label", "The thing in a line."),
    ];
    assert_eq!(fields_of("Thing"), pairs(&thing));
    assert_eq!(fields_of("Numbered"), pairs(&thing[..2]));
}

#[tokio::test]
async fn a_thing_is_answered_as_what_it_is() {
    let query = "{ thing { __typename number ... on Numbered { size: number } next { label } \
                 ... on Tree { rings } } numbered { __typename number } }";
    let answer = schema().execute(query).await;
    assert_eq!(answer.errors, []);
    let expected = value!({
        "thing": {
            "__typename": "Tree",
            "number": 1,
            "size": 1,
            "next": { "label": "a stone" },
            "rings": 7,
        },
        "numbered": { "__typename": "Pebble", "number": 1 },
    });
    assert_eq!(answer.data, expected);
}

#[tokio::test]
async fn introspection_tells_of_interfaces_and_types() {
    let query = "{ interface: __type(name: \"Numbered\") { possibleTypes { name } } \
                 type: __type(name: \"Stone\") { interfaces { name } fields { name } } }";
    let answer = schema().execute(query).await;
    let names = |names: &[&str]| {
        let named = names.iter().map(|name| value!({ "name": (*name) }));
        async_graphql::Value::List(named.collect())
    };
    let expected = value!({
        "interface": { "possibleTypes": (names(&["Tree", "Stone", "Pebble"])) },
        "type": {
            "interfaces": (names(&["Thing", "Numbered"])),
            "fields": (names(&["number", "next", "label", "size"])),
        },
    });
    assert_eq!(answer.data, expected);
}
