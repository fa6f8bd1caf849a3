//! Files with records of every kind, made after the format's own schema: a kind or a field that is
//! added there is in the files at once.

use std::collections::{BTreeMap, BTreeSet};

use data::ingest::record_schema;
use entity::vocabulary::RecordKind;
use model::id::{Authority, database_id, encode};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::rules;

/// What a file is made from: numbers that are used up one by one. Where they end the least is
/// taken, so that fewer and smaller numbers are a simpler file.
pub(super) type Choices = Vec<u16>;

/// The strategy of files.
pub(super) fn files() -> impl Strategy<Value = Choices> {
    prop::collection::vec(any::<u16>(), 0..4000)
}

/// Makes records that the write path takes.
pub(super) struct Maker<'a> {
    choices: &'a [u16],
    schema: Value,
    last: i64,
    /// Ids by prefix, of parts too.
    ids: BTreeMap<String, Vec<String>>,
    /// Ids of records in the order of their lines.
    records: Vec<(String, String)>,
    /// Ids of works that can have episodes.
    series: Vec<String>,
    /// Names of vocabularies by kind.
    names: BTreeMap<String, Vec<String>>,
    lines: Vec<Value>,
}

/// The file.
pub(super) fn file_of(choices: &[u16]) -> String {
    let schema = serde_json::to_value(record_schema()).expect("a schema");
    let kinds = schema["oneOf"].as_array().cloned().expect("the kinds");
    let mut maker = Maker {
        choices,
        schema,
        last: 0,
        ids: BTreeMap::new(),
        records: Vec::new(),
        series: Vec::new(),
        names: BTreeMap::new(),
        lines: vec![json!({"type": "filmgraph", "formatVersion": 1})],
    };
    let mut taken = BTreeSet::new();
    for schema in kinds {
        let kind = schema["properties"]["type"]["const"].as_str();
        let kind = kind.expect("a kind").to_owned();
        for _ in 0..2 + maker.below(3) {
            let mut record = maker.object(&kind, &schema);
            record.insert("type".to_owned(), kind.clone().into());
            if rules::made_valid(&mut maker, &kind, &mut record)
                && rules::identity(&kind, &record).is_none_or(|key| taken.insert(key))
            {
                maker.add(&kind, record);
            }
        }
    }
    let lines: Vec<String> = maker.lines.iter().map(Value::to_string).collect();
    lines.join("\n") + "\n"
}

impl Maker<'_> {
    /// A number below `bound`.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        let Some((first, rest)) = self.choices.split_first() else {
            return 0;
        };
        self.choices = rest;
        usize::from(*first) % bound
    }

    pub(super) fn one_of<T: Clone>(&mut self, list: &[T]) -> Option<T> {
        let at = self.below(list.len().max(1));
        list.get(at).cloned()
    }

    /// The ids of the records that were made, of some kinds or of all.
    pub(super) fn ids_of(&self, kinds: &[&str]) -> Vec<String> {
        let among = |(kind, _): &&(String, String)| kinds.is_empty() || kinds.contains(&&**kind);
        let records = self.records.iter().filter(among);
        records.map(|(_, id)| id.clone()).collect()
    }

    pub(super) fn series(&self) -> Vec<String> {
        self.series.clone()
    }

    fn add(&mut self, kind: &str, record: Map<String, Value>) {
        let text = |field: &str| record[field].as_str().expect("a text").to_owned();
        self.records.push((kind.to_owned(), text("id")));
        if kind == "work" && text("kind").contains("SERIES") {
            self.series.push(text("id"));
        }
        if matches!(kind, "genre" | "keyword" | "profession") {
            let names = self.names.entry(kind.to_owned()).or_default();
            names.push(text("name"));
        }
        self.lines.push(Value::Object(record));
    }

    /// An object with its required fields and some of the others.
    fn object(&mut self, of: &str, schema: &Value) -> Map<String, Value> {
        let required = schema["required"].as_array().cloned().unwrap_or_default();
        let properties = schema["properties"].as_object().cloned();
        let mut made = Map::new();
        for (name, schema) in properties.unwrap_or_default() {
            let is_required = required.contains(&name.as_str().into());
            if name == "type" || !is_required && self.below(2) == 0 {
                continue;
            }
            if let Some(value) = self.value(of, &name, &schema) {
                made.insert(name, value);
            }
        }
        made
    }

    /// A value of a field; none where it would have to refer to what is not there.
    fn value(&mut self, of: &str, field: &str, schema: &Value) -> Option<Value> {
        let optional = schema["anyOf"].get(0);
        let schema = optional.unwrap_or(schema);
        if let Some(name) = schema["$ref"].as_str() {
            let name = name.rsplit('/').next().unwrap_or_default().to_owned();
            return self.named(of, field, &name);
        }
        let ty = schema["type"].get(0).unwrap_or(&schema["type"]);
        Some(match ty.as_str().expect("a type") {
            "string" => self.string(of, field)?.into(),
            "integer" => self.integer(field).into(),
            "number" => self.number().into(),
            "boolean" => (self.below(2) == 0).into(),
            "array" => {
                let items =
                    (0..self.below(4)).filter_map(|_| self.value(of, field, &schema["items"]));
                let mut items: Vec<Value> = items.collect();
                let mut seen = BTreeSet::new();
                // Of texts of a sort there is one in each language, whose case says nothing.
                let mark = |item: &Value| match field {
                    "synopses" | "taglines" => item["language"].to_string().to_lowercase(),
                    _ => item.to_string(),
                };
                items.retain(|item| seen.insert(mark(item)));
                items.into()
            }
            other => panic!("{of}.{field} is of type {other}"),
        })
    }

    /// A value of a definition of the schema.
    fn named(&mut self, of: &str, field: &str, name: &str) -> Option<Value> {
        let schema = self.schema["$defs"][name].clone();
        if let Some(values) = schema["oneOf"].as_array() {
            return self.one_of(values).map(|value| value["const"].clone());
        }
        if schema.get("properties").is_some() {
            return Some(self.object(name, &schema).into());
        }
        if let Some(pattern) = schema["pattern"].as_str() {
            let prefix = pattern.trim_start_matches('^');
            let prefix = prefix.split('[').next().unwrap_or_default().to_owned();
            return self.id(field, &prefix).map(Value::from);
        }
        Some(match name {
            "Edtf" => self.date().into(),
            "Instant" => self.instant().into(),
            "ExternalIds" => self.external_ids(of),
            "AnyId" => self.any_id(of)?.into(),
            other => panic!("{of}.{field} is a {other}"),
        })
    }

    /// A new id in the field `id`, else one that is there.
    pub(super) fn id(&mut self, field: &str, prefix: &str) -> Option<String> {
        if field != "id" {
            let ids = self.ids.get(prefix).cloned().unwrap_or_default();
            return self.one_of(&ids);
        }
        self.last += 1 + i64::try_from(self.below(5)).expect("a small number");
        let authority = self.one_of(&Authority::ALL).expect("an authority");
        let kind = RecordKind::ALL
            .iter()
            .find(|kind| kind.prefix() == prefix)
            .expect("a kind");
        let id = encode(*kind, database_id(authority, self.last).expect("an id"));
        self.ids
            .entry(prefix.to_owned())
            .or_default()
            .push(id.clone());
        Some(id)
    }

    fn any_id(&mut self, of: &str) -> Option<String> {
        let ids = match of {
            "image" => self.ids_of(&["work", "person"]),
            // What words are about comes before them.
            _ => self
                .records
                .iter()
                .filter(|(kind, _)| kind != of)
                .map(|(_, id)| id.clone())
                .collect(),
        };
        self.one_of(&ids)
    }

    fn date(&mut self) -> &'static str {
        const DATES: [&str; 14] = [
            "2026",
            "2025-22",
            "1999-12-31",
            "197X",
            "19XX",
            "2020~",
            "1994-09?",
            "2026-33",
            "2025-10/2026-03",
            "1994/..",
            "../1994",
            "1994/",
            "-0043",
            "2020-02-29%",
        ];
        self.one_of(&DATES).expect("a date")
    }

    fn instant(&mut self) -> &'static str {
        const TIMES: [&str; 3] = [
            "2026-01-31T12:00:00Z",
            "2026-01-31T12:00:00.123456Z",
            "1969-12-31T23:59:59.999999Z",
        ];
        self.one_of(&TIMES).expect("a time")
    }

    fn integer(&mut self, field: &str) -> i32 {
        let numbers: &[i32] = match field {
            "priority" => &[2020, 0, -5, i32::MAX, i32::MIN],
            "endYear" | "year" => &[2020, 0, -5, 9_999, -9_999],
            _ => &[1, 2, 7, 100, i32::MAX],
        };
        self.one_of(numbers).expect("a number")
    }

    fn number(&mut self) -> f64 {
        const NUMBERS: [f64; 6] = [1.0, 0.1, 7.3, 9.999_999_999_999, 1.0e-7, 10.0];
        self.one_of(&NUMBERS).expect("a number")
    }

    fn external_ids(&mut self, of: &str) -> Value {
        let mut ids = Map::new();
        for _ in 0..self.below(4) {
            self.last += 1;
            let number = self.last;
            let imdb = match of {
                "person" => "nm",
                "company" => "co",
                _ => "tt",
            };
            let local = database_id(Authority::Local, number).expect("an id");
            let kind = match of {
                "person" => RecordKind::Person,
                "company" => RecordKind::Company,
                "character" => RecordKind::Character,
                _ => RecordKind::Work,
            };
            let (authority, value) = match self.below(8) {
                0 => ("IMDB", format!("{imdb}{number:07}")),
                1 => ("TMDB", number.to_string()),
                2 => ("WIKIDATA", format!("Q{number}")),
                3 => ("TVDB", number.to_string()),
                4 => ("LETTERBOXD", format!("film-{number}")),
                5 => (
                    "MUSICBRAINZ",
                    format!("00000000-0000-0000-0000-{number:012x}"),
                ),
                6 => ("FILMGRAPH", encode(kind, local)),
                _ => ("OTHER", format!("Nº {number}")),
            };
            // Some authorities know no characters.
            let is_for_all = !matches!(authority, "IMDB" | "TMDB" | "LETTERBOXD");
            if is_for_all || kind != RecordKind::Character {
                ids.insert(authority.to_owned(), value.into());
            }
        }
        ids.into()
    }

    fn string(&mut self, of: &str, field: &str) -> Option<String> {
        let fixed: &[&str] = match field {
            "url" | "embedUrl" => &["https://example.org/", "http://example.org/ü?b=%20c#d"],
            "language" | "languages" | "originalLanguage" => {
                &["en", "pt-BR", "zh-Hant-TW", "x-own"]
            }
            "country" | "countries" | "territories" => &["US", "FR", "SUHH", "XWW"],
            "amount" => &["12.5", "0", "55000000", "999999999999999999.123456", "1.50"],
            "currencyCode" => &["USD", "EUR"],
            _ => &[],
        };
        if let Some(text) = self.one_of(fixed) {
            return Some(text.to_owned());
        }
        let vocabulary = match field {
            "genres" => Some("genre"),
            "keywords" => Some("keyword"),
            "professions" => Some("profession"),
            _ => None,
        };
        if let Some(kind) = vocabulary {
            let names = self.names.get(kind).cloned().unwrap_or_default();
            return self.one_of(&names);
        }
        let text = self.text();
        self.last += 1;
        // Names of vocabularies are unique, also when they are folded.
        let is_name = matches!(of, "genre" | "keyword" | "profession");
        Some(if is_name {
            format!("{text}{}", self.last)
        } else {
            text
        })
    }

    fn text(&mut self) -> String {
        const PARTS: [&str; 12] = [
            "Léon",
            " 映画 ",
            "\"quoted\"",
            "\\",
            "\u{1f3ac}",
            "a\tb",
            "İ",
            "O'Neill",
            "e\u{301}",
            "two\nlines",
            "\u{feff}",
            "مرحبا",
        ];
        let parts = (0..self.below(4)).filter_map(|_| self.one_of(&PARTS));
        parts.collect::<String>() + "x"
    }
}
