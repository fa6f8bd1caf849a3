//! The registry of claimable properties: which record has which, of what type their values are,
//! whether there is one or many, and where the record keeps them.
//!
//! A claim on [`Property::Record`] is about the record as such: that there is such a role,
//! milestone, deal. Its certainty is that of the record.

use entity::vocabulary::{
    AwardResult, DealKind, MilestoneKind, Property, ReleaseKind, SubjectKind, WorkKind,
};
use model::id::{RecordKind, encode};
use serde::de::DeserializeOwned;

use super::{ClaimValue, ValueFault};

/// The longest key of a property that the registry does not know.
pub const MAX_KEY_CHARS: usize = 50;
/// The longest words of a value, in characters.
const WORDS: usize = 2_000;
/// The longest text about a work.
const LONG: usize = 20_000;
/// The longest name or title.
const SHORT: usize = 1_000;

/// The type of a property's values.
#[derive(Clone, Copy, Debug)]
pub enum ValueType {
    /// None: the claim is about the record as such.
    Existence,
    /// Words of at most so many characters.
    Text(usize),
    /// Words in a language, of at most so many characters.
    TextIn(usize),
    /// A whole number of so many of a unit.
    Whole(Option<&'static str>),
    /// A date.
    Date,
    /// A sum of money.
    Money,
    /// A record of a kind.
    Record(SubjectKind),
    /// A word of a vocabulary.
    Name(fn(&str) -> bool),
}

/// A claimable property of a kind of record.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The kind of record.
    pub subject: SubjectKind,
    /// The property.
    pub property: Property,
    /// Its key: what a client sees as `propertyKey`.
    pub key: &'static str,
    /// The field of the record that holds the best value; empty for the record as such.
    pub field: &'static str,
    /// The type of its values.
    pub of: ValueType,
    /// Whether it holds many values.
    pub many: bool,
    /// Whether a record needs it: then the last value stays where none is left.
    pub is_needed: bool,
    /// The field of the record that holds how sure the best value is, if there is one.
    pub certainty: Option<&'static str>,
}

/// What a claim is about: a property of the registry, or one of its own.
#[derive(Clone, Copy, Debug)]
pub enum Topic<'a> {
    /// The registry knows it.
    Known(&'static Entry),
    /// Any other fact, by its key: words, kept as claims alone.
    Free(&'a str),
}

/// Why nothing can be claimed of a property.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnknownTopic {
    /// Records of this kind have no such property.
    #[error("records of this kind have no such property; they have {0}")]
    Property(String),
    /// `OTHER` says nothing by itself.
    #[error("`propertyKey` is needed with OTHER")]
    NoKey,
    /// Not a key.
    #[error("`propertyKey` is made of 1 to 50 letters and digits and begins with a small letter")]
    BadKey,
    /// The key of another property.
    #[error("`propertyKey` is \"{0}\" for this property, and may be left out")]
    OtherKey(&'static str),
    /// Claims are not about records of this kind.
    #[error("nothing can be claimed of records of this kind")]
    Subject,
}

fn is<T: DeserializeOwned>(name: &str) -> bool {
    serde_json::from_value::<T>(name.into()).is_ok()
}

const fn entry(
    subject: SubjectKind,
    property: Property,
    key: &'static str,
    field: &'static str,
    of: ValueType,
) -> Entry {
    Entry {
        subject,
        property,
        key,
        field,
        of,
        many: false,
        is_needed: false,
        certainty: None,
    }
}

const fn many(entry: Entry) -> Entry {
    Entry {
        many: true,
        ..entry
    }
}

const fn needed(entry: Entry) -> Entry {
    Entry {
        is_needed: true,
        ..entry
    }
}

const fn sure(entry: Entry, field: &'static str) -> Entry {
    Entry {
        certainty: Some(field),
        ..entry
    }
}

/// That there is such a record; how sure that is, where its kind has a field for it.
const fn existence(subject: SubjectKind) -> Entry {
    entry(
        subject,
        Property::Record,
        "record",
        "",
        ValueType::Existence,
    )
}

/// A property that the vocabulary has no word for, by the name of its field.
const fn other(subject: SubjectKind, field: &'static str, of: ValueType) -> Entry {
    entry(subject, Property::Other, field, field, of)
}

use Property as P;
use SubjectKind as S;
use ValueType::{Date, Name, Record, Text, TextIn, Whole};

/// Every claimable property, kind by kind, in the order in which facts are listed.
const ENTRIES: [Entry; 55] = [
    existence(S::Work),
    needed(entry(
        S::Work,
        P::Kind,
        "kind",
        "kind",
        Name(is::<WorkKind>),
    )),
    needed(entry(S::Work, P::Title, "title", "title", Text(SHORT))),
    entry(
        S::Work,
        P::OriginalTitle,
        "originalTitle",
        "originalTitle",
        Text(SHORT),
    ),
    sure(
        entry(S::Work, P::ReleaseDate, "releaseDate", "releaseDate", Date),
        "releaseCertainty",
    ),
    entry(
        S::Work,
        P::Runtime,
        "runtimeMinutes",
        "runtimeMinutes",
        Whole(Some("minutes")),
    ),
    many(entry(S::Work, P::Genre, "genre", "genres", Text(SHORT))),
    many(entry(
        S::Work,
        P::Keyword,
        "keyword",
        "keywords",
        Text(SHORT),
    )),
    many(entry(
        S::Work,
        P::Synopsis,
        "synopsis",
        "synopses",
        TextIn(LONG),
    )),
    entry(S::Work, P::Budget, "budget", "budget", ValueType::Money),
    existence(S::Person),
    needed(entry(S::Person, P::Name, "name", "name", Text(SHORT))),
    entry(S::Person, P::BirthDate, "birthDate", "birthDate", Date),
    other(S::Person, "birthPlace", Text(SHORT)),
    other(S::Person, "deathDate", Date),
    other(S::Person, "deathPlace", Text(SHORT)),
    sure(existence(S::Role), "certainty"),
    needed(entry(
        S::Role,
        P::Cast,
        "person",
        "person",
        Record(S::Person),
    )),
    entry(S::Role, P::Job, "job", "job", Text(SHORT)),
    many(entry(
        S::Role,
        P::Character,
        "character",
        "characters",
        Text(SHORT),
    )),
    other(S::Role, "characterDescription", Text(WORDS)),
    entry(S::Role, P::Billing, "billing", "billing", Whole(None)),
    entry(
        S::Role,
        P::CreditedAs,
        "creditedAs",
        "creditedAs",
        Text(SHORT),
    ),
    existence(S::Company),
    needed(entry(S::Company, P::Name, "name", "name", Text(SHORT))),
    other(S::Company, "country", Text(4)),
    sure(existence(S::CompanyRole), "certainty"),
    sure(existence(S::Release), "certainty"),
    needed(entry(
        S::Release,
        P::Kind,
        "kind",
        "kind",
        Name(is::<ReleaseKind>),
    )),
    entry(S::Release, P::Date, "date", "date", Date),
    entry(
        S::Release,
        P::Company,
        "platform",
        "platform",
        Record(S::Company),
    ),
    other(S::Release, "note", Text(WORDS)),
    sure(existence(S::Milestone), "certainty"),
    needed(entry(
        S::Milestone,
        P::Kind,
        "kind",
        "kind",
        Name(is::<MilestoneKind>),
    )),
    entry(S::Milestone, P::Date, "date", "date", Date),
    other(S::Milestone, "note", Text(WORDS)),
    sure(existence(S::Deal), "certainty"),
    needed(entry(
        S::Deal,
        P::Kind,
        "kind",
        "kind",
        Name(is::<DealKind>),
    )),
    entry(S::Deal, P::Buyer, "buyer", "buyer", Record(S::Company)),
    other(S::Deal, "seller", Record(S::Company)),
    entry(S::Deal, P::Price, "price", "price", ValueType::Money),
    entry(S::Deal, P::Date, "announcedOn", "announcedOn", Date),
    other(S::Deal, "note", Text(WORDS)),
    sure(existence(S::Location), "certainty"),
    needed(entry(S::Location, P::Name, "name", "name", Text(SHORT))),
    existence(S::Award),
    needed(other(S::Award, "result", Name(is::<AwardResult>))),
    sure(existence(S::Relation), "certainty"),
    other(S::Relation, "aspect", Text(SHORT)),
    existence(S::Quote),
    entry(S::Quote, P::Date, "date", "date", Date),
    existence(S::Commentary),
    existence(S::List),
    existence(S::Character),
    needed(entry(S::Character, P::Name, "name", "name", Text(SHORT))),
];

/// The claimable properties of a kind of record, in the order in which facts are listed.
pub fn entries(subject: SubjectKind) -> impl Iterator<Item = &'static Entry> {
    ENTRIES.iter().filter(move |entry| entry.subject == subject)
}

/// The entry of a property that stored claims name; none for a key of their own.
#[must_use]
pub fn known(subject: SubjectKind, property: Property, key: &str) -> Option<&'static Entry> {
    entries(subject).find(|entry| entry.property == property && entry.key == key)
}

/// Whether claims can be about records of a kind.
#[must_use]
pub fn is_claimable(subject: SubjectKind) -> bool {
    entries(subject).next().is_some()
}

/// What a claim on a property of a kind of record is about.
///
/// # Errors
/// [`UnknownTopic`].
pub fn topic<'a>(
    subject: SubjectKind,
    property: Property,
    key: Option<&'a str>,
) -> Result<Topic<'a>, UnknownTopic> {
    if !is_claimable(subject) {
        return Err(UnknownTopic::Subject);
    }
    let mut of_property = entries(subject).filter(|entry| entry.property == property);
    if property != Property::Other {
        let found = of_property.next().ok_or_else(|| unknown(subject))?;
        return match key {
            Some(key) if key != found.key => Err(UnknownTopic::OtherKey(found.key)),
            _ => Ok(Topic::Known(found)),
        };
    }
    let key = key.ok_or(UnknownTopic::NoKey)?;
    if let Some(found) = of_property.find(|entry| entry.key == key) {
        return Ok(Topic::Known(found));
    }
    let starts_well = key.starts_with(|c: char| c.is_ascii_lowercase());
    let is_key = starts_well && key.bytes().all(|byte| byte.is_ascii_alphanumeric());
    // The key of a property with a name of its own is not another property.
    if let Some(named) = entries(subject).find(|entry| entry.key == key) {
        return Err(UnknownTopic::OtherKey(named.key));
    }
    (is_key && key.len() <= MAX_KEY_CHARS)
        .then_some(Topic::Free(key))
        .ok_or(UnknownTopic::BadKey)
}

fn unknown(subject: SubjectKind) -> UnknownTopic {
    let name = |entry: &Entry| {
        let name = serde_json::to_value(entry.property).unwrap_or_default();
        name.as_str().unwrap_or_default().to_owned()
    };
    let mut names: Vec<String> = entries(subject)
        .map(name)
        .filter(|n| n != "OTHER")
        .collect();
    names.push("OTHER".to_owned());
    UnknownTopic::Property(names.join(", "))
}

impl<'a> Topic<'a> {
    /// The property's key.
    #[must_use]
    pub fn key(&self) -> &'a str {
        match self {
            Topic::Known(entry) => entry.key,
            Topic::Free(key) => key,
        }
    }

    /// Whether it holds many values.
    #[must_use]
    pub fn is_many(&self) -> bool {
        matches!(self, Topic::Known(entry) if entry.many)
    }

    /// What keeps a value from being one of this property; `None` where it is one.
    #[must_use]
    pub fn fault(&self, value: &ClaimValue) -> Option<ValueFault> {
        let most = match self {
            Topic::Known(Entry {
                of: Text(most) | TextIn(most),
                ..
            }) => *most,
            _ => WORDS,
        };
        value
            .fault(most)
            .or_else(|| self.mismatch(value).map(ValueFault::Form))
    }

    fn mismatch(&self, value: &ClaimValue) -> Option<String> {
        let Topic::Known(entry) = self else {
            let words = matches!(value, ClaimValue::Text { .. });
            return (!words).then(|| "takes a `text`".to_owned());
        };
        match (entry.of, value) {
            (ValueType::Existence, _) => {
                Some("a claim about the record as such has no value".to_owned())
            }
            (Text(_), ClaimValue::Text { language: None, .. })
            | (TextIn(_), ClaimValue::Text { .. })
            | (Date, ClaimValue::Date(_))
            | (ValueType::Money, ClaimValue::Money(_)) => None,
            (Text(_), ClaimValue::Text { .. }) => {
                Some("takes a `text` without `language`".to_owned())
            }
            (
                Whole(unit),
                ClaimValue::Number {
                    number,
                    unit: given,
                },
            ) => {
                let whole = number.parse::<i32>().is_ok_and(|number| number > 0);
                let fits = given.as_deref().is_none_or(|given| Some(given) == unit);
                let of = unit.map_or_else(String::new, |unit| format!(", of `unit` \"{unit}\""));
                (!whole || !fits).then(|| format!("takes a whole `number` of 1 or more{of}"))
            }
            (Record(kind), ClaimValue::Record(id)) => {
                let given = encode(id.kind, id.id);
                (id.kind != kind)
                    .then(|| format!("\"{given}\" is the id of another kind; {}", wanted(kind)))
            }
            (Name(accepts), ClaimValue::Name(name)) => {
                (!accepts(name)).then(|| format!("there is no {name} in its vocabulary"))
            }
            (of, _) => Some(takes(of)),
        }
    }
}

fn wanted(kind: RecordKind) -> String {
    format!("the id of a record of kind {kind:?} is wanted").to_lowercase()
}

fn takes(of: ValueType) -> String {
    let name = match of {
        ValueType::Existence => return "takes no value".to_owned(),
        Text(_) | TextIn(_) => "text",
        Whole(_) => "number",
        Date => "date",
        ValueType::Money => "money",
        Record(_) => "record",
        Name(_) => "name",
    };
    format!("takes a `{name}`")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_key_stands_twice_and_every_kind_can_be() {
        let keys: BTreeSet<(S, &str)> = ENTRIES.iter().map(|e| (e.subject, e.key)).collect();
        assert_eq!(keys.len(), ENTRIES.len());
        for entry in &ENTRIES {
            let first = entries(entry.subject).next().unwrap();
            assert_eq!(first.property, Property::Record);
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
        let fault = |kind, property, key, json: &str| {
            topic(kind, property, key).unwrap().fault(&value(json))
        };
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
}
