//! The memoised walk against a naive expansion, on documents made at random; and the gate on text
//! that is no document at all.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use apollo_compiler::ast::{Document as Ast, Selection};
use proptest::prelude::*;
use serde_json::json;

use super::super::bounds::{Size, Sizing};
use super::super::descriptions::without_descriptions;
use super::super::testing::{SDL, gate, gate_with, request};
use super::super::{GateCode, GateLimits, Refused};
use super::{Document, Walk};

/// A document of an operation and some fragments, each of which spreads later ones only.
#[derive(Clone, Debug)]
enum Made {
    Leaf,
    Alias,
    Directive,
    Object(Vec<Made>),
    List(Vec<Made>),
    Inline(&'static str, Vec<Made>),
    Spread(usize),
}

fn made() -> impl Strategy<Value = Vec<Made>> {
    let leaf = prop_oneof![
        Just(Made::Leaf),
        Just(Made::Alias),
        Just(Made::Directive),
        (0..6_usize).prop_map(Made::Spread),
    ];
    let inner = leaf.prop_recursive(4, 24, 4, |inner| {
        let row = proptest::collection::vec(inner, 1..4);
        let types = prop_oneof![Just("Film"), Just("Series"), Just("Work"), Just("Node")];
        prop_oneof![
            row.clone().prop_map(Made::Object),
            row.clone().prop_map(Made::List),
            (types, row).prop_map(|(ty, row)| Made::Inline(ty, row)),
        ]
    });
    proptest::collection::vec(inner, 1..4)
}

fn write(row: &[Made], own: usize, out: &mut String) {
    for one in row {
        let (open, inside) = match one {
            Made::Leaf => ("id ".to_owned(), None),
            Made::Alias => ("other: id ".to_owned(), None),
            Made::Directive => ("title(language: \"de\") @skip(if: false) ".to_owned(), None),
            Made::Spread(n) if *n >= own && *n < 6 => (format!("...F{n} "), None),
            Made::Spread(_) => ("title ".to_owned(), None),
            Made::Object(row) => ("related ".to_owned(), Some(row)),
            Made::List(row) => ("again: related ".to_owned(), Some(row)),
            Made::Inline(ty, row) => (format!("... on {ty} @include(if: true) "), Some(row)),
        };
        out.push_str(&open);
        if let Some(row) = inside {
            out.push_str("{ ");
            write(row, own, out);
            out.push_str("} ");
        }
    }
}

fn text(root: &[Made], fragments: &[Vec<Made>]) -> String {
    let mut out = "{ node(id: 1) { ... on Work { ".to_owned();
    write(root, 0, &mut out);
    out.push_str("} } } ");
    for (n, row) in fragments.iter().enumerate() {
        out.push_str(&format!("fragment F{n} on Work {{ "));
        write(row, n + 1, &mut out);
        out.push_str("} ");
    }
    out
}

/// The size by going through everything, over and over.
fn naive(document: &Document, selections: &[Selection]) -> Size {
    let mut size = Size::default();
    for selection in selections {
        let (alias, directives, below, is_field, arguments) = match selection {
            Selection::Field(field) => (
                u64::from(field.alias.is_some()),
                field.directives.len(),
                naive(document, &field.selection_set),
                1,
                field.arguments.len(),
            ),
            Selection::InlineFragment(inline) => {
                let below = naive(document, &inline.selection_set);
                (0, inline.directives.len(), below, 0, 0)
            }
            Selection::FragmentSpread(spread) => {
                let found = document.fragment(&spread.fragment_name).unwrap();
                let directives = spread.directives.len() + found.directives.len();
                (0, directives, naive(document, &found.selection_set), 0, 0)
            }
        };
        size.fields += is_field + below.fields;
        size.aliases += alias + below.aliases;
        size.directives += directives as u64 + below.directives;
        // Each argument and directive made here has one value.
        size.values += (arguments + directives) as u64 + below.values;
        size.depth = size.depth.max(is_field + below.depth);
        let is_leaf =
            matches!(selection, Selection::Field(field) if field.selection_set.is_empty());
        size.nesting = size.nesting.max(below.nesting + u64::from(!is_leaf));
    }
    size
}

/// Cost and values by the naive expansion on one concrete type at a time.
fn naive_estimate(document: &Document, selections: &[Selection], ty: &str) -> (u64, u64) {
    let on = |condition: &str| matches!(condition, "Work" | "Node") || condition == ty;
    let mut total = (0, 0);
    for selection in selections {
        let (cost, values) = match selection {
            Selection::Field(field) if field.name == "related" => {
                let (cost, values) = naive_dearest(document, &field.selection_set);
                (10 * (1 + cost), 10 * values)
            }
            Selection::Field(_) => (0, 1),
            Selection::InlineFragment(inline) => {
                let applies = inline.type_condition.as_ref().is_none_or(|name| on(name));
                if applies {
                    naive_estimate(document, &inline.selection_set, ty)
                } else {
                    (0, 0)
                }
            }
            Selection::FragmentSpread(spread) => {
                let found = document.fragment(&spread.fragment_name).unwrap();
                if on(&found.type_condition) {
                    naive_estimate(document, &found.selection_set, ty)
                } else {
                    (0, 0)
                }
            }
        };
        total = (total.0 + cost, total.1 + values);
    }
    total
}

fn naive_dearest(document: &Document, selections: &[Selection]) -> (u64, u64) {
    let film = naive_estimate(document, selections, "Film");
    let series = naive_estimate(document, selections, "Series");
    (film.0.max(series.0), film.1.max(series.1))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_walk_equals_a_naive_expansion(
        root in made(),
        fragments in proptest::collection::vec(made(), 6),
    ) {
        let text = text(&root, &fragments);
        let document = Document::new(Ast::parse(&text, "made.graphql").unwrap());
        let mut walk = Walk::new(&document, &Sizing);
        for operation in document.operations() {
            let walked = walk.selections(&operation.selection_set, ()).unwrap();
            prop_assert_eq!(walked, naive(&document, &operation.selection_set));
        }
        for fragment in document.fragments() {
            let walked = walk.selections(&fragment.selection_set, ()).unwrap();
            prop_assert_eq!(walked, naive(&document, &fragment.selection_set));
        }
    }

    #[test]
    fn the_estimate_equals_a_naive_expansion(
        root in made(),
        fragments in proptest::collection::vec(made(), 6),
    ) {
        let text = text(&root, &fragments);
        let document = Document::new(Ast::parse(&text, "made.graphql").unwrap());
        let operation = document.operations().next().unwrap();
        let [Selection::Field(node)] = operation.selection_set.as_slice() else {
            panic!("one field");
        };
        let (cost, values) = naive_dearest(&document, &node.selection_set);
        let catalog = super::super::catalog::Catalog::new(SDL, super::super::testing::scalars()).unwrap();
        let limits = GateLimits { max_cost: u64::MAX, max_answer_values: u64::MAX, ..GateLimits::default() };
        let none = serde_json::Map::new();
        let estimate = super::super::cost::check(&catalog, &document, operation, &none, &limits);
        let estimate = estimate.unwrap();
        prop_assert_eq!((estimate.cost, estimate.values), (1 + cost, values));
    }

    #[test]
    fn no_text_makes_the_gate_panic(text in "\\PC{0,60}") {
        let _ = gate().admit(&request(&text, json!({})));
    }

    #[test]
    fn no_row_of_tokens_makes_the_gate_panic(
        tokens in proptest::collection::vec(proptest::sample::select(vec![
            "{", "}", "(", ")", "[", "]", ":", "!", "=", "$", "@", "...", "|", "&", "\"", "\"\"\"",
            "\"a\"", "\"\\u{1F600}\"", "\"\\uD83D\"", "\\u", "#", "\n", " ", ",", "\u{FEFF}", "é", "0",
            "-1", "1.5e3", "1.", "query", "mutation", "subscription", "fragment", "on", "true",
            "null", "film", "id", "by", "slug", "FilmBy", "ID", "F", "skip", "if", "a", "type", "extend", "input",
        ]), 0..40),
        small in 1..12_usize,
    ) {
        let text = tokens.concat();
        let limits = GateLimits { max_tokens: small * 3, max_recursion: small, ..GateLimits::default() };
        let _ = gate_with(limits).admit(&request(&text, json!({"a": [{"slug": {}}]})));
        let _ = gate().admit(&request(&tokens.join(" "), json!({})));
    }

    #[test]
    fn no_mutation_makes_the_gate_panic(
        cuts in proptest::collection::vec((0..400_usize, 0..6_usize, "[{}()\\[\\]:!$@.\"\\\\#a-z0-9 \n]{0,3}"), 1..6),
        recursion in 1..64_usize,
    ) {
        let mut text: Vec<char> = SAMPLE.chars().collect();
        for (at, length, with) in cuts {
            let at = at.min(text.len());
            let end = (at + length).min(text.len());
            text.splice(at..end, with.chars());
        }
        let text: String = text.into_iter().collect();
        if let Ok(read) = Ast::parse(&*text, "made.graphql") {
            let again = Ast::parse(without_descriptions(&text), "made.graphql").unwrap();
            prop_assert_eq!(read.definitions, again.definitions);
        }
        let limits = GateLimits { max_recursion: recursion, ..GateLimits::default() };
        let answer = gate_with(limits).admit(&request(&text, json!({"by": {"id": 1}, "n": 3})));
        if let Err(Refused { errors, .. }) = answer {
            prop_assert!((1..=20).contains(&errors.len()));
            // A path of ours in a message is a leak; one that stands in the text is quoted from it.
            let is_ours = |message: &str| message.contains("::") && !text.contains("::");
            let lost = errors.iter().any(|e| e.message.is_empty() || is_ours(&e.message));
            prop_assert!(!lost || errors[0].code == GateCode::InvalidVariables);
        }
    }
}

const SAMPLE: &str = "query Q($by: FilmBy!, $n: Int = 5, $yes: Boolean! = true) @skip(if: false) {
  film(by: $by) { ...F @include(if: $yes) cast(first: $n, filter: {genres: [\"a\\u{1F600}\", \"\"\"b\"\"\"]}) {
    edges { node { work { ... on Series { seasons { number } } __typename } } } } }
  # words
  node(id: -12) { id ... on Person { name } }
  sizes(in: {a: 1, b: 2.5e1, c: null}, need: [$n])
}
fragment F on Film { other: title(language: \"de\") related { id } }";
