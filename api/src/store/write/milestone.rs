//! Writing milestones.

use std::collections::BTreeSet;

use entity::milestone;
use entity::vocabulary::SubjectKind;

use super::plain::{Bounded, PerOwner, Plain};
use super::reference::Reference;
use super::subject::{FEW_PER_WORK, edtf};
use crate::store::StoreError;
use crate::store::record::{Check, MilestoneId, MilestoneRecord, SourceId, WorkId};

impl Plain for MilestoneRecord {
    type Table = milestone::Entity;
    const KIND: SubjectKind = SubjectKind::Milestone;

    fn key(&self) -> i64 {
        self.id.0
    }

    fn inspect(&self, check: &mut Check) {
        self.check(check);
    }

    fn references(&self) -> Vec<Reference> {
        vec![Reference::new("work", SubjectKind::Work, self.work.0)]
    }

    fn row(&self, version: i32, at: i64) -> milestone::Model {
        milestone::Model {
            id: self.id.0,
            work_id: self.work.0,
            kind: self.kind,
            date_edtf: self.date.as_ref().map(ToString::to_string),
            span: self.span,
            certainty: self.certainty,
            note: self.note.clone(),
            version,
            updated_at: at,
        }
    }

    fn version(row: &milestone::Model) -> i32 {
        row.version
    }

    fn record(row: milestone::Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: MilestoneId(row.id),
            work: WorkId(row.work_id),
            kind: row.kind,
            date: edtf(row.date_edtf.as_deref())?,
            span: row.span,
            certainty: row.certainty,
            note: row.note,
            sources: BTreeSet::new(),
        })
    }

    fn sources(&self) -> Option<&BTreeSet<SourceId>> {
        Some(&self.sources)
    }

    fn sources_mut(&mut self) -> Option<&mut BTreeSet<SourceId>> {
        Some(&mut self.sources)
    }

    fn per_owner() -> Option<Bounded<Self>> {
        let bound = PerOwner {
            table: "milestone",
            column: "work_id",
            field: "work",
            most: FEW_PER_WORK,
        };
        Some((bound, |record| record.work.0))
    }
}
