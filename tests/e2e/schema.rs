//! The schema as clients see it.

use std::collections::{BTreeMap, BTreeSet};

use apollo_compiler::ast::{FieldDefinition, InputValueDefinition};
use apollo_compiler::schema::ExtendedType;
use apollo_compiler::validation::Valid;
use apollo_compiler::{Node, Schema};
use filmgraph_tests::{Database, Server, on_both};
use model::slug::id_of_slug;
use serde_json::Value;

const COMMITTED: &str = include_str!("../../schema.graphql");

/// What GraphiQL asks when it is opened.
const INTROSPECTION: &str = include_str!("introspection.graphql");

on_both!(graphiql_can_read_the_schema);

fn schema() -> Valid<Schema> {
    let sdl = graphql::schema::sdl();
    Schema::parse_and_validate(sdl, "schema.graphql").expect("a valid schema")
}

/// The types that are ours: not those that every schema has.
fn own_types(schema: &Valid<Schema>) -> impl Iterator<Item = &ExtendedType> {
    schema.types.values().filter(|ty| !ty.is_built_in())
}

#[test]
fn the_committed_schema_is_the_one_that_is_served() {
    assert_eq!(
        COMMITTED,
        graphql::schema::sdl(),
        "write it anew: cargo run -- schema > schema.graphql"
    );
}

#[test]
fn values_of_an_enum_stand_in_the_order_in_which_they_are_declared() {
    let schema = schema();
    for (name, ordered) in [
        (
            "Certainty",
            vec!["RUMORED", "EXPECTED", "REPORTED", "STATED", "CONFIRMED"],
        ),
        ("OrderDirection", vec!["ASC", "DESC"]),
        (
            "DatePrecision",
            vec![
                "DAY", "MONTH", "SEASON", "QUARTER", "YEAR", "DECADE", "CENTURY", "INTERVAL",
            ],
        ),
    ] {
        let values = &schema.get_enum(name).expect("an enum").values;
        let values: Vec<&str> = values.keys().map(|name| name.as_str()).collect();
        assert_eq!(values, ordered, "{name}");
    }
}

/// What lacks a description, gathered over the whole schema.
#[derive(Default)]
struct Undescribed(Vec<String>);

impl Undescribed {
    fn check(&mut self, place: String, description: Option<&Node<str>>) {
        if description.is_none_or(|text| text.trim().len() < 3) {
            self.0.push(place);
        }
    }

    fn inputs<'a>(
        &mut self,
        place: &str,
        values: impl IntoIterator<Item = &'a InputValueDefinition>,
    ) {
        for value in values {
            self.check(
                format!("{place}.{}", value.name),
                value.description.as_ref(),
            );
        }
    }

    fn fields<'a>(&mut self, ty: &str, fields: impl IntoIterator<Item = &'a FieldDefinition>) {
        for field in fields {
            let place = format!("{ty}.{}", field.name);
            self.inputs(&place, field.arguments.iter().map(|node| &**node));
            self.check(place, field.description.as_ref());
        }
    }
}

#[test]
fn everything_has_a_description() {
    let schema = schema();
    let mut undescribed = Undescribed::default();
    for ty in own_types(&schema) {
        let name = ty.name().to_string();
        // The specification names the query root; its fields speak for themselves.
        if name != "Query" {
            undescribed.check(name.clone(), ty.description());
        }
        match ty {
            ExtendedType::Object(ty) => {
                undescribed.fields(&name, ty.fields.values().map(|field| &***field));
            }
            ExtendedType::Interface(ty) => {
                undescribed.fields(&name, ty.fields.values().map(|field| &***field));
            }
            ExtendedType::InputObject(ty) => {
                undescribed.inputs(&name, ty.fields.values().map(|field| &***field));
            }
            ExtendedType::Enum(ty) => {
                for value in ty.values.values() {
                    let place = format!("{name}.{}", value.value);
                    undescribed.check(place, value.description.as_ref());
                }
            }
            ExtendedType::Scalar(_) | ExtendedType::Union(_) => {}
        }
    }
    assert!(undescribed.0.is_empty(), "{:#?}", undescribed.0);
}

/// A field as a client sees it: its type, its arguments, and what is said of each.
fn face(field: &FieldDefinition) -> String {
    let text =
        |description: &Option<Node<str>>| description.as_deref().unwrap_or_default().to_owned();
    let argument = |value: &Node<InputValueDefinition>| {
        let default = value.default_value.as_ref().map(ToString::to_string);
        let face = format!("{}: {} = {default:?}", value.name, value.ty);
        (face, text(&value.description))
    };
    let arguments: BTreeMap<String, String> = field.arguments.iter().map(argument).collect();
    format!("{} {arguments:?} {}", field.ty, text(&field.description))
}

/// The same without what is said of it.
fn shape(field: &FieldDefinition) -> String {
    let argument = |value: &Node<InputValueDefinition>| {
        let default = value.default_value.as_ref().map(ToString::to_string);
        format!("{}: {} = {default:?}", value.name, value.ty)
    };
    let arguments: BTreeSet<String> = field.arguments.iter().map(argument).collect();
    format!("{} {arguments:?}", field.ty)
}

#[test]
fn interfaces_and_their_types_agree_in_every_field() {
    let schema = schema();
    let mut checked = BTreeSet::new();
    for ty in own_types(&schema) {
        let ExtendedType::Object(object) = ty else {
            continue;
        };
        for interface in &object.implements_interfaces {
            let interface = schema.get_interface(interface).expect("an interface");
            for (name, field) in &interface.fields {
                let own = object.fields.get(name).expect("the interface's field");
                // What any record has is described as that of what it is in each.
                if interface.name == "Work" {
                    assert_eq!(face(own), face(field), "{}.{name}", object.name);
                } else {
                    assert_eq!(shape(own), shape(field), "{}.{name}", object.name);
                }
            }
            checked.insert(format!("{} of {}", object.name, interface.name));
        }
    }
    for ty in ["Film", "Series", "Episode", "Recording", "Game"] {
        assert!(checked.contains(&format!("{ty} of Work")), "{checked:?}");
        assert!(checked.contains(&format!("{ty} of Node")), "{checked:?}");
        assert!(
            checked.contains(&format!("{ty} of Claimable")),
            "{checked:?}"
        );
    }
}

#[test]
fn whatever_has_an_id_is_a_node() {
    let schema = schema();
    for ty in own_types(&schema) {
        let ExtendedType::Object(object) = ty else {
            continue;
        };
        let is_node = object
            .implements_interfaces
            .iter()
            .any(|name| name == "Node");
        assert_eq!(object.fields.contains_key("id"), is_node, "{}", object.name);
    }
}

#[test]
fn ids_and_slugs_in_descriptions_can_be_pasted() {
    let schema = schema();
    let mut examples = 0;
    let mut check = |place: &str, description: Option<&Node<str>>| {
        let text = description.map(|text| &**text).unwrap_or_default();
        for example in text.split('`').skip(1).step_by(2) {
            assert!(id_of_slug(example).is_ok(), "{place}: {example}");
            examples += 1;
        }
    };
    for ty in own_types(&schema) {
        for name in ["id", "slug"] {
            let place = format!("{}.{name}", ty.name());
            match ty {
                ExtendedType::Object(ty) => {
                    let field = ty.fields.get(name);
                    check(&place, field.and_then(|field| field.description.as_ref()));
                }
                ExtendedType::InputObject(ty) => {
                    let field = ty.fields.get(name);
                    check(&place, field.and_then(|field| field.description.as_ref()));
                }
                _ => {}
            }
        }
    }
    assert!(examples > 5, "{examples}");
}

async fn graphiql_can_read_the_schema(database: Database) {
    let server = Server::start(database, filmgraph_tests::Options::empty()).await;
    let answer = server
        .post(&serde_json::json!({"query": INTROSPECTION, "operationName": "IntrospectionQuery"}))
        .await;
    let data = answer.data();
    assert_eq!(answer.statements(), 0);
    let types = data["__schema"]["types"].as_array().expect("types");
    let told: BTreeSet<&str> = types.iter().filter_map(|ty| ty["name"].as_str()).collect();
    let schema = schema();
    for ty in own_types(&schema) {
        assert!(
            told.contains(ty.name().as_str()),
            "{} is not told",
            ty.name()
        );
    }
    let is_reference = |ty: &&Value| ty["name"] == "WorkRef";
    let reference = types.iter().find(is_reference).expect("WorkRef");
    assert_eq!(reference["isOneOf"], true, "{reference}");
}

/// Fields that every work has are listed under `Work`, sources under no type.
#[test]
fn every_plain_list_has_its_bound_in_the_documentation() {
    let docs = include_str!("../../docs/schema-rules.md");
    let schema = schema();
    let shared = |ty: &str, field: &str| {
        let interface = schema.get_interface("Work").expect("works");
        let is_work = schema.get_object(ty).is_some_and(|object| {
            object
                .implements_interfaces
                .iter()
                .any(|name| name.as_str() == "Work")
        });
        is_work && interface.fields.contains_key(field)
    };
    let mut missing = Vec::new();
    for object in schema.types.values().filter_map(|ty| ty.as_object()) {
        if object.name.starts_with("__") || object.name.ends_with("Connection") {
            continue;
        }
        for field in object.fields.values().filter(|field| field.ty.is_list()) {
            let owner = if shared(&object.name, &field.name) {
                "Work"
            } else {
                object.name.as_str()
            };
            let entry = format!("`{owner}.{}`", field.name);
            if field.name != "sources" && !docs.contains(&entry) {
                missing.push(entry);
            }
        }
    }
    assert!(
        missing.is_empty(),
        "no bound of these lists in docs/schema-rules.md: {missing:?}"
    );
}
