//! What requests cost.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use serde_json::{Value, json};

use super::testing::{accepted, accepted_with, ask, refused_with};
use super::{GateCode, PathSegment};

fn cost(fields: &str) -> u64 {
    accepted(&format!("{{ {fields} }}")).cost
}

fn cost_with(query: &str, variables: Value) -> u64 {
    accepted_with(query, variables).cost
}

#[test]
fn a_record_is_the_unit_and_a_leaf_is_free() {
    assert_eq!(cost("film { id title exists(at: 1) __typename }"), 1);
    assert_eq!(cost("__typename"), 0);
    assert_eq!(cost("a: film { id } b: film { id }"), 2);
}

#[test]
fn the_projects_own_query_costs_about_a_thousand() {
    let text = "film { cast(first: 20) { nodes { person { name } priorWork(first: 5) { nodes { work { title } } } } } }";
    // film 1, list 41, 20 × (role 1, person 1, list 41, 5 × (role 1, work 1)).
    assert_eq!(cost(text), 1 + 41 + 20 * (1 + 1 + 41 + 5 * 2));
}

#[test]
fn a_page_multiplies_edges_and_nodes_only() {
    let page = |arguments: &str| {
        cost(&format!(
            "film {{ cast{arguments} {{ totalCount nodes {{ id }} }} }}"
        ))
    };
    assert_eq!(page("(first: 7)"), 42 + 7);
    assert_eq!(page("(last: 7)"), 42 + 7);
    assert_eq!(page("(first: 3, last: 7)"), 42 + 7);
    assert_eq!(page(""), 42 + 20);
    assert_eq!(page("(first: null)"), 42 + 20);
    assert_eq!(page("(first: -5)"), 42);
    assert_eq!(page("(first: 1000000)"), 42 + 100);
    assert_eq!(
        cost("film { cast(first: 100) { pageInfo { hasNextPage } } }"),
        43
    );
    assert_eq!(
        cost("film { cast(first: 10) { edges { node { id } } } }"),
        42 + 20
    );
    // The default of the schema is the page.
    assert_eq!(
        cost("node(id: 1) { ... on Person { priorWork { nodes { id } } } }"),
        1 + 41 + 3
    );
}

#[test]
fn variables_are_read() {
    let text = "query($n: Int, $yes: Boolean! = true) { film { \
                cast(first: $n) { nodes { id person @include(if: $yes) { id } } } } }";
    assert_eq!(cost_with(text, json!({"n": 5})), 42 + 10);
    assert_eq!(cost_with(text, json!({"n": 5, "yes": false})), 42 + 5);
    assert_eq!(cost_with(text, json!({})), 42 + 40);
    let text = "query($no: Boolean!) { film { ...A @skip(if: $no) ... @include(if: $no) { quotes { film { id } } } } } \
                fragment A on Film { cast(first: 1) { nodes { id } } }";
    assert_eq!(cost_with(text, json!({"no": true})), 1 + 5 * 2);
    assert_eq!(cost_with(text, json!({"no": false})), 1 + 41 + 1);
}

#[test]
fn limits_and_batches_multiply() {
    assert_eq!(cost("film { quotes { text } }"), 1 + 5);
    assert_eq!(cost("film { quotes(limit: 30) { text } }"), 1 + 30);
    assert_eq!(cost("film { quotes(limit: -1) { text } }"), 1);
    assert_eq!(cost("film { quotes(limit: 101) { text } }"), 1 + 100);
    // What stands twice under one key is made twice.
    assert_eq!(cost("film { quotes { text } quotes { text } }"), 1 + 10);
    assert_eq!(cost("nodes(ids: [1, 2, 3]) { id }"), 3);
    assert_eq!(cost("nodes(ids: 1) { id }"), 1);
    let text = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }";
    assert_eq!(cost_with(text, json!({"ids": vec!["x"; 70]})), 70);
    assert_eq!(cost("nodes(ids: []) { id }"), 0);
    assert_eq!(cost("match(texts: [\"a\"]) { __typename }"), 10);
    let texts = json!({"t": vec!["x"; 70]});
    let text = "query($t: [String!]!) { match(texts: $t) { __typename } }";
    assert_eq!(cost_with(text, texts), 70);
    assert_eq!(cost("search { __typename }"), 10);
    assert_eq!(cost("search(tags: [\"a\"]) { __typename }"), 10);
}

#[test]
fn header_reads_are_paid_for_each_list() {
    let cast = |arguments: &str| {
        cost(&format!(
            "film {{ cast(first: 1 {arguments}) {{ totalCount }} }}"
        ))
    };
    assert_eq!(cast(""), 42);
    assert_eq!(cast("filter: {genres: [\"x\"]}"), 142);
    assert_eq!(cast("filter: {all: [{votes: {from: 1}}]}"), 142);
    assert_eq!(cast("filter: {year: {from: 1}}"), 42);
    assert_eq!(cast("filter: {genres: null}"), 42);
    assert_eq!(cast("orderBy: {field: TITLE}"), 142);
    assert_eq!(cast("orderBy: {field: YEAR}"), 42);
    assert_eq!(cast("orderBy: {field: RATING}, filter: {rating: {}}"), 142);
    assert_eq!(cost("count"), 0);
    assert_eq!(cost("count(filter: {votes: {from: 1}})"), 100);
    let text = "query($f: RoleFilter, $s: Sort!) { film { cast(filter: $f, orderBy: {field: $s}) { totalCount } } }";
    assert_eq!(
        cost_with(text, json!({"s": "YEAR", "f": {"rating": {"to": 2}}})),
        142
    );
    assert_eq!(cost_with(text, json!({"s": "POPULARITY"})), 142);
    assert_eq!(cost_with(text, json!({"s": "YEAR"})), 42);
}

#[test]
fn an_abstract_selection_costs_its_dearest_type() {
    let film = "... on Film { cast(first: 10) { nodes { id } } }"; // 51
    let series = "... on Series { seasons { films { id } } }"; // 10 × (1 + 10)
    let person = "... on Person { spouse { id } }"; // 1
    let node = |inside: &str| cost(&format!("node(id: 1) {{ {inside} }}"));
    assert_eq!(node("id"), 1);
    assert_eq!(node(film), 1 + 51);
    assert_eq!(node(&format!("{film} {series} {person}")), 1 + 110);
    assert_eq!(node(&format!("{film} {person}")), 1 + 51);
    // What applies to the interface applies to each of its types, on top of their own.
    assert_eq!(
        node(&format!("{film} ... on Work {{ related {{ id }} }}")),
        1 + 51 + 10
    );
    assert_eq!(
        cost(&format!("search {{ {film} {series} {person} }}")),
        10 * 111
    );
    let text = format!(
        "{{ node(id: 1) {{ ...A ...B }} }} fragment A on Node {{ {film} }} fragment B on Work {{ {film} ... on Film {{ ...C }} }} fragment C on Film {{ quotes {{ text }} }}"
    );
    assert_eq!(accepted(&text).cost, 1 + 51 + 51 + 5);
}

#[test]
fn the_costliest_path_is_named() {
    let text = "query($n: Int) { small: film { id } big: film { title \
                cast(first: 100) { nodes { again: priorWork(first: $n) { nodes { person { id } priorWork(first: 100) { nodes { id } } } } } } } }";
    let error = refused_with(text, json!({"n": 100}), GateCode::BudgetExceeded);
    let hit = error.limit.unwrap();
    assert_eq!((hit.name, hit.limit), ("max_cost", 100_000));
    assert_eq!(
        hit.actual,
        2 + 41 + 100 * (1 + 41 + 100 * (1 + 1 + 41 + 100))
    );
    let path = [
        "big",
        "cast",
        "nodes",
        "again",
        "nodes",
        "priorWork",
        "nodes",
    ];
    let path: Vec<_> = path
        .iter()
        .map(|s| PathSegment::Field((*s).to_owned()))
        .collect();
    assert_eq!(error.path, path);
    assert!(
        error
            .message
            .contains("big.cast.nodes.again.nodes.priorWork.nodes")
    );
    assert!(accepted_with(text, json!({"n": 1})).cost < 100_000);
}

#[test]
fn a_sum_past_all_bounds_is_told() {
    let nested = "quotes(limit: 2147483647) { film { ".repeat(9);
    let text = format!("{{ film {{ {nested} id {} }}", "} } ".repeat(9) + "}");
    let errors = ask(&text, json!({})).unwrap_err();
    // 100 each, nine times over.
    assert!(errors[0].limit.unwrap().actual > 100_u64.pow(9));
}

#[test]
fn a_mutation_costs_what_it_keeps_others_waiting() {
    let text = "mutation { a: rename(id: 1, to: \"x\") { id } b: rename(id: 1, to: \"y\") { id } }";
    assert_eq!(accepted(text).cost, 2 * (100 + 1));
    assert_eq!(accepted("mutation { __typename }").cost, 0);
}

fn values(fields: &str) -> u64 {
    accepted(&format!("{{ {fields} }}")).values
}

#[test]
fn leaves_are_values_and_lists_multiply_them() {
    assert_eq!(values("__typename"), 1);
    assert_eq!(values("film { id title exists(at: 1) __typename }"), 4);
    assert_eq!(values("film { a: id b: id id id }"), 4);
    assert_eq!(values("film { quotes { text } }"), 5);
    assert_eq!(
        values("film { quotes(limit: 30) { text film { id } } }"),
        60
    );
    assert_eq!(values("nodes(ids: [1, 2, 3]) { id }"), 3);
    assert_eq!(values("search { __typename }"), 10);
    // Of a page, its entries and not what stands beside them.
    let page = "totalCount pageInfo { hasNextPage } edges { cursor node { id } } nodes { id }";
    assert_eq!(
        values(&format!("film {{ cast(first: 7) {{ {page} }} }}")),
        2 + 7 * 3
    );
    // A list of plain values counts as one of records does.
    assert_eq!(values("film { words }"), 10);
    assert_eq!(values("film { tags }"), 6);
    assert_eq!(values("film { tags(limit: 4) id }"), 5);
}

#[test]
fn what_is_skipped_is_no_value() {
    let text = "query($no: Boolean! = false) { film { id @include(if: $no) title @skip(if: $no) \
                ... @include(if: $no) { a: id b: id } } }";
    assert_eq!(accepted(text).values, 1);
    assert_eq!(accepted_with(text, json!({"no": true})).values, 3);
}

#[test]
fn an_abstract_selection_holds_what_its_fullest_type_holds() {
    let film = "... on Film { a: id b: id c: id }";
    let person = "... on Person { spouse { id } }";
    assert_eq!(values(&format!("node(id: 1) {{ id {film} {person} }}")), 4);
    assert_eq!(values(&format!("search {{ {film} {person} }}")), 10 * 3);
    // The fullest and the dearest need not be one.
    let dear = "... on Person { priorWork { totalCount } }";
    let admitted = accepted(&format!("{{ node(id: 1) {{ {film} {dear} }} }}"));
    assert_eq!((admitted.cost, admitted.values), (1 + 41, 3));
}

#[test]
fn a_description_of_the_schema_is_as_long_as_the_schema() {
    let types =
        "__schema { types { name fields { name args { name } } } directives { locations } }";
    assert_eq!(values(types), 4);
    assert_eq!(values("__type(name: \"Film\") { kind fields { name } }"), 2);
}

#[test]
fn an_answer_with_too_many_values_is_refused() {
    let aliases: String = (0..180).map(|n| format!("a{n}: id ")).collect();
    let text = format!(
        "query($n: Int) {{ few: film {{ id }} film {{ cast(first: 100) {{ nodes {{ \
         again: priorWork(first: $n) {{ nodes {{ {aliases} }} }} }} }} }} }}"
    );
    assert_eq!(
        accepted_with(&text, json!({"n": 10})).values,
        1 + 100 * 10 * 180
    );
    let error = refused_with(&text, json!({"n": 20}), GateCode::BudgetExceeded);
    let hit = error.limit.unwrap();
    assert_eq!((hit.name, hit.limit), ("max_answer_values", 250_000));
    assert_eq!(hit.actual, 1 + 100 * 20 * 180);
    let path = ["film", "cast", "nodes", "again", "nodes", "a0"];
    let path = path.map(|name| PathSegment::Field(name.to_owned()));
    assert_eq!(error.path, path);
    assert!(
        error
            .message
            .contains("film.cast.nodes.again.nodes.a0, which may hold 360000:")
    );
    assert_eq!(error.locations.len(), 1);
}
