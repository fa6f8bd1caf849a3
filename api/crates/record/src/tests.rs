//! What the declarations say, kind by kind.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;

use claim::{ClaimValue, Topic, UnknownTopic};
use entity::vocabulary::{Property as P, RecordKind as S};

use crate::{Declared, Field, Shape, by_kind, entries, topic};

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
