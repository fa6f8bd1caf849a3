//! What client libraries are told of the schema, compared with the schema.

use std::collections::BTreeSet;

use apollo_compiler::Schema;
use apollo_compiler::ast::OperationType;
use apollo_compiler::schema::{Component, ExtendedType, FieldDefinition};
use apollo_compiler::validation::Valid;
use filmgraph_tests::{Answer, Client, Database, Server, on_both};
use reqwest::Method;
use serde_json::{Value, json};

const PATH: &str = "/schema/client.json";
const PAGE: [&str; 4] = ["after", "before", "first", "last"];

on_both!(
    interfaces_and_unions_have_their_types,
    every_type_is_keyed_or_embedded,
    every_connection_has_its_arguments,
    every_scalar_has_its_types,
    it_is_fetched_once,
);

/// The schema and its description, both as the server gives them.
async fn served(database: Database) -> (Valid<Schema>, Value) {
    let server = Server::sample(database).await;
    let sdl = server.get("/schema.graphql").await.body;
    let schema = Schema::parse_and_validate(sdl, "schema.graphql").expect("a valid schema");
    (schema, server.get(PATH).await.json())
}

fn own_types(schema: &Valid<Schema>) -> impl Iterator<Item = &ExtendedType> {
    schema.types.values().filter(|ty| !ty.is_built_in())
}

fn names(value: &Value) -> BTreeSet<String> {
    let members = value.as_object().expect("an object");
    members.keys().cloned().collect()
}

fn list(value: &Value) -> Vec<&str> {
    let members = value.as_array().expect("a list").iter();
    members.map(|name| name.as_str().expect("a name")).collect()
}

async fn interfaces_and_unions_have_their_types(database: Database) {
    let (schema, client) = served(database).await;
    let mut abstract_types = BTreeSet::new();
    for ty in own_types(&schema) {
        if !ty.is_interface() && !ty.is_union() {
            continue;
        }
        let name = ty.name().to_string();
        let objects = own_types(&schema).filter(|object| {
            object.is_object() && schema.is_subtype(ty.name().as_str(), object.name().as_str())
        });
        let objects: BTreeSet<_> = objects.map(|object| object.name().to_string()).collect();
        let told = list(&client["possibleTypes"][&name]);
        assert_eq!(
            told.iter()
                .map(ToString::to_string)
                .collect::<BTreeSet<_>>(),
            objects,
            "{name}"
        );
        assert_eq!(told.len(), objects.len(), "{name} has one twice");
        abstract_types.insert(name);
    }
    assert!(abstract_types.contains("Work"), "{abstract_types:?}");
    assert_eq!(names(&client["possibleTypes"]), abstract_types);
}

async fn every_type_is_keyed_or_embedded(database: Database) {
    let (schema, client) = served(database).await;
    let (mut all, mut embedded) = (BTreeSet::new(), BTreeSet::new());
    for ty in own_types(&schema) {
        let ExtendedType::Object(object) = ty else {
            continue;
        };
        let name = object.name.to_string();
        let roots = [OperationType::Query, OperationType::Mutation];
        let mut roots = roots.iter().filter_map(|root| schema.root_operation(*root));
        if roots.any(|root| *root == object.name) {
            assert_eq!(client["keys"].get(&name), None);
            continue;
        }
        let has_id = object.fields.contains_key("id");
        let key = if has_id { json!("id") } else { Value::Null };
        assert_eq!(client["keys"].get(&name), Some(&key), "{name}");
        let policy = client["typePolicies"].get(&name);
        if has_id {
            // Apollo Client's default is the id; a policy would refuse answers without it.
            assert_eq!(policy, None, "{name}");
        } else {
            assert_eq!(
                policy,
                Some(&json!({"keyFields": false, "merge": true})),
                "{name}"
            );
            embedded.insert(name.clone());
        }
        all.insert(name);
    }
    for ty in ["PageInfo", "PartialDate", "Money", "RoleCharacter"] {
        assert!(embedded.contains(ty), "{embedded:?}");
    }
    assert_eq!(names(&client["keys"]), all);
    assert_eq!(names(&client["typePolicies"]), embedded);
}

/// The fields of a type whose own type is a connection.
fn connections(ty: &ExtendedType) -> Vec<&Component<FieldDefinition>> {
    let fields = match ty {
        ExtendedType::Object(ty) => &ty.fields,
        ExtendedType::Interface(ty) => &ty.fields,
        _ => return Vec::new(),
    };
    let is_connection = |field: &&Component<FieldDefinition>| {
        field.ty.inner_named_type().as_str().ends_with("Connection")
    };
    fields.values().filter(is_connection).collect()
}

async fn every_connection_has_its_arguments(database: Database) {
    let (schema, client) = served(database).await;
    let (mut types, mut count) = (BTreeSet::new(), 0);
    for ty in own_types(&schema) {
        let name = ty.name().to_string();
        let fields = connections(ty);
        if fields.is_empty() {
            continue;
        }
        let told = &client["connections"][&name];
        for field in &fields {
            let given = field
                .arguments
                .iter()
                .map(|argument| argument.name.as_str());
            let (page, key): (Vec<_>, Vec<_>) = given.partition(|name| PAGE.contains(name));
            let told = &told[field.name.as_str()];
            assert_eq!(list(&told["keyArgs"]), key, "{name}.{}", field.name);
            assert_eq!(list(&told["pageArgs"]), page, "{name}.{}", field.name);
            assert_eq!(page, PAGE, "{name}.{}", field.name);
            count += 1;
        }
        assert_eq!(names(told).len(), fields.len(), "{name}");
        types.insert(name);
    }
    assert!(count > 50, "{count}");
    assert_eq!(names(&client["connections"]), types);
    let filmography = &client["connections"]["Person"]["filmography"]["keyArgs"];
    assert_eq!(*filmography, json!(["filter", "orderBy"]));
}

async fn every_scalar_has_its_types(database: Database) {
    let (schema, client) = served(database).await;
    let mut scalars = BTreeSet::new();
    for ty in own_types(&schema) {
        let ExtendedType::Scalar(scalar) = ty else {
            continue;
        };
        let name = scalar.name.to_string();
        let told = client["scalars"].get(&name);
        let told = told.unwrap_or_else(|| panic!("say in schema/scalar what {name} is in JSON"));
        for language in ["json", "typescript", "swift", "kotlin"] {
            assert!(told[language].is_string(), "{name}: {told}");
        }
        let rule = scalar.directives.get("specifiedBy").expect("its rule");
        let rule = rule.specified_argument_by_name("url").expect("an address");
        assert_eq!(told["specifiedBy"].as_str(), rule.as_str(), "{name}");
        scalars.insert(name);
    }
    assert_eq!(names(&client["scalars"]), scalars);
}

async fn it_is_fetched_once(database: Database) {
    let server = Server::sample(database).await;
    let ask = async |client: &Client, method: Method, tag: &str| {
        let request = client.request(method, PATH).header("if-none-match", tag);
        Answer::of(request).await
    };
    let answer = server.get(PATH).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.header("cache-control"), Some("no-cache"));
    let tag = answer.header("etag").expect("an entity tag").to_owned();
    for method in [Method::GET, Method::HEAD] {
        let known = ask(&server, method.clone(), &tag).await;
        assert_eq!((known.status, known.body.as_str()), (304, ""), "{method}");
        assert_eq!(known.header("etag"), Some(tag.as_str()), "{method}");
    }
    let head = ask(&server, Method::HEAD, "\"another\"").await;
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    assert_eq!(
        head.header("content-length"),
        answer.header("content-length")
    );
    let post = ask(&server, Method::POST, &tag).await;
    assert_eq!(
        (post.status, post.header("allow")),
        (405, Some("GET, HEAD, OPTIONS"))
    );
    let sdl = server.get("/schema.graphql").await;
    assert_ne!(sdl.header("etag"), Some(tag.as_str()));
}
