//! `docs/format.md` has every kind of record with every field, and its examples are records.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};

use entity::vocabulary::RecordKind;
use record::{Declared, Record, by_kind};
use serde_json::{Map, Value};

use super::jsonl::record_schema;
use crate::ingest::resolve::called;

const DOCS: &str = include_str!("../../../../../../docs/format.md");
const SAMPLE: &str = include_str!("../../sample/founding.jsonl");

/// What the documentation calls the parts of records.
const PARTS: [(&str, &str); 10] = [
    ("BoxOfficeRecord", "takings"),
    ("CertificationRecord", "certification"),
    ("CharacterRecord", "part"),
    ("ClaimValue", "value"),
    ("EntryRecord", "entry"),
    ("LinkRecord", "link"),
    ("Money", "money"),
    ("NameRecord", "name"),
    ("TextRecord", "text"),
    ("TitleRecord", "title"),
];

/// The kinds that the bundled data have no record of.
const NOT_IN_SAMPLE: [&str; 4] = ["image", "rating", "tombstone", "video"];

/// Fields, each with whether it is required.
type Fields = BTreeMap<String, bool>;

fn fields_of(object: &Value) -> Fields {
    let required = object["required"].as_array().cloned().unwrap_or_default();
    let properties = object["properties"].as_object().expect("an object");
    let names = properties.keys().filter(|name| *name != "type");
    names
        .map(|name| (name.clone(), required.contains(&name.as_str().into())))
        .collect()
}

/// Every kind and part, by what the documentation calls it.
fn in_code() -> BTreeMap<String, Fields> {
    let schema = serde_json::to_value(record_schema()).unwrap();
    let kinds = schema["oneOf"].as_array().expect("the kinds");
    let kind = |kind: &Value| {
        let name = kind.pointer("/properties/type/const").expect("its type");
        (name.as_str().unwrap().to_owned(), fields_of(kind))
    };
    let definitions: &Map<String, Value> = schema["$defs"].as_object().expect("the parts");
    let objects = definitions
        .iter()
        .filter(|(_, value)| value.get("properties").is_some());
    let part = |(name, value): (&String, &Value)| {
        let called = PARTS.iter().find(|(part, _)| part == name);
        let (_, called) =
            called.unwrap_or_else(|| panic!("{name} has no name in the documentation"));
        ((*called).to_owned(), fields_of(value))
    };
    kinds.iter().map(kind).chain(objects.map(part)).collect()
}

/// The tables of the documentation, by their headings.
fn in_docs() -> BTreeMap<String, Fields> {
    let mut tables: BTreeMap<String, Fields> = BTreeMap::new();
    let mut heading = "";
    for line in DOCS.lines() {
        if line.starts_with('#') {
            heading = line.strip_prefix("### ").unwrap_or_default();
        }
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        if let ["", name, required, ..] = cells[..]
            && let Some(name) = name
                .strip_prefix('`')
                .and_then(|name| name.strip_suffix('`'))
            && !heading.is_empty()
        {
            let fields = tables.entry(heading.to_owned()).or_default();
            assert!(
                fields.insert(name.to_owned(), required == "●").is_none(),
                "{heading}: {name}"
            );
        }
    }
    tables
}

#[test]
fn every_kind_and_field_has_its_row() {
    assert_eq!(in_docs(), in_code());
}

#[test]
fn every_kind_has_an_example_which_stands_in_the_sample() {
    let mut kinds = BTreeSet::new();
    for line in DOCS.lines().filter(|line| line.starts_with("{\"type\":")) {
        if line.contains("\"formatVersion\"") {
            continue;
        }
        let record: Record =
            serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"));
        let kind = serde_json::to_value(&record).unwrap()["type"]
            .as_str()
            .unwrap()
            .to_owned();
        let is_in_sample = SAMPLE.lines().any(|other| other == line);
        assert_eq!(
            is_in_sample,
            !NOT_IN_SAMPLE.contains(&kind.as_str()),
            "{line}"
        );
        kinds.insert(kind);
    }
    let parts: BTreeSet<String> = PARTS.iter().map(|(_, part)| (*part).to_owned()).collect();
    let all: BTreeSet<String> = in_code()
        .into_keys()
        .filter(|name| !parts.contains(name))
        .collect();
    assert_eq!(kinds, all);
}

/// Kinds with what makes their records what they are, from the table of that name.
#[test]
fn what_records_are_found_by_stands_in_the_documentation() {
    fn of<R: Declared>() -> &'static [&'static str] {
        R::IDENTITY.map_or(&[], |identity| identity.fields)
    }
    let names = |text: &str| -> Vec<String> {
        let words = text
            .split(", ")
            .map(|word| word.trim().trim_matches('`').to_owned());
        words.collect()
    };
    let table = DOCS
        .split("| kind | found again by |")
        .nth(1)
        .expect("the table");
    let rows = table
        .lines()
        .skip(2)
        .take_while(|line| line.starts_with('|'));
    let mut told = BTreeMap::new();
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split('|').collect();
        for kind in names(cells[0]) {
            told.insert(kind, names(cells[1]));
        }
    }
    let mut declared = BTreeMap::new();
    for kind in RecordKind::RECORDS {
        let fields = by_kind!(*kind, &[], of());
        if !fields.is_empty() {
            let fields = fields.iter().map(ToString::to_string).collect::<Vec<_>>();
            declared.insert(called(*kind), fields);
        }
    }
    assert_eq!(told, declared);
}
