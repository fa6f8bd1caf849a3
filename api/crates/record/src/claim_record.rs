//! Claims as records.

use claim::{ClaimValue, Topic, UnknownTopic, ValueFault, ValueType, known_from, known_until};
use entity::vocabulary::{Certainty, ClaimStance, MissingReason, Property};
use model::edtf::Edtf;
use model::id::RecordId;
use model::instant::Instant;
use record_macro::record;

use crate::bound::{EXCERPT, NAME, NOTE};
use crate::{Check, ClaimId, FaultKind, References, SourceId, topic};

/// Who says what about a property of a record, how surely, and since when. A claim is never
/// changed: it is taken back, and another one recorded.
#[record(
    Claim,
    table = claim,
    rules,
    formed,
    refers,
    extra(
        property_key = self.key().to_owned(),
        known_from = known_from(self.stated_on.as_ref(), self.recorded_at),
        known_until = known_until(self.retracted_at),
        is_own = false,
        // Settled once all of them are there.
        is_current = false,
        is_sole = false,
        portrayed = None
    ), identity(subject, property, property_key, source, value, missing, stance, certainty, excerpt, stated_on))]
pub struct ClaimRecord {
    /// Its id.
    pub id: ClaimId,
    /// The record that it is about.
    #[field(owner(unless is_own))]
    pub subject: RecordId,
    /// The property; RECORD for the record as such.
    pub property: Property,
    /// Which property, where that is OTHER.
    #[field(text(NAME), elsewhere)]
    pub property_key: Option<String>,
    /// What the property is said to be, or not to be.
    pub value: Option<ClaimValue>,
    /// Why there is no value.
    pub missing: Option<MissingReason>,
    /// Whether it says so, or that it is not so.
    #[field(default = ClaimStance::Asserts)]
    pub stance: ClaimStance,
    /// How sure the source is.
    #[field(default = Certainty::Stated)]
    pub certainty: Certainty,
    /// Who says so.
    pub source: SourceId,
    /// The words, in short.
    #[field(text(EXCERPT))]
    pub excerpt: Option<String>,
    /// When it was stated.
    #[field(column = stated_edtf)]
    pub stated_on: Option<Edtf>,
    /// When it came in.
    pub recorded_at: Instant,
    /// When it was taken back.
    pub retracted_at: Option<Instant>,
    /// Why it was taken back.
    #[field(text(NOTE))]
    pub retraction_reason: Option<String>,
}

impl ClaimRecord {
    /// A claim of a source that a record has a property, of which nothing more is said: without an
    /// id, a value, words and a time.
    #[must_use]
    pub fn about(subject: RecordId, property: Property, source: SourceId) -> Self {
        Self {
            id: ClaimId(0),
            subject,
            property,
            property_key: None,
            value: None,
            missing: None,
            stance: ClaimStance::Asserts,
            certainty: Certainty::Stated,
            source,
            excerpt: None,
            stated_on: None,
            recorded_at: Instant(0),
            retracted_at: None,
            retraction_reason: None,
        }
    }

    /// The key of its property; empty where records of its kind have no such property.
    #[must_use]
    pub fn key(&self) -> &str {
        self.topic().map(|topic| topic.key()).unwrap_or_default()
    }

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

    /// The same, with its value in the one form that values of its property have.
    #[must_use]
    pub fn formed(self) -> Self {
        let value = match (self.topic(), &self.value) {
            (Ok(topic), Some(value)) => Some(topic.form(value.clone())),
            _ => return self,
        };
        Self { value, ..self }
    }

    /// A word of a vocabulary is written as that has it, as in the record.
    fn refers(&self, to: &mut References) {
        let (Ok(Topic::Known(entry)), Some(ClaimValue::Text { text, .. })) =
            (self.topic(), &self.value)
        else {
            return;
        };
        if let (ValueType::Vocabulary(kind, _), None) = (entry.of, self.retracted_at) {
            to.within("value", |to| to.name("text", kind, text));
        }
    }

    fn rules(&self, check: &mut Check) {
        let is_stray = self.property != Property::Other && self.property_key.is_some();
        if is_stray {
            check.fault("propertyKey", "goes with OTHER alone");
        }
        let key = self.property_key.as_deref().filter(|_| !is_stray);
        match topic(self.subject.kind, self.property, key) {
            Ok(topic) => self.check_value(&topic, check),
            Err(error @ UnknownTopic::NoKey) => {
                check.fault_of(FaultKind::Missing, "propertyKey", error.to_string());
            }
            Err(
                error
                @ (UnknownTopic::BadKey | UnknownTopic::OtherKey(_) | UnknownTopic::Named(..)),
            ) => {
                check.fault("propertyKey", error.to_string());
            }
            Err(error @ UnknownTopic::Subject) => check.fault("subject", error.to_string()),
            Err(error) => check.fault("property", error.to_string()),
        }
        if self.retracted_at.is_some_and(|at| at < self.recorded_at) {
            check.fault("retractedAt", "lies before `recordedAt`");
        }
        if self.retraction_reason.is_some() && self.retracted_at.is_none() {
            check.fault("retractionReason", "goes with `retractedAt`");
        }
    }

    fn check_value(&self, topic: &Topic<'_>, check: &mut Check) {
        if self.value.is_some() && self.missing.is_some() {
            check.fault("missing", "goes without `value`");
        }
        if let Some(fault) = self.value.as_ref().and_then(|value| topic.fault(value)) {
            let kind = match fault {
                ValueFault::Empty(_) => FaultKind::Missing,
                ValueFault::TooLong(..) => FaultKind::TooLong,
                _ => FaultKind::Value,
            };
            check.within("value", |check| {
                check.fault_of(kind, fault.member(), fault.to_string());
            });
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
        } else if let (Some(_), Topic::Known(entry)) = (self.missing, topic)
            && entry.is_needed
        {
            let reason = format!(
                "a record cannot be without its `{}`: claim another value, or deny this one",
                entry.key
            );
            check.fault("missing", reason);
        }
        let says_nothing = self.value.is_none() && self.missing.is_none();
        if says_nothing && !is_existence && self.stance == ClaimStance::Asserts {
            check.fault_of(FaultKind::Missing, "value", "is needed, or `missing`");
        }
    }
}
