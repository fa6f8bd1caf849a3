//! Milestones as records.

use std::collections::BTreeSet;

use entity::vocabulary::{Certainty, MilestoneKind, MilestoneSpan};
use serde::{Deserialize, Serialize};

use super::check::{Check, FEW, NOTE_CHARS};
use super::work::{is_stated, stated};
use super::{MilestoneId, SourceId, WorkId};
use crate::model::edtf::Edtf;

/// A stage in the life of a production.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MilestoneRecord {
    /// Its id.
    pub id: MilestoneId,
    /// The work.
    pub work: WorkId,
    /// Which stage.
    pub kind: MilestoneKind,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Edtf>,
    /// Whether it is a point in time or lasts.
    #[serde(default = "point", skip_serializing_if = "is_point")]
    pub span: MilestoneSpan,
    /// How sure it is.
    #[serde(default = "stated", skip_serializing_if = "is_stated")]
    pub certainty: Certainty,
    /// A short note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The sources it rests on.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub sources: BTreeSet<SourceId>,
}

fn point() -> MilestoneSpan {
    MilestoneSpan::Point
}

// serde hands fields over by reference.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_point(span: &MilestoneSpan) -> bool {
    *span == MilestoneSpan::Point
}

impl MilestoneRecord {
    pub(in crate::store) fn check(&self, check: &mut Check) {
        check.text("note", self.note.as_deref(), NOTE_CHARS);
        check.count("sources", self.sources.len(), FEW);
        if self.span == MilestoneSpan::During && self.date.is_none() {
            check.fault("date", "a milestone that lasts needs its period");
        }
    }
}
