//! A small schema and the ways in which the tests ask about it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use serde_json::{Value, json};

use super::{Admitted, Gate, GateCode, GateError, GateLimits, GraphQlRequest, ReadScalar, Scalars};

pub(super) const SDL: &str = r#"
directive @cost(weight: Int!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT | SCALAR
directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION
directive @valueCost(weight: Int!) on ENUM_VALUE
interface Node { id: ID! }
interface Work implements Node { id: ID! title(language: String = "en"): String! related: [Work!]! }
type Film implements Node & Work {
  id: ID! title(language: String = "en"): String! shown(on: Day, must: Day! = "1999-01-01"): String related: [Work!]!
  cast(first: Int, last: Int, filter: RoleFilter, orderBy: RoleOrder): RoleConnection! @listSize(slicingArguments: ["first", "last"], sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false)
  quotes(limit: Int = 5): [Quote!]! @listSize(slicingArguments: ["limit"], requireOneSlicingArgument: false)
  exists(at: Int!, on: Boolean = true): Boolean!
  tags(limit: Int = 6): [String!]! @listSize(slicingArguments: ["limit"], requireOneSlicingArgument: false)
  words: [String!]!
}
type Series implements Node & Work {
  id: ID! title(language: String = "en"): String! related: [Work!]!
  seasons: [Season!]!
}
type Season { number: Int! films: [Film!]! }
type Quote { text: String! film: Film! }
type Person implements Node { id: ID! name: String! spouse: Person priorWork(first: Int = 3): RoleConnection! @listSize(slicingArguments: ["first"], sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false) }
type Role { id: ID! person: Person! work: Work! priorWork(first: Int, last: Int, filter: RoleFilter): RoleConnection! @listSize(slicingArguments: ["first", "last"], sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false) }
type RoleEdge { node: Role! cursor: String! }
type RoleConnection @cost(weight: 41) { edges: [RoleEdge!]! nodes: [Role!]! totalCount: Int! pageInfo: PageInfo! }
type PageInfo { hasNextPage: Boolean! }
union Hit = Film | Series | Person
enum Sort { TITLE @valueCost(weight: 100) YEAR RATING @valueCost(weight: 100) POPULARITY @valueCost(weight: 100) }
input RoleOrder { field: Sort! }
input Range { from: Int = 1 to: Int }
input RoleFilter { genres: [String!] @cost(weight: 100) votes: Range @cost(weight: 100) rating: Range @cost(weight: 100) year: Range all: [RoleFilter!] }
input FilmBy @oneOf { id: ID slug: String nested: Nested many: [FilmBy!] }
input Nested { by: FilmBy! note: String = "none" list: [[FilmBy!]] }
input Days { from: Day, on: [[Day]], any: Anything }
input Sizes { a: Int! b: Float c: Boolean d: [Int!] e: Sort = YEAR f: ID }
scalar Anything
scalar Day
type Query {
  film(by: FilmBy, id: ID): Film
  films(bys: [FilmBy!]): [Film!]!
  deep(in: Nested): Film
  node(id: ID!): Node
  nodes(ids: [ID!]!): [Node]!
  search(text: String, tags: [String]): [Hit!]!
  count(filter: RoleFilter): Int!
  match(texts: [String!]!): [Hit]!
  sizes(in: Sizes, list: [Int!], need: [Int!]!, any: Anything, day: Day, days: [Day!], by: Days): String
}
type Mutation { rename(id: ID!, to: String!, on: Day, by: Days): Film @cost(weight: 101) }
type Subscription { changed: Film }
"#;

pub(super) fn gate_with(limits: GateLimits) -> Gate<()> {
    Gate::new(SDL, limits, scalars(), |_| ()).unwrap()
}

/// `Anything` takes all, `Day` a text of ten characters.
pub(super) fn scalars() -> Scalars {
    let anything: ReadScalar = |_| Ok(());
    let day: ReadScalar = |value| match value.as_str() {
        Some(text) if text.len() == 10 => Ok(()),
        _ => Err(format!("{value} is not a day such as 2025-07-15")),
    };
    let readers = [("Anything", anything), ("Day", day)];
    readers
        .map(|(name, read)| (name.to_owned(), read))
        .into_iter()
        .collect()
}

pub(super) fn gate() -> Gate<()> {
    gate_with(GateLimits::default())
}

pub(super) fn request(query: &str, variables: Value) -> GraphQlRequest {
    let Value::Object(variables) = variables else {
        panic!("variables are an object");
    };
    GraphQlRequest {
        query: query.to_owned(),
        operation_name: None,
        variables,
    }
}

pub(super) fn ask(query: &str, variables: Value) -> Result<Admitted<()>, Vec<GateError>> {
    let answer = gate().admit(&request(query, variables));
    answer.map_err(|refused| refused.errors)
}

pub(super) fn accepted(query: &str) -> Admitted<()> {
    accepted_with(query, json!({}))
}

pub(super) fn accepted_with(query: &str, variables: Value) -> Admitted<()> {
    ask(query, variables).unwrap_or_else(|errors| panic!("{query}\n{errors:#?}"))
}

/// The first error, whose code must be the one given.
pub(super) fn refused(query: &str, code: GateCode) -> GateError {
    refused_with(query, json!({}), code)
}

pub(super) fn refused_with(query: &str, variables: Value, code: GateCode) -> GateError {
    let Err(errors) = ask(query, variables) else {
        panic!("admitted: {query}");
    };
    let first = errors.first().expect("a refusal has a reason").clone();
    assert_eq!(first.code, code, "{query}\n{errors:#?}");
    assert!(errors.len() <= 20);
    first
}
