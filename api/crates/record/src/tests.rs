//! What the declarations say, kind by kind.

#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

use std::collections::BTreeSet;

use claim::{ClaimValue, Topic, UnknownTopic};
use entity::vocabulary::{ExternalAuthority, Property as P, RecordKind as S};
use model::id::encode;
use serde_json::json;

use crate::{
    CompanyRecord, Declared, ExternalIds, Fault, FaultKind, Field, PersonRecord, RoleRecord, Shape,
    WorkRecord, by_kind, entries, topic,
};
use model::external::identified_by;

fn fields_of(kind: S) -> &'static [Field] {
    fn of<R: Declared>() -> &'static [Field] {
        R::FIELDS
    }
    by_kind!(kind, &[], of())
}

#[test]
fn every_record_begins_with_its_id() {
    for kind in S::RECORDS {
        let first = &fields_of(*kind)[0];
        assert_eq!(first.name, "id");
        assert!(
            matches!(first.shape, Shape::Id(of) if of == *kind),
            "{kind:?}"
        );
    }
}

#[test]
fn what_can_be_claimed_has_its_field_and_its_own_key() {
    for kind in S::RECORDS {
        let mut keys = BTreeSet::new();
        for entry in entries(*kind) {
            assert_eq!(entry.subject, *kind);
            assert!(keys.insert(entry.key), "{kind:?}.{}", entry.key);
            let mut named = [entry.field].into_iter().chain(entry.certainty);
            let has = |name: &str| fields_of(*kind).iter().any(|field| field.name == name);
            assert!(
                named.all(|name| name.is_empty() || has(name)),
                "{kind:?}.{}",
                entry.key
            );
        }
        let first = entries(*kind).next();
        assert!(first.is_none_or(|first| first.property == P::Record));
    }
}

#[test]
fn a_topic_is_found_by_its_property_and_key() {
    let known = |topic| matches!(topic, Ok(Topic::Known(_)));
    assert!(known(topic(S::Work, P::Title, None)));
    assert!(known(topic(S::Work, P::Title, Some("title"))));
    assert!(known(topic(S::Deal, P::Other, Some("seller"))));
    assert!(matches!(
        topic(S::Person, P::Other, Some("education")),
        Ok(Topic::Free("education"))
    ));
    let refused = |topic: Result<Topic<'_>, UnknownTopic>| topic.unwrap_err();
    assert!(matches!(
        refused(topic(S::Person, P::Price, None)),
        UnknownTopic::Property(names) if names.contains("BIRTH_DATE")
    ));
    assert_eq!(refused(topic(S::Work, P::Other, None)), UnknownTopic::NoKey);
    assert_eq!(
        refused(topic(S::Work, P::Other, Some("Look!"))),
        UnknownTopic::BadKey
    );
    assert_eq!(
        refused(topic(S::Work, P::Other, Some("title"))),
        UnknownTopic::Named("title", "TITLE".to_owned())
    );
    assert_eq!(
        refused(topic(S::Work, P::Title, Some("name"))),
        UnknownTopic::OtherKey("title")
    );
    assert_eq!(
        refused(topic(S::Genre, P::Name, None)),
        UnknownTopic::Subject
    );
}

#[test]
fn a_value_has_the_type_of_its_property() {
    let value = |json: &str| ClaimValue::from_canonical(json).unwrap();
    let fault =
        |kind, property, key, json: &str| topic(kind, property, key).unwrap().fault(&value(json));
    for (kind, property, key, json) in [
        (S::Work, P::Title, None, r#"{"text":"Good Sex"}"#),
        (
            S::Work,
            P::Synopsis,
            None,
            r#"{"text":"A film","language":"en"}"#,
        ),
        (
            S::Work,
            P::Runtime,
            None,
            r#"{"number":"110","unit":"minutes"}"#,
        ),
        (S::Work, P::Kind, None, r#"{"name":"FILM"}"#),
        (S::Role, P::Cast, None, r#"{"record":"pvl"}"#),
        (
            S::Person,
            P::Other,
            Some("education"),
            r#"{"text":"Harvard","language":"en"}"#,
        ),
    ] {
        assert_eq!(fault(kind, property, key, json), None, "{json}");
    }
    for (kind, property, key, json) in [
        (S::Work, P::Title, None, r#"{"date":"2026"}"#),
        (
            S::Work,
            P::Title,
            None,
            r#"{"text":"Good Sex","language":"en"}"#,
        ),
        (S::Work, P::Runtime, None, r#"{"number":"1.5"}"#),
        (
            S::Work,
            P::Runtime,
            None,
            r#"{"number":"110","unit":"hours"}"#,
        ),
        (S::Work, P::Kind, None, r#"{"name":"MOVIE"}"#),
        (S::Role, P::Cast, None, r#"{"record":"wvu"}"#),
        (S::Role, P::Record, None, r#"{"text":"yes"}"#),
        (S::Person, P::Other, Some("education"), r#"{"date":"2003"}"#),
    ] {
        assert!(fault(kind, property, key, json).is_some(), "{json}");
    }
}

/// Texts that show nothing.
const BLANK: [&str; 8] = [
    "", " \t", "\u{200b}", "\u{ad}", "\u{feff}", "\u{2800}", "\u{3164}", "\u{301}",
];

/// Every text of every kind of record, with the fields that lead to it from the record.
fn texts(fields: &'static [Field], path: &[&'static Field], all: &mut Vec<Vec<&'static Field>>) {
    for field in fields {
        let path = [path, &[field]].concat();
        match field.shape {
            Shape::Part { fields, .. } => texts(fields, &path, all),
            Shape::Text { .. } => all.push(path),
            _ => {}
        }
    }
}

/// A value that a field takes, so that what is asked of another field can be seen.
fn example(field: &Field) -> serde_json::Value {
    let one = match field.shape {
        Shape::Text { form, .. } => match form {
            crate::Form::Url => json!("https://example.org/"),
            crate::Form::Country => json!("FR"),
            crate::Form::Language => json!("fr"),
            crate::Form::Currency => json!("EUR"),
            crate::Form::Decimal => json!("1"),
            crate::Form::Any | crate::Form::Words => json!("Words"),
        },
        Shape::Name(_) => json!("Drama"),
        Shape::Whole { least, .. } => json!(least.max(1)),
        Shape::Number { .. } => json!(1.0),
        Shape::Flag => json!(true),
        Shape::Date => json!("2000"),
        Shape::Instant => json!("2026-01-31T12:00:00Z"),
        Shape::Money => json!({"amount": "1", "currencyCode": "EUR"}),
        Shape::Id(kind) => json!(encode(kind, 31)),
        Shape::AnyId => json!("wvu"),
        Shape::Word { has, .. } => {
            let words = [
                "FILM",
                "ARTICLE",
                "ACTING",
                "STATED",
                "ASSERTS",
                "RUNTIME",
                "ALTERNATIVE",
                "BIRTH",
                "OFFICIAL",
                "POSTER",
                "TEASER",
                "WON",
                "ACQUISITION",
                "FILMING",
                "PRODUCTION",
                "ANALYSIS",
                "POINT",
                "ANNOUNCED",
                "SEQUEL_TO",
                "THEATRICAL",
                "COMPLETE",
                "OTHER",
                "TRAILER",
                "STAGE",
            ];
            json!(
                words
                    .iter()
                    .find(|word| has(word))
                    .expect("a word of the vocabulary")
            )
        }
        Shape::ExternalIds => json!({}),
        Shape::ClaimValue => json!({"text": "Words"}),
        Shape::Part { fields, .. } => needed(fields),
    };
    match field.list {
        Some(_) => json!([one]),
        None => one,
    }
}

fn needed(fields: &[Field]) -> serde_json::Value {
    let needed = fields.iter().filter(|field| field.is_needed);
    let pairs = needed.map(|field| (field.name.to_owned(), example(field)));
    serde_json::Value::Object(pairs.collect())
}

/// A record of these fields in which the last field of a path holds this text.
fn holding(fields: &'static [Field], path: &[&Field], text: &str) -> serde_json::Value {
    let mut record = needed(fields);
    let (first, rest) = path.split_first().expect("a field");
    let value = match (first.shape, rest) {
        (Shape::Part { fields, .. }, [_, ..]) => holding(fields, rest, text),
        _ => json!(text),
    };
    record[first.name] = match first.list {
        Some(_) => json!([value]),
        None => value,
    };
    record
}

fn read_as<R: Declared + serde::de::DeserializeOwned + serde::Serialize>(
    record: serde_json::Value,
) -> (serde_json::Value, Vec<Fault>) {
    let told = record.to_string();
    let read: R = serde_json::from_value(record).unwrap_or_else(|error| panic!("{told}: {error}"));
    (serde_json::to_value(&read).unwrap(), read.faults())
}

#[test]
fn a_text_that_shows_nothing_is_none_or_wrong_wherever_it_stands() {
    let mut count = 0;
    for kind in S::RECORDS {
        let mut paths = Vec::new();
        texts(fields_of(*kind), &[], &mut paths);
        for path in paths {
            let names: Vec<&str> = path.iter().map(|field| field.name).collect();
            let place = |field: &&'static Field| match field.list {
                Some(_) => format!("{}.0", field.name),
                None => field.name.to_owned(),
            };
            let place = path.iter().map(place).collect::<Vec<_>>().join(".");
            let last = path.last().unwrap();
            for text in BLANK {
                count += 1;
                let record = holding(fields_of(*kind), &path, text);
                let (read, faults) = by_kind!(*kind, panic!("no record"), read_as(record));
                let told = format!("{kind:?} {names:?} {text:?}: {faults:?}");
                let of_it = faults.iter().find(|fault| fault.field == place);
                if last.is_needed || last.list.is_some() {
                    assert!(of_it.is_some(), "{told}");
                    continue;
                }
                assert!(of_it.is_none(), "{told}");
                let pointer = format!("/{}", place.replace('.', "/"));
                assert_eq!(read.pointer(&pointer), None, "{told}");
            }
        }
    }
    assert!(count > 400, "{count} texts were tried");
}

#[test]
fn a_text_that_has_to_show_something_is_missing() {
    for text in BLANK {
        let work = json!({"id": "wvu", "kind": "FILM", "title": text, "titles": [
            {"id": encode(S::Title, 31), "text": text, "kind": "ALTERNATIVE"}
        ]});
        let (_, faults) = read_as::<WorkRecord>(work);
        let told: Vec<_> = faults
            .iter()
            .map(|of| (of.kind, of.field.as_str()))
            .collect();
        let missing = FaultKind::Missing;
        assert_eq!(
            told,
            [(missing, "title"), (missing, "titles.0.text")],
            "{text:?}"
        );
        // Without a name and a description it is no character.
        let role = json!({"id": encode(S::Role, 31), "work": "wvu", "person": "pvl", "department": "ACTING",
            "characters": [{"name": text}]});
        let (_, faults) = read_as::<RoleRecord>(role);
        assert_eq!(faults[0].field, "characters.0", "{faults:?}");
    }
}

#[test]
fn an_identifier_fits_the_kind_of_its_record() {
    let kinds = [S::Work, S::Person, S::Company, S::Character];
    let rows = [
        ("IMDB", ["tt0110413", "nm0000204", "co0008970", ""]),
        ("TMDB", ["101", "101", "101", ""]),
        ("WIKIDATA", ["Q42", "Q42", "Q42", "Q42"]),
        ("TVDB", ["101", "101", "101", "101"]),
        ("LETTERBOXD", ["leon", "leon", "leon", ""]),
        ("MUSICBRAINZ", ["0383dadf-2a4e-4d10-a46a-e9e041da8eb3"; 4]),
        ("ISAN", ["0000-0000-D07A-0090-Q", "", "", ""]),
        ("EIDR", ["10.5240/7791-8534-2C23-9030-8610-5", "", "", ""]),
        ("FILMGRAPH", ["wvu", "pvl", "cv0", "jva"]),
        ("OTHER", ["x"; 4]),
    ];
    let faults = |kind: S, authority: &str, value: &str| {
        let ids: ExternalIds = serde_json::from_value(json!({authority: value})).unwrap();
        match kind {
            S::Work => {
                read_as::<WorkRecord>(
                    json!({"id": "wvu", "kind": "FILM", "title": "X", "externalIds": ids}),
                )
                .1
            }
            S::Person => {
                read_as::<PersonRecord>(json!({"id": "pvl", "name": "X", "externalIds": ids})).1
            }
            S::Company => {
                read_as::<CompanyRecord>(json!({"id": "cv0", "name": "X", "externalIds": ids})).1
            }
            _ => {
                read_as::<crate::SharedCharacterRecord>(
                    json!({"id": "jva", "name": "X", "externalIds": ids}),
                )
                .1
            }
        }
    };
    for (authority, values) in rows {
        for (kind, right) in kinds.into_iter().zip(values) {
            if !right.is_empty() {
                assert_eq!(
                    faults(kind, authority, right),
                    [],
                    "{kind:?} {authority} {right}"
                );
            }
            for value in values
                .into_iter()
                .filter(|value| !value.is_empty() && *value != right)
            {
                let found = faults(kind, authority, value);
                assert_eq!(found.len(), 1, "{kind:?} {authority} {value}");
                assert_eq!(found[0].field, format!("externalIds.{authority}"));
                assert!(found[0].reason.contains(" id of "), "{found:?}");
            }
        }
    }
    for (authority, value, told) in [
        ("WIKIDATA", "P31", "Q and a whole number"),
        ("TMDB", "101-alien", "a number from 1 to 2147483647"),
        ("TMDB", "2147483648", "from 1 to 2147483647"),
        ("TVDB", "576460752303423488", "from 1 to 576460752303423487"),
        ("IMDB", "", "tt, nm or co"),
        ("OTHER", "\u{3164}", "1 to 128 bytes"),
    ] {
        let found = faults(S::Work, authority, value);
        assert!(found[0].reason.contains(told), "{found:?}");
    }
}

#[test]
fn which_identifiers_fit_which_kinds_stands_in_the_documentation() {
    let docs = include_str!("../../../../docs/model.md");
    let table = docs
        .split("| authority | work | person | company | character |")
        .nth(1);
    let rows = table.unwrap().lines().skip(2);
    let mut told = 0;
    for row in rows.take_while(|line| line.starts_with('|')) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let authority: ExternalAuthority =
            serde_json::from_value(json!(cells[0].trim_matches('`'))).unwrap();
        let kinds = [S::Work, S::Person, S::Company, S::Character];
        for (kind, cell) in kinds.into_iter().zip(&cells[1..]) {
            let fits = identified_by(authority).is_none_or(|kinds| kinds.contains(&kind));
            assert_eq!(*cell != "–", fits, "{authority:?} {kind:?}");
            told += 1;
        }
    }
    assert_eq!(told, 40);
}

#[test]
fn a_source_has_one_text_of_a_sort_in_each_language() {
    let text = |language: &str| json!({"text": "Words", "language": language});
    let work: WorkRecord =
        serde_json::from_value(json!({"id": "wvu", "kind": "FILM", "title": "X",
        "synopses": [text("en"), text("fr"), text("EN")],
        "taglines": [text("de"), text("en"), {"text": "One"}, text("de"), {"text": "Two"}]}))
        .unwrap();
    let faults = work.faults_of_own();
    let told: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(told, ["synopses.2", "taglines.3", "taglines.4"]);
}
