//! What the schema of lines takes and refuses, against the reader and the examples.

#![allow(clippy::unwrap_used, clippy::panic)]

use boon::{Compiler, SchemaIndex, Schemas};

use super::super::explain::content;
use super::*;
use crate::ingest::format::jsonl::FORMAT_VERSION;

const FORMAT: &str = include_str!("../../../../../../docs/format.md");
const IMPORTING: &str = include_str!("../../../../../../docs/importing.md");
const SAMPLE: &str = include_str!("../../sample/founding.jsonl");
/// Each so manieth line of the bundled data is looked at, from every place on.
const EVERY: usize = 7;

struct Checked {
    schemas: Schemas,
    index: SchemaIndex,
}

impl Checked {
    fn new(schema: Value) -> Self {
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        compiler.add_resource("line.json", schema).unwrap();
        let index = compiler.compile("line.json", &mut schemas).unwrap();
        Self { schemas, index }
    }

    fn fault(&self, line: &Value) -> Option<String> {
        let checked = self.schemas.validate(line, self.index);
        checked.err().map(|error| error.to_string())
    }

    fn takes(&self, line: &str) {
        let value = serde_json::from_str(line).unwrap();
        if let Some(fault) = self.fault(&value) {
            panic!("{line}: {fault}");
        }
        if let Err(wrong) = content(line, FORMAT_VERSION) {
            panic!("{line}: {wrong:?}");
        }
    }
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines().filter(|line| line.starts_with("{\"type\":"));
    lines.filter(|line| !line.contains("\"formatVersion\""))
}

#[test]
fn the_examples_and_the_bundled_data_are_lines() {
    let open = Checked::new(line_schema());
    let closed = Checked::new(record_schema().into());
    let mut count = 0;
    for line in lines(FORMAT).chain(lines(SAMPLE).step_by(EVERY)) {
        open.takes(line);
        closed.takes(line);
        count += 1;
    }
    assert!(count > 1_000, "{count}");
    let typed: Vec<&str> = lines(IMPORTING).collect();
    assert!(typed.len() >= 5, "{typed:?}");
    for line in typed {
        open.takes(line);
        let value = serde_json::from_str(line).unwrap();
        assert!(closed.fault(&value).is_some(), "{line}");
    }
}

#[test]
fn lines_without_ids_are_taken() {
    let schema = Checked::new(line_schema());
    let desk = json!([{"key": "desk"}]);
    for line in [
        json!({"type": "source", "key": "desk", "kind": "DATA_SET", "title": "The harbor desk"}),
        json!({"type": "genre", "name": "Drama"}),
        json!({"type": "company", "key": "pier", "name": "Pier Nine Pictures", "sources": desk}),
        json!({"type": "company", "keys": {"s1b9": "pier"}, "name": "Pier", "sources": ["s1b9"]}),
        json!({"type": "person", "key": "ida", "name": "Ida Fenwick", "birthDate": "1971",
            "names": [{"name": "I. Fenwick", "kind": "ALIAS"}], "sources": desk}),
        json!({"type": "person", "externalIds": {"IMDB": "nm9990001"}, "name": "Ida", "sources": desk}),
        json!({"type": "work", "key": "tides-1", "kind": "EPISODE", "title": "Ebb",
            "series": {"key": "tides"}, "seasonNumber": 1, "episodeNumber": 1, "sources": desk}),
        json!({"type": "work", "id": "wvu", "kind": "FILM", "title": "Good Sex", "key": null}),
        json!({"type": "role", "work": {"IMDB": "tt9990001"},
            "person": {"name": "Meg Ryan", "birthYear": 1961}, "department": "ACTING",
            "characters": [{"name": "Nell", "character": {"name": "Nell"}}], "sources": desk}),
        json!({"type": "companyRole", "work": {"title": "Glass Harbor", "year": 2026},
            "company": {"type": "company", "key": "pier"}, "kind": "PRODUCTION"}),
        json!({"type": "release", "work": {"key": "glass"}, "kind": "THEATRICAL", "platform": null}),
        json!({"type": "release", "work": "wvu", "kind": "THEATRICAL",
            "platform": {"WIKIDATA": "Q907311", "IMDB": "co0144901"}}),
        json!({"type": "list", "title": "Films of harbors", "entries": [
            {"work": {"key": "glass"}, "note": "The best."}, {"note": "Not here."}]}),
        json!({"type": "quote", "text": "Ebb and flow.", "source": {"title": "The harbor desk"},
            "about": [{"type": "person", "key": "ida"}, {"IMDB": "tt9990001"}, "wvu"]}),
        json!({"type": "image", "subject": {"type": "work", "key": "glass"}, "kind": "POSTER",
            "url": "https://films.example/1.jpg", "source": {"key": "desk"}}),
        json!({"type": "claim", "subject": {"type": "work", "key": "glass"}, "property": "RUNTIME",
            "value": {"number": "101", "unit": "minutes"}, "source": {"key": "desk"}}),
        json!({"type": "claim", "subject": {"IMDB": "tt9990001"}, "property": "CAST",
            "value": {"record": {"type": "person", "name": "Meg Ryan"}}, "source": "s1b9"}),
        json!({"type": "tombstone", "id": "w124cxy", "root": "w124cxy", "label": "Glass Harbor",
            "at": "2026-11-29T12:00:00Z", "source": "s1b9", "keys": {"s1b9": "glass"},
            "identities": ["0123456789abcdef0123456789abcdef"]}),
    ] {
        schema.takes(&line.to_string());
    }
}

#[test]
fn what_is_no_line_is_refused() {
    let schema = Checked::new(line_schema());
    let role = |work: Value, person: Value| json!({"type": "role", "work": work, "person": person, "department": "ACTING"});
    let claim = |subject: Value| json!({"type": "claim", "subject": subject, "property": "RUNTIME", "source": "s1b9"});
    let deleted = |more: Value| {
        let mut line = json!({"type": "tombstone", "id": "wvu", "root": "wvu", "label": "X",
            "at": "2026-11-29T12:00:00Z", "source": "s1b9"});
        line.as_object_mut()
            .unwrap()
            .extend(more.as_object().cloned().unwrap());
        line
    };
    for line in [
        // Nothing to be found by.
        json!({"type": "person", "name": "Nobody"}),
        json!({"type": "work", "kind": "FILM", "title": "X", "externalIds": {}}),
        // Keys that are none.
        json!({"type": "person", "key": " ida", "name": "Ida"}),
        json!({"type": "person", "key": "", "name": "Ida"}),
        json!({"type": "person", "key": "x".repeat(201), "name": "Ida"}),
        json!({"type": "person", "key": 7, "name": "Ida"}),
        json!({"type": "person", "keys": {"wvu": "ida"}, "name": "Ida"}),
        // What is needed, and what is no field.
        json!({"type": "person", "key": "ida"}),
        json!({"type": "person", "key": "ida", "name": "Ida", "colour": "red"}),
        json!({"type": "planet", "key": "ida", "name": "Ida"}),
        // References that are none, or of another kind.
        role(json!({}), json!("pvl")),
        role(json!("pvl"), json!("pvl")),
        role(json!({"type": "person", "key": "a"}), json!("pvl")),
        role(json!({"name": "Glass Harbor"}), json!("pvl")),
        role(
            json!({"title": "Glass Harbor", "birthYear": 1990}),
            json!("pvl"),
        ),
        role(
            json!("wvu"),
            json!({"name": "Meg Ryan", "birthYear": "1961"}),
        ),
        role(
            json!("wvu"),
            json!({"name": "Meg Ryan", "IMDB": "nm0000212"}),
        ),
        role(json!("wvu"), json!({"key": "ida", "name": "Ida"})),
        role(json!("wvu"), json!({"name": " "})),
        role(json!("wvu"), json!({"IMDB": 212})),
        role(json!("wvu"), json!(["pvl"])),
        // Whose kind is not said.
        claim(json!({"key": "glass"})),
        claim(json!({"title": "Glass Harbor"})),
        claim(json!({"TMDB": "603"})),
        claim(json!({"type": "planet", "key": "glass"})),
        claim(json!({"IMDB": "ch0000001"})),
        // A tombstone has its ids, and digests of the right form.
        deleted(json!({"id": {"key": "glass"}})),
        deleted(json!({"identities": ["0123"]})),
        deleted(json!({"keys": {"desk": "glass"}})),
    ] {
        assert!(schema.fault(&line).is_some(), "{line}");
    }
}
