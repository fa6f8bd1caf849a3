//! What is to be claimed, so that a property of a record becomes what an editor wants.

use std::collections::HashSet;

use claim::{ClaimValue, Entry, Holds};
use entity::vocabulary::{ClaimStance, MissingReason, Property, RecordKind};
use model::id::RecordId;
use record::{ClaimRecord, Fault, FaultKind, PropertyValue, entry_of, fields_of};
use serde_json::{Map, Value};

use super::Attestation;

/// Something to be claimed of a property.
#[derive(Clone, Debug)]
pub(super) struct Saying {
    pub(super) entry: &'static Entry,
    pub(super) stance: ClaimStance,
    pub(super) value: Option<ClaimValue>,
    pub(super) missing: Option<MissingReason>,
}

impl Saying {
    fn of(entry: &'static Entry) -> Self {
        Self {
            entry,
            stance: ClaimStance::Asserts,
            value: None,
            missing: None,
        }
    }

    /// That there is such a record.
    pub(super) fn existence(kind: RecordKind) -> Option<Self> {
        let entry = entry_of(kind, Property::Record, "record")?;
        Some(Self::of(entry))
    }

    /// That a property has no value, and why.
    pub(super) fn none(entry: &'static Entry, reason: MissingReason) -> Self {
        Self {
            missing: Some(reason),
            ..Self::of(entry)
        }
    }

    /// That a property has this value.
    fn value(entry: &'static Entry, value: &ClaimValue) -> Self {
        Self {
            value: Some(value.clone()),
            ..Self::of(entry)
        }
    }

    /// What takes a property from what it is to what it is to be: an assertion of each value that
    /// is new and a denial of each that goes, or the reason why there is none.
    pub(super) fn between(
        entry: &'static Entry,
        was: &PropertyValue,
        will: &PropertyValue,
        reason: MissingReason,
    ) -> Vec<Self> {
        if was.values == will.values && was.missing == will.missing {
            return Vec::new();
        }
        if will.values.is_empty() {
            return vec![Self::none(entry, will.missing.unwrap_or(reason))];
        }
        let is_new = |value: &&ClaimValue| !was.values.contains(value) || was.missing.is_some();
        let asserted = will.values.iter().filter(is_new);
        let asserted = asserted.map(|value| Self::value(entry, value));
        let goes = |value: &&ClaimValue| entry.many && !will.values.contains(value);
        let denied = was.values.iter().filter(goes).map(|value| Self {
            stance: ClaimStance::Denies,
            ..Self::value(entry, value)
        });
        asserted.chain(denied).collect()
    }

    /// The claim that says so, without its id and time.
    pub(super) fn claim(&self, subject: RecordId, by: &Attestation) -> ClaimRecord {
        let is_other = self.entry.property == Property::Other;
        ClaimRecord {
            property_key: is_other.then(|| self.entry.key.to_owned()),
            value: self.value.clone(),
            missing: self.missing,
            stance: self.stance,
            certainty: by.certainty,
            excerpt: by.excerpt.clone(),
            stated_on: by.stated_on.clone(),
            ..ClaimRecord::about(subject, self.entry.property, by.source)
        }
    }
}

/// Whether a property stands in this field of its record.
pub(super) fn stands_in(entry: &Entry, field: &str) -> bool {
    fields_of(entry).contains(&field)
}

/// Words that are to be claimed in a language that others of them are in, too: each by its field
/// and its place there.
pub(super) fn said_twice(sayings: &[Saying], wanted: &Map<String, Value>) -> Vec<Fault> {
    let mut seen = HashSet::new();
    let mut faults = Vec::new();
    for saying in sayings {
        let is_said = saying.stance == ClaimStance::Asserts;
        let value = saying.value.as_ref().filter(|_| is_said);
        let Some(ClaimValue::Text { text, language, .. }) = value else {
            continue;
        };
        let entry = saying.entry;
        if entry.holds() != Holds::ByLanguage || seen.insert((entry.key, language)) {
            continue;
        }
        let list = wanted.get(entry.field).and_then(Value::as_array);
        let is_it = |part: &Value| {
            let of = part.get("language").and_then(Value::as_str);
            part.get("text").and_then(Value::as_str) == Some(text) && of == language.as_deref()
        };
        let place = list.and_then(|list| list.iter().rposition(is_it));
        let place = place.map(|place| format!(".{place}")).unwrap_or_default();
        faults.push(Fault {
            kind: FaultKind::Duplicate,
            field: format!("{}{place}", entry.field),
            reason: "is another in its language: a source has one in each".to_owned(),
        });
    }
    faults
}
