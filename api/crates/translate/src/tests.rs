//! The translation against the executor's own parser, on documents that both can read.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use apollo_compiler::ast::Document;
use async_graphql::parser::{
    parse_query,
    types::{DocumentOperations, ExecutableDocument, Selection, SelectionSet},
};
use async_graphql_value::{ConstValue, Value};
use proptest::prelude::*;

use super::document;

fn translated(text: &str) -> ExecutableDocument {
    let tree = Document::parse(text, "test.graphql");
    document(&tree.unwrap_or_else(|error| panic!("{text}\n{error}")))
}

/// Everything of a document, places included: what comes from one parser and from the other is
/// written alike. Left out are places that the tree of the gate does not have, and that nobody is
/// told: where a selection set opens, and the `on` of a condition.
fn written(mut document: ExecutableDocument) -> String {
    let mut operations = Vec::new();
    match &mut document.operations {
        DocumentOperations::Single(operation) => {
            let pos = operation.pos;
            operation.node.selection_set.pos = pos;
            same_places(&mut operation.node.selection_set.node);
            operations.push(format!("anonymous {operation:?}"));
        }
        DocumentOperations::Multiple(named) => {
            for (name, operation) in named {
                let pos = operation.pos;
                operation.node.selection_set.pos = pos;
                same_places(&mut operation.node.selection_set.node);
                operations.push(format!("{name} {operation:?}"));
            }
        }
    }
    for (name, fragment) in &mut document.fragments {
        fragment.node.selection_set.pos = fragment.pos;
        let condition = &mut fragment.node.type_condition;
        condition.pos = condition.node.on.pos;
        same_places(&mut fragment.node.selection_set.node);
        operations.push(format!("fragment {name} {fragment:?}"));
    }
    operations.sort();
    operations.join("\n")
}

fn same_places(set: &mut SelectionSet) {
    for item in &mut set.items {
        match &mut item.node {
            Selection::Field(field) => {
                field.node.selection_set.pos = field.pos;
                same_places(&mut field.node.selection_set.node);
            }
            Selection::InlineFragment(inline) => {
                inline.node.selection_set.pos = inline.pos;
                if let Some(condition) = &mut inline.node.type_condition {
                    condition.pos = condition.node.on.pos;
                }
                same_places(&mut inline.node.selection_set.node);
            }
            Selection::FragmentSpread(_) => {}
        }
    }
}

#[test]
fn both_parsers_give_the_same_tree() {
    for text in [
        "{ a }",
        "query { a }",
        "mutation M { a } subscription S { b } query Q { c }",
        "{ b: a(c: 1) @d(e: 2) @f { g } }",
        "{ a ... { b } ... on C { d } ... on E @f { g } ...H @i } fragment H on J @k { l }",
        "query Q($a: A, $b: [B!]! = [X, null], $c: [[C]!] = {d: 1}) @e(f: $a) { g(h: [$b, {i: $c}]) }",
        "{ a(b: 0, c: -1, d: 9223372036854775807, e: -9223372036854775808) }",
        "{ a(b: 9223372036854775808, c: 18446744073709551615, d: 18446744073709551616) }",
        "{ a(b: 1.5, c: -0.0, d: 1e3, e: 2.5E-7, f: 0.1, g: 1e-400, h: 1.7976931348623157e308) }",
        "{ a(b: true, c: false, d: null, e: RED, f: _x1) }",
        "{ a(b: [], c: {}, d: [[], [{}]], e: {f: {g: [1, \"2\"]}}) }",
        r#"{ a(b: "", c: "x\"\\\/\b\f\n\r\ty", d: "é😀", e: "\u00e9\u0041", f: "\u0000") }"#,
        r#"{ a(b: """""", c: """x""", d: """ "y" \ \n """) }"#,
        "{ a(b: \"\"\"\n    one\n      two\n\n    three\n  \"\"\") }",
        "\u{FEFF}{\n\ta,\n\r\n  b # words { } \"\n  c:\n d(e\n:\n1)\n}",
        "query\nA\n{\na}\nquery B{b}",
    ] {
        let theirs = parse_query(text).unwrap_or_else(|error| panic!("{text}\n{error}"));
        assert_eq!(written(translated(text)), written(theirs), "{text}");
    }
}

/// The value of `{ a(b: …) }`.
fn read(literal: &str) -> Value {
    let document = translated(&format!("{{ a(b: {literal}) }}"));
    let (_, operation) = document.operations.iter().next().unwrap();
    let Selection::Field(field) = &operation.node.selection_set.node.items[0].node else {
        panic!("a field");
    };
    field.node.arguments[0].1.node.clone()
}

/// What the executor's parser refuses or reads otherwise, by the rules of the language.
#[test]
fn what_only_one_parser_reads_is_right() {
    let text = |text: &str| Value::String(text.to_owned());
    for (literal, value) in [
        (r#""\u{1F600}\u{41}""#, text("\u{1F600}A")),
        (r#""\uD83D\uDE00""#, text("\u{1F600}")),
        (r#""\u0022\\u0041""#, text("\"\\u0041")),
        (r#""\u{7}é""#, text("\u{7}é")),
        (r#""""a \""" b""""#, text("a \"\"\" b")),
        ("\"\"\"é\n \n \ta\"\"\"", text("é\n\na")),
        ("-0", Value::Number(0.into())),
        (
            "nullable",
            Value::Enum(async_graphql::Name::new("nullable")),
        ),
        ("trueish", Value::Enum(async_graphql::Name::new("trueish"))),
    ] {
        assert_eq!(read(literal), value, "{literal}");
    }
    let variables =
        "query($a: [ ID!]!, $b: Boolean !, $c: [\n[Int] ! # why\n], $d: Int = 1 @e) { f }";
    let document = translated(variables);
    let (_, operation) = document.operations.iter().next().unwrap();
    let variables = &operation.node.variable_definitions;
    let types = variables
        .iter()
        .map(|one| one.node.var_type.node.to_string());
    let types: Vec<_> = types.collect();
    assert_eq!(types, ["[ID!]!", "Boolean!", "[[Int]!]", "Int"]);
    let default = variables[3].node.default_value.as_ref().unwrap();
    assert_eq!(default.node, ConstValue::Number(1.into()));
    assert_eq!(variables[3].node.directives.len(), 1);
}

#[test]
fn a_lone_carriage_return_ends_a_line() {
    let document = translated("{\r  a\r}");
    let (_, operation) = document.operations.iter().next().unwrap();
    let pos = operation.node.selection_set.node.items[0].pos;
    assert_eq!((pos.line, pos.column), (2, 3));
}

/// A document that both parsers read: no escapes that one of them lacks.
fn made() -> impl Strategy<Value = String> {
    let name = "[a-z_][a-zA-Z0-9_]{0,6}x";
    let number = prop_oneof![
        any::<i64>()
            .prop_filter("-0", |n| *n != 0)
            .prop_map(|n| n.to_string()),
        any::<u64>().prop_map(|n| format!("{n}0")),
        "-?(0|[1-9][0-9]{0,25})\\.[0-9]{1,20}([eE][+-]?[0-9]{1,2})?",
    ];
    let string = prop_oneof![
        "\"([ -!#-\\[\\]-~é😀]|\\\\[\"\\\\/bfnrt]|\\\\u00[2-7][0-9a-fA-F]){0,8}\"",
        // Of a blank line shorter than the indent, the executor's parser keeps the blanks.
        "\"\"\"(([ \t]{0,3}[a-zé]{1,3})?\n){0,4}[ \t]{0,3}[a-zé]{0,3}\"\"\"",
    ];
    let leaf = prop_oneof![
        number,
        string,
        Just("null".to_owned()),
        Just("true".to_owned()),
        "[A-Z]{1,5}",
        name.prop_map(|name| format!("${name}")),
    ];
    let value = leaf.prop_recursive(3, 12, 3, move |inner| {
        let row = proptest::collection::vec(inner.clone(), 0..3);
        let keys = proptest::collection::vec((name, inner), 0..3);
        prop_oneof![
            row.prop_map(|row| format!("[{}]", row.join(" "))),
            keys.prop_map(|keys| {
                // Keys are distinct: of a doubled one, either parser may keep what it likes.
                let keys = keys.iter().enumerate();
                let keys = keys.map(|(n, (key, value))| format!("{key}{n}: {value}"));
                format!("{{{}}}", keys.collect::<Vec<_>>().join(",\n"))
            }),
        ]
    });
    let field = (name, name, value.clone(), name, value);
    let leaf = field.prop_map(|(alias, name, value, directive, other)| {
        format!("{alias}: {name}(one: {value})\t@{directive}(two: {other})")
    });
    let set = leaf.prop_recursive(4, 16, 3, move |inner| {
        let row = proptest::collection::vec(inner, 1..3);
        (row, 0..4_usize, name).prop_map(|(row, kind, name)| {
            let inside = row.join("\n , ");
            match kind {
                0 => format!("{name} {{ {inside} }}"),
                1 => format!("... on {name} {{\r\n{inside} }}"),
                2 => format!("... @{name} {{ {inside} }}"),
                _ => format!("...{name} {inside}"),
            }
        })
    });
    (set.clone(), set, name).prop_map(|(one, other, name)| {
        format!("query {name} # é {{\n{{ {one} }}\n\nfragment F on {name} {{ {other} }}")
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn both_parsers_give_the_same_tree_of_any_document(text in made()) {
        let theirs = parse_query(&text);
        prop_assume!(theirs.is_ok());
        prop_assert_eq!(written(translated(&text)), written(theirs.unwrap()));
    }
}
