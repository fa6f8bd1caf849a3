//! The documentation says of each key what the program says of it.

#![allow(clippy::expect_used)]

use serde_json::Value;

use super::{
    Config,
    knob::{Kind, Knob, sections},
};

const DOCS: &str = include_str!("../../../docs/operations.md");

fn allowed(kind: &Kind) -> String {
    match kind {
        Kind::Switch => "true or false".to_owned(),
        Kind::Integer { min, max } => format!("{min} … {max}"),
        Kind::Choice(values) => values.join(" or "),
        Kind::Text { .. } => String::new(),
    }
}

fn row(knob: &Knob, config: &Value) -> String {
    let pointer = format!("/{}", knob.key.replace('.', "/"));
    let default = config.pointer(&pointer).expect("a default");
    let (key, allowed) = (&knob.key, allowed(&knob.kind));
    format!(
        "| `{key}` | `{default}` | {allowed} | {} |",
        knob.description
    )
}

#[test]
fn the_table_of_keys_is_that_of_the_program() {
    let config = serde_json::to_value(Config::default()).expect("JSON");
    let knobs = sections().into_iter().flat_map(|section| section.knobs);
    let expected: Vec<String> = knobs.map(|knob| row(&knob, &config)).collect();
    let (_, keys) = DOCS.split_once("\n### All keys\n").expect("the section");
    let (keys, _) = keys.split_once("\n## ").expect("its end");
    let rows: Vec<&str> = keys
        .lines()
        .filter(|line| line.starts_with("| `"))
        .collect();
    for (row, expected) in rows.iter().zip(&expected) {
        assert_eq!(row, expected);
    }
    assert_eq!(rows.len(), expected.len());
}
