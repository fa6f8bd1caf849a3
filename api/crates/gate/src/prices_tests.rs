//! What a schema says of weights and sizes is what requests cost; what it cannot say is refused.
#![allow(clippy::unwrap_used)]

use serde_json::{Value, json};

use super::{CostFault, Gate, GateBuildError, GateLimits, GraphQlRequest, Scalars};

const DIRECTIVES: &str = "
directive @cost(weight: Int!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT | SCALAR
directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION
directive @valueCost(weight: Int!) on ENUM_VALUE
";

fn gate(types: &str) -> Result<Gate<()>, GateBuildError> {
    Gate::new(
        &format!("{DIRECTIVES}{types}"),
        GateLimits::default(),
        super::testing::scalars(),
        |_| (),
    )
}

fn cost_with(gate: &Gate<()>, query: &str, variables: Value) -> u64 {
    let request = GraphQlRequest {
        query: query.to_owned(),
        operation_name: None,
        variables: serde_json::from_value(variables).unwrap(),
    };
    let admitted = gate.admit(&request);
    admitted.map_err(|refused| refused.errors).unwrap().cost
}

fn cost(gate: &Gate<()>, query: &str) -> u64 {
    cost_with(gate, query, json!({}))
}

/// Why no gate is made of these types, and where.
fn refused(types: &str) -> (String, CostFault) {
    match gate(types).err() {
        Some(GateBuildError::Cost { place, fault }) => (place, fault),
        other => unreachable!("{types}: {other:?}"),
    }
}

#[test]
fn fields_and_types_weigh_what_the_schema_says() {
    let gate = gate(
        "type Query { plain: Thing dear: Thing @cost(weight: 7) heavy: Heavy free: Thing @cost(weight: 0)
           lightened: Heavy @cost(weight: 2) word: String slow: String @cost(weight: 3) day: Day
           days: [Day!] mood: Mood any: Any either: Either }
         type Thing { word: String slow: String @cost(weight: 4) }
         type Heavy @cost(weight: 40) { word: String thing: Thing }
         type Light implements Any @cost(weight: 0) { word: String }
         type Dark implements Any { word: String }
         interface Any { word: String }
         union Either = Light | Heavy
         scalar Day @cost(weight: 5)
         enum Mood @cost(weight: 6) { GOOD BAD }",
    );
    let gate = gate.unwrap();
    assert_eq!(cost(&gate, "{ plain { word } }"), 1);
    assert_eq!(cost(&gate, "{ dear { word } }"), 7);
    assert_eq!(cost(&gate, "{ dear { slow } }"), 7 + 4);
    assert_eq!(cost(&gate, "{ free { word } }"), 0);
    assert_eq!(cost(&gate, "{ heavy { word thing { word } } }"), 40 + 1);
    // What is said of a field is nearer than what is said of its type.
    assert_eq!(cost(&gate, "{ lightened { word } }"), 2);
    assert_eq!(cost(&gate, "{ word slow day mood }"), 3 + 5 + 6);
    assert_eq!(cost(&gate, "{ days }"), 10 * 5);
    // An interface or union weighs what the heaviest of its types does.
    assert_eq!(cost(&gate, "{ any { word } }"), 1);
    assert_eq!(cost(&gate, "{ either { __typename } }"), 40);
}

#[test]
fn what_is_given_weighs_once_and_the_heaviest_counts() {
    let gate = gate(
        "type Query { list(filter: Filter, orders: [Order!], deep: Boolean @cost(weight: 30)): [Thing!]
           count(filter: Filter): Int by(order: Field = NAME): Int none(filter: Other): Int }
         type Thing { id: ID }
         input Filter { name: String @cost(weight: 5) size: Int not: Filter all: [[Filter!]] field: Field }
         input Other { name: String }
         input Order { field: Field! }
         enum Field { ID NAME @valueCost(weight: 20) }",
    );
    let gate = gate.unwrap();
    let list = |arguments: &str| cost(&gate, &format!("{{ list({arguments}) {{ id }} }}"));
    assert_eq!(list("filter: {size: 1}"), 10);
    assert_eq!(list("filter: {name: \"x\"}"), 10 + 5);
    assert_eq!(list("filter: {name: null, not: null}"), 10);
    assert_eq!(list("filter: {not: {all: [[{name: \"x\"}]]}}"), 10 + 5);
    assert_eq!(list("filter: {not: {field: NAME}, name: \"x\"}"), 10 + 20);
    assert_eq!(list("orders: [{field: ID}, {field: NAME}]"), 10 + 20);
    assert_eq!(list("orders: {field: NAME}, deep: false"), 10 + 30);
    assert_eq!(cost(&gate, "{ count }"), 0);
    assert_eq!(cost(&gate, "{ count(filter: {field: NAME}) }"), 20);
    // What a default gives is given.
    assert_eq!(cost(&gate, "{ by }"), 20);
    assert_eq!(cost(&gate, "{ by(order: ID) }"), 0);
    assert_eq!(cost(&gate, "{ by(order: null) }"), 0);
    assert_eq!(cost(&gate, "{ none(filter: {name: \"x\"}) }"), 0);
    let query = "query($f: Filter, $o: Field = NAME) { count(filter: $f) by(order: $o) }";
    assert_eq!(cost_with(&gate, query, json!({"o": "ID"})), 0);
    let variables = json!({"f": {"name": "x"}});
    assert_eq!(cost_with(&gate, query, variables), 5 + 20);
}

#[test]
fn lists_are_as_long_as_the_schema_says() {
    let gate = gate(
        "type Query { plain: [Thing!] fixed: [Thing!] @listSize(assumedSize: 3) none: [Thing!] @listSize(assumedSize: 0)
           some(top: Int, most: Int): [Thing!] @listSize(assumedSize: 4, slicingArguments: [\"top\", \"most\"], requireOneSlicingArgument: false)
           open(top: Int): [Thing!] @listSize(slicingArguments: \"top\", requireOneSlicingArgument: false)
           page(top: Int = 6): Page @listSize(slicingArguments: [\"top\"], sizedFields: [\"things\"], requireOneSlicingArgument: false)
           week: Page @listSize(assumedSize: 7, sizedFields: [\"things\", \"others\"]) }
         type Page { things: [Thing!] others: [Thing!] all: Page }
         type Thing { id: ID }",
    );
    let gate = gate.unwrap();
    assert_eq!(cost(&gate, "{ plain { id } }"), 10);
    assert_eq!(cost(&gate, "{ fixed { id } }"), 3);
    assert_eq!(cost(&gate, "{ none { id } }"), 0);
    assert_eq!(cost(&gate, "{ some { id } }"), 4);
    assert_eq!(cost(&gate, "{ some(top: 2) { id } }"), 2);
    assert_eq!(cost(&gate, "{ some(top: 2, most: 9) { id } }"), 9);
    assert_eq!(cost(&gate, "{ some(top: -2) { id } }"), 0);
    let default = GateLimits::default().default_page;
    assert_eq!(cost(&gate, "{ open { id } }"), default);
    assert_eq!(cost(&gate, "{ page { things { id } } }"), 1 + 6);
    assert_eq!(cost(&gate, "{ page(top: 2) { things { id } } }"), 1 + 2);
    assert_eq!(cost(&gate, "{ page(top: 2) { others { id } } }"), 1 + 10);
    assert_eq!(
        cost(&gate, "{ week { things { id } others { id } } }"),
        1 + 7 + 7
    );
    // A size is told to the lists of its page, not to those further below.
    let text = "{ page(top: 2) { all { things { id } } } }";
    assert_eq!(cost(&gate, text), 1 + 1 + 10);
}

#[test]
fn a_schema_that_says_nothing_has_the_defaults() {
    let bare =
        "type Query { thing: Thing things: [Thing!] words: [String!] } type Thing { id: ID }";
    let gate = Gate::new(bare, GateLimits::default(), Scalars::default(), |_| ()).unwrap();
    assert_eq!(cost(&gate, "{ thing { id } things { id } words }"), 11);
}

#[test]
fn a_weight_is_a_whole_number_from_0() {
    let of = |name: &str| CostFault::Weight(name.to_owned());
    let cases = [
        ("type Query { a: Int @cost(weight: -1) }", "Query.a", "cost"),
        (
            "type Query { a(b: Int @cost(weight: -1)): Int }",
            "Query.a(b:)",
            "cost",
        ),
        (
            "type Query { a: T } type T @cost(weight: -5) { b: Int }",
            "T",
            "cost",
        ),
        (
            "type Query { a(i: I): Int } input I { b: Int @cost(weight: -1) }",
            "I.b",
            "cost",
        ),
        (
            "type Query { a: E } enum E { B @valueCost(weight: -1) }",
            "E.B",
            "valueCost",
        ),
    ];
    for (types, place, name) in cases {
        assert_eq!(refused(types), (place.to_owned(), of(name)), "{types}");
    }
    // What the definitions of the directives rule out is no schema.
    for weight in ["\"7\"", "2.5", "null", "99999999999"] {
        let types = format!("type Query {{ a: Int @cost(weight: {weight}) }}");
        assert!(gate(&types).is_err(), "{types}");
    }
    let text = "directive @cost(weight: String!) on FIELD_DEFINITION type Query { a: Int @cost(weight: \"x\") }";
    let error = Gate::new(text, GateLimits::default(), Scalars::default(), |_| ())
        .err()
        .unwrap();
    assert_eq!(
        error.to_string(),
        "Query.a: the weight of @cost is a whole number from 0"
    );
}

#[test]
fn a_size_names_what_is_there() {
    let field = |field: &str| {
        let types = format!("type Query {{ {field} }} type Page {{ list: [Int] one: Int }}");
        let (place, fault) = refused(&types);
        assert_eq!(place, "Query.a");
        fault
    };
    let slicing = |name: &str| CostFault::SlicingArgument(name.to_owned());
    let sized = |name: &str| CostFault::SizedField(name.to_owned());
    let rule = "requireOneSlicingArgument: false";
    assert_eq!(
        field("a: [Int] @listSize(assumedSize: -1)"),
        CostFault::AssumedSize
    );
    assert_eq!(
        field(&format!(
            "a(top: Int): [Int] @listSize(slicingArguments: [\"most\"], {rule})"
        )),
        slicing("most")
    );
    for ty in ["String", "[Int]", "Float"] {
        assert_eq!(
            field(&format!(
                "a(top: {ty}): [Int] @listSize(slicingArguments: [\"top\"], {rule})"
            )),
            slicing("top")
        );
    }
    assert_eq!(
        field("a: Page @listSize(assumedSize: 1, sizedFields: [\"items\"])"),
        sized("items")
    );
    assert_eq!(
        field("a: Page @listSize(assumedSize: 1, sizedFields: [\"one\"])"),
        sized("one")
    );
    assert_eq!(
        field("a: Page @listSize(assumedSize: 1)"),
        CostFault::NoList
    );
    for rule in ["", ", requireOneSlicingArgument: true"] {
        assert_eq!(
            field(&format!(
                "a(top: Int): [Int] @listSize(slicingArguments: [\"top\"]{rule})"
            )),
            CostFault::ExactlyOneSlicingArgument
        );
    }
}
