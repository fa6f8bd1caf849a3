//! Awards, ratings and relations as records.

use std::collections::BTreeSet;

use entity::vocabulary::{AwardResult, Certainty, WorkRelationKind};
use serde::{Deserialize, Serialize};

use super::check::{Check, FEW, NOTE_CHARS};
use super::work::{is_stated, stated};
use super::{AwardId, PersonId, RatingId, RelationId, SourceId, WorkId};
use crate::model::instant::Instant;

/// A nomination for an award, or the award.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AwardRecord {
    /// Its id.
    pub id: AwardId,
    /// The award: `Academy Award`.
    pub award: String,
    /// The category.
    pub category: String,
    /// The year of the film.
    pub year: i32,
    /// What came of it.
    pub result: AwardResult,
    /// For which work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work: Option<WorkId>,
    /// Who was nominated, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<PersonId>,
    /// The sources it rests on.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub sources: BTreeSet<SourceId>,
}

/// A rating of a work by the users of a source. Unique by work and source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RatingRecord {
    /// Its id.
    pub id: RatingId,
    /// The work.
    pub work: WorkId,
    /// The average.
    pub average: f64,
    /// The best that can be given.
    pub out_of: f64,
    /// How many people rated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub votes: Option<i32>,
    /// Whose users.
    pub source: SourceId,
    /// When it was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retrieved_at: Option<Instant>,
}

/// How one work relates to another. Unique by both and the kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RelationRecord {
    /// Its id.
    pub id: RelationId,
    /// The work that it is said of.
    pub from: WorkId,
    /// The other work.
    pub to: WorkId,
    /// How.
    pub kind: WorkRelationKind,
    /// In what respect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aspect: Option<String>,
    /// How sure it is.
    #[serde(default = "stated", skip_serializing_if = "is_stated")]
    pub certainty: Certainty,
    /// The sources it rests on.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub sources: BTreeSet<SourceId>,
}

impl AwardRecord {
    pub(in crate::store) fn check(&self, check: &mut Check) {
        check.name("award", &self.award);
        check.name("category", &self.category);
        check.distinct("people", &self.people);
        check.count("sources", self.sources.len(), FEW);
    }
}

impl RatingRecord {
    pub(in crate::store) fn check(&self, check: &mut Check) {
        check.at_least("votes", self.votes, 0);
        let scale = self.out_of.is_finite() && self.out_of > 0.0;
        if !scale || !(0.0..=self.out_of).contains(&self.average) {
            check.fault("average", "must lie between 0 and `outOf`");
        }
    }
}

impl RelationRecord {
    pub(in crate::store) fn check(&self, check: &mut Check) {
        check.text("aspect", self.aspect.as_deref(), NOTE_CHARS);
        check.count("sources", self.sources.len(), FEW);
        if self.from == self.to {
            check.fault("to", "a work has no relation to itself");
        }
    }
}
