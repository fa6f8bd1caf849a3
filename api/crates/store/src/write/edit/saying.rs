//! What is to be claimed, so that a property of a record becomes what an editor wants.

use claim::{ClaimValue, Entry};
use entity::vocabulary::{ClaimStance, MissingReason, Property, RecordKind};
use model::id::RecordId;
use record::{ClaimRecord, PropertyValue, entry_of};

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
            let missing = Some(will.missing.unwrap_or(reason));
            return vec![Self {
                missing,
                ..Self::of(entry)
            }];
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

/// The fields of a record that a property stands in.
pub(super) fn fields_of(entry: &Entry) -> &'static [&'static str] {
    match (entry.subject, entry.key) {
        (RecordKind::Role, "character") => &["characters", "charactersMissing"],
        (RecordKind::Role, "characterDescription") => &["characters"],
        _ => &[],
    }
}

/// Whether a property stands in this field of its record.
pub(super) fn stands_in(entry: &Entry, field: &str) -> bool {
    let several = fields_of(entry);
    if several.is_empty() {
        !entry.field.is_empty() && entry.field == field
    } else {
        several.contains(&field)
    }
}
