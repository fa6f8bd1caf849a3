//! A transaction changes a record once, whatever follows from what in it: one version, one row of the
//! log.

use model::id::RecordId;

use super::WriteTransaction;
use crate::log::ChangeDraft;

impl WriteTransaction {
    /// The version of a record that changes: a transaction raises it once, whatever follows from
    /// what in it.
    pub(super) fn raised(&self, RecordId { kind, id }: RecordId, version: i32) -> i32 {
        let is_raised = self.made.contains(&(kind, id)) || self.drafted.contains_key(&(kind, id));
        version + i32::from(!is_raised)
    }

    /// Notes a change in the log: one row for a record, as long as the log is not written.
    pub(super) fn note_change(&mut self, draft: ChangeDraft) {
        let of = (draft.subject_kind, draft.subject_id);
        match self
            .drafted
            .get(&of)
            .and_then(|at| self.drafts.get_mut(*at))
        {
            Some(noted) => noted.go_on(draft),
            None => {
                self.drafted.insert(of, self.drafts.len());
                self.drafts.push(draft);
            }
        }
    }
}
