//! Claims as records.

use entity::vocabulary::{Certainty, ClaimStance, MissingReason, Property};
use serde::{Deserialize, Serialize};

use super::check::{Check, FaultKind};
use super::work::{is_stated, stated};
use super::{AnyId, ClaimId, SourceId};
use crate::claim::{ClaimValue, Topic, UnknownTopic, topic};
use crate::model::edtf::Edtf;
use crate::model::instant::Instant;

/// The longest excerpt, in characters: a quotation, not a copy.
pub const EXCERPT_CHARS: usize = 1_000;

/// Who says what about a property of a record, how surely, and since when. A claim is never
/// changed: it is taken back, and another one recorded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ClaimRecord {
    /// Its id.
    pub id: ClaimId,
    /// The record that it is about.
    pub subject: AnyId,
    /// The property; RECORD for the record as such.
    pub property: Property,
    /// Which property, where that is OTHER.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub property_key: Option<String>,
    /// What the property is said to be, or not to be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<ClaimValue>,
    /// Why there is no value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<MissingReason>,
    /// Whether it says so, or that it is not so.
    #[serde(default = "asserts", skip_serializing_if = "is_asserted")]
    pub stance: ClaimStance,
    /// How sure the source is.
    #[serde(default = "stated", skip_serializing_if = "is_stated")]
    pub certainty: Certainty,
    /// Who says so.
    pub source: SourceId,
    /// The words, in short.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excerpt: Option<String>,
    /// When it was stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stated_on: Option<Edtf>,
    /// When it came in.
    pub recorded_at: Instant,
    /// When it was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retracted_at: Option<Instant>,
}

fn asserts() -> ClaimStance {
    ClaimStance::Asserts
}

// serde hands fields over by reference.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_asserted(stance: &ClaimStance) -> bool {
    *stance == ClaimStance::Asserts
}

impl ClaimRecord {
    /// What it is about.
    ///
    /// # Errors
    /// [`UnknownTopic`] where records of its kind have no such property.
    pub fn topic(&self) -> Result<Topic<'_>, UnknownTopic> {
        topic(
            self.subject.kind,
            self.property,
            self.property_key.as_deref(),
        )
    }

    pub(in crate::store) fn check(&self, check: &mut Check) {
        check.text("excerpt", self.excerpt.as_deref(), EXCERPT_CHARS);
        if self.property != Property::Other && self.property_key.is_some() {
            check.fault("propertyKey", "goes with OTHER alone");
        }
        match self.topic() {
            Ok(topic) => self.check_value(&topic, check),
            Err(
                error @ (UnknownTopic::NoKey | UnknownTopic::BadKey | UnknownTopic::OtherKey(_)),
            ) => {
                check.fault("propertyKey", error.to_string());
            }
            Err(error @ UnknownTopic::Subject) => check.fault("subject", error.to_string()),
            Err(error) => check.fault("property", error.to_string()),
        }
        if self.retracted_at.is_some_and(|at| at < self.recorded_at) {
            check.fault("retractedAt", "lies before `recordedAt`");
        }
    }

    fn check_value(&self, topic: &Topic<'_>, check: &mut Check) {
        if self.value.is_some() && self.missing.is_some() {
            check.fault("missing", "goes without `value`");
        }
        if let Some(fault) = self.value.as_ref().and_then(|value| topic.fault(value)) {
            check.fault("value", fault.to_string());
        }
        let is_existence = self.property == Property::Record;
        if is_existence && self.missing.is_some() {
            check.fault(
                "missing",
                "goes with a property, not with the record as such",
            );
        }
        if self.missing == Some(MissingReason::Disputed) {
            check.fault("missing", "is found out from claims, and never claimed");
        }
        let says_nothing = self.value.is_none() && self.missing.is_none();
        if says_nothing && !is_existence && self.stance == ClaimStance::Asserts {
            check.fault_of(FaultKind::Missing, "value", "is needed, or `missing`");
        }
    }
}
