//! Milestones as records.

use std::collections::BTreeSet;

use entity::vocabulary::{Certainty, MilestoneKind, MilestoneSpan};
use model::edtf::Edtf;
use record_macro::record;

use crate::bound::{NOTE, PER_WORK};
use crate::{Check, MilestoneId, SourceId, WorkId};

/// A stage in the life of a production.
#[record(Milestone, table = milestone, claimable, rules, at_most(PER_WORK, work), identity(work, kind, date))]
pub struct MilestoneRecord {
    /// Its id.
    pub id: MilestoneId,
    /// The work.
    #[field(owner)]
    pub work: WorkId,
    /// Which stage.
    #[field(claim(Kind))]
    pub kind: MilestoneKind,
    /// When.
    #[field(column = date_edtf, claim(Date))]
    pub date: Option<Edtf>,
    /// Whether it is a point in time or lasts.
    #[field(default = MilestoneSpan::Point)]
    pub span: MilestoneSpan,
    /// How sure it is.
    #[field(default = Certainty::Stated)]
    pub certainty: Certainty,
    /// A short note.
    #[field(text(NOTE), claim(Other))]
    pub note: Option<String>,
    /// The sources it rests on.
    pub sources: BTreeSet<SourceId>,
}

impl MilestoneRecord {
    fn rules(&self, check: &mut Check) {
        if self.span == MilestoneSpan::During && self.date.is_none() {
            check.fault("date", "a milestone that lasts needs its period");
        }
    }
}
