//! Selections within selections: whatever the gate admits, the executor runs.

use std::fmt::Write as _;

use filmgraph_tests::{Answer, Client, Database, Options, Server, is_long, on_both};
use reqwest::Method;
use serde_json::{Value, json};

on_both!(
    every_nesting_is_answered_or_refused_by_name,
    the_deepest_answer_that_may_be_permitted_fits_a_thread,
    a_chain_that_is_spread_twice_counts_where_it_ends,
);

/// The most that may be configured for `limits.max_depth`.
const DEEPEST: usize = 24;

/// Selection sets within one another, see docs/schema-rules.md.
const MAX_NESTING: usize = 100;

/// The path on which each level takes more of the stack than on any other that is known.
fn fields(sets: usize) -> String {
    let steps = ["knownFor(limit: 1)", "directors(limit: 1)"].into_iter();
    let Some(within) = sets.checked_sub(2) else {
        return "{ __typename }".to_owned();
    };
    let down: Vec<_> = steps.cycle().take(within).collect();
    let row = down
        .iter()
        .fold(String::new(), |row, step| row + step + " { ");
    let close = "} ".repeat(within);
    format!(
        "{{ person(by: {{named: {{name: \"Natalie Portman\"}}}}) {{ {row} __typename {close}}} }}"
    )
}

fn inline_fragments(sets: usize) -> String {
    let (open, close) = ("... { ".repeat(sets - 1), "} ".repeat(sets - 1));
    format!("{{ {open}__typename {close}}}")
}

fn chain(sets: usize) -> String {
    let mut text = match sets {
        1 => return "{ __typename }".to_owned(),
        _ => "{ ...F2 }".to_owned(),
    };
    for set in 2..sets {
        let _ = write!(text, " fragment F{set} on Query {{ ...F{} }}", set + 1);
    }
    text + &format!(" fragment F{sets} on Query {{ __typename }}")
}

/// The levels that are tried: all in the long form, otherwise those about the bounds and some between.
fn levels() -> impl Iterator<Item = usize> {
    let about = |bound: usize, sets: usize| sets.abs_diff(bound) <= 3;
    let is_tried =
        move |sets: usize| sets % 7 == 1 || about(DEEPEST, sets) || about(MAX_NESTING, sets);
    (1..=MAX_NESTING + 1).filter(move |sets| is_long() || *sets < 5 || is_tried(*sets))
}

/// Asks, and tells the bound that was hit, if one was. Nothing else may go wrong.
async fn bound_of(client: &Client, query: &str) -> Option<String> {
    let answer = client.query(query).await;
    assert_eq!(answer.status, 200, "{query}: {}", answer.body);
    if answer.errors().is_empty() {
        return None;
    }
    let error = answer.error();
    assert_eq!(answer.code(), "BUDGET_EXCEEDED", "{query}: {error}");
    let extensions = &error["extensions"];
    assert!(extensions["actual"].as_u64() > extensions["limit"].as_u64());
    Some(extensions["bound"].as_str().expect("a bound").to_owned())
}

/// At a server whose other bounds are at their largest, what refuses is the bound on nesting alone,
/// or that on depth where the sets are those of fields.
async fn every_nesting_is_answered_or_refused_by_name(database: Database) {
    let wide = Options::sample().with(|config| {
        config.limits.max_depth = DEEPEST as u64;
        config.limits.max_recursion = 1_000;
        // A chain's fragments are definitions, and there may be as many as there are levels.
        config.limits.max_definitions = 100_000;
    });
    let server = Server::start(database, wide).await;
    for sets in levels() {
        let nesting = (sets > MAX_NESTING).then(|| "nesting".to_owned());
        for query in [inline_fragments(sets), chain(sets)] {
            assert_eq!(bound_of(&server, &query).await, nesting, "{query}");
        }
        let depth = (sets > DEEPEST).then(|| "max_depth".to_owned());
        let bound = bound_of(&server, &fields(sets)).await;
        assert_eq!(bound, nesting.or(depth), "{sets} sets of fields");
    }
    let server = Server::sample(database).await;
    for sets in levels() {
        for query in [inline_fragments(sets), chain(sets), fields(sets)] {
            let bound = bound_of(&server, &query).await;
            assert!(sets > 20 || bound.is_none(), "{sets}: {bound:?}");
            assert!(sets <= MAX_NESTING || bound.is_some(), "{sets}");
        }
    }
}

async fn the_deepest_answer_that_may_be_permitted_fits_a_thread(database: Database) {
    let options = Options::sample().with(|config| {
        config.limits.max_depth = DEEPEST as u64;
        config.limits.max_recursion = 1_000;
    });
    let server = Server::start(database, options).await;
    // As many fragments as there may be stand where the fields end.
    let within = MAX_NESTING - DEEPEST;
    let (open, close) = ("... { ".repeat(within), "} ".repeat(within));
    let query = fields(DEEPEST).replace("__typename", &format!("{open}__typename {close}"));
    let answers = [
        server.query(&query).await,
        // With the fields that tell where everything comes from, which stand still deeper.
        Answer::of(
            server
                .request(Method::POST, "/graphql")
                .header("filmgraph-sources", "true")
                .json(&json!({"query": query})),
        )
        .await,
    ];
    for answer in answers {
        let data = answer.data();
        let mut levels = 0;
        let mut inside = &data;
        while let Some(next) = within_it(inside) {
            inside = next;
            levels += 1;
        }
        assert_eq!(levels, DEEPEST, "{}", answer.body);
    }
}

/// What stands in an object with one field, or in a list's first one.
fn within_it(value: &Value) -> Option<&Value> {
    match value {
        Value::Object(fields) => fields.values().next(),
        Value::Array(items) => within_it(items.first()?),
        _ => None,
    }
}

async fn a_chain_that_is_spread_twice_counts_where_it_ends(database: Database) {
    let server = Server::sample(database).await;
    // F2 to F60 is measured first where it stands on the second level, and then stands below G59.
    let low = chain(60).replacen("...F2 }", "...F2 ...G0 }", 1);
    let high: String = (0..58)
        .map(|set| format!(" fragment G{set} on Query {{ ...G{} }}", set + 1))
        .collect();
    let query = format!("{low}{high} fragment G58 on Query {{ ...F2 }}");
    assert_eq!(bound_of(&server, &query).await.as_deref(), Some("nesting"));
    let error = server.error(&query).await;
    assert_eq!(error["extensions"]["actual"], 1 + 59 + 59, "{error}");
}
