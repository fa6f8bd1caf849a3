//! What a reading of a file reports of its lines.

use entity::vocabulary::RecordKind;
use model::id::{RecordId, encode};

use super::Run;
use super::entry::{Outcome, Rejected, Told};
use crate::ingest::format::jsonl::{BadLine, FormatError};
use crate::ingest::left_out::Thing;
use crate::ingest::report::{ImportError, Placed, Tell};
use crate::ingest::resolve::Refusal;

impl Run<'_> {
    /// Tells, at the end of the file, the rejected lines that were held, and how many others were left
    /// out because of which.
    pub(in crate::ingest) fn tell_rest(&mut self) {
        let held = self.held.take().into_iter().map(|bad| (bad, false));
        let left_out = std::mem::take(&mut self.left_out).told().into_iter();
        let left_out = left_out.map(|(line, reason)| {
            let field = String::new();
            let told = BadLine {
                line,
                field,
                reason,
            };
            (told, true)
        });
        let mut rest: Vec<(BadLine, bool)> = held.chain(left_out).collect();
        rest.sort_by_key(|(bad, _)| bad.line);
        for (bad, is_left_out) in rest {
            (self.report)(match is_left_out {
                true => Tell::LeftOut(&bad),
                false => Tell::Wrong(&bad),
            });
        }
    }

    /// That an earlier line of the file is of this record.
    pub(super) fn twice(&self, line: u64, id: RecordId) -> BadLine {
        let place = self.places.get(&(id.kind as u8, id.id));
        let (field, reason) = match (place, id.kind) {
            (None, _) => (
                "id",
                "stands on an earlier line of the file already".to_owned(),
            ),
            (Some(place), RecordKind::Role) => (
                "",
                format!(
                    "line {place} is of the same role already: put all its characters into one line, or tell the jobs apart"
                ),
            ),
            (Some(place), _) => ("", format!("line {place} is of the same record already")),
        };
        BadLine {
            line,
            field: field.to_owned(),
            reason,
        }
    }

    /// Notes and tells what became of the lines of a batch, in their order: a later line that has it right
    /// makes up for an earlier one, and not the other way round, in whatever order they were looked at.
    pub(super) fn settle(&mut self, mut outcomes: Vec<(u64, Outcome)>) -> Result<(), ImportError> {
        outcomes.sort_by_key(|(line, outcome)| (outcome.needs_others(), *line));
        for (line, outcome) in outcomes {
            match outcome {
                Outcome::In(of, id) => self.went_in(*of, id),
                Outcome::Twice(bad) => self.reject(bad)?,
                Outcome::Rejected(own, refusal, wants) => {
                    self.reject_open(line, *own, *refusal, &wants)?;
                }
            }
        }
        Ok(())
    }

    fn went_in(&mut self, of: Told, id: RecordId) {
        self.left_out.forget(of.brought);
        self.earlier.accept(id.kind, of.marks, of.source);
        self.warn(of.line, of.warnings);
        self.summary.ways.note(of.how);
        (self.report)(Tell::Placed(&Placed {
            line: of.line,
            id: encode(id.kind, id.id),
            how: of.how,
        }));
    }

    fn warn(&mut self, line: u64, warnings: Vec<(String, String)>) {
        for (field, reason) in warnings {
            self.summary.warnings += 1;
            (self.report)(Tell::Warned(&BadLine {
                line,
                field,
                reason,
            }));
        }
    }

    pub(in crate::ingest) fn refuse(
        &mut self,
        error: FormatError,
        brought: Vec<Thing>,
    ) -> Result<(), ImportError> {
        match error {
            FormatError::Line(bad) => {
                let line = bad.line;
                self.reject(bad)?;
                self.left_out.note(line, &[], brought);
                Ok(())
            }
            error @ FormatError::Read { .. } => Err(ImportError::Read(error)),
        }
    }

    /// Rejects a line that others may name. If it only needs what another was to bring, it is counted:
    /// the number is told at the end.
    fn reject_open(
        &mut self,
        line: u64,
        own: Rejected,
        refusal: Refusal,
        wants: &[Thing],
    ) -> Result<(), ImportError> {
        let Rejected {
            marks,
            source,
            brought,
        } = own;
        self.earlier
            .reject(marks, source, line, refusal.is_mistaken);
        let bad = BadLine {
            line,
            field: refusal.field,
            reason: refusal.reason,
        };
        if self.is_strict {
            return Err(ImportError::Rejected(bad));
        }
        self.summary.rejected += 1;
        if self.left_out.count(wants, &brought) {
            self.summary.left_out += 1;
            return Ok(());
        }
        self.left_out.note(line, wants, brought);
        let told = match &refusal.want {
            Some(want) => self.held.hold(bad, want),
            None => Some(bad),
        };
        if let Some(bad) = told {
            (self.report)(Tell::Wrong(&bad));
        }
        Ok(())
    }

    pub(super) fn reject(&mut self, bad: BadLine) -> Result<(), ImportError> {
        if self.is_strict {
            return Err(ImportError::Rejected(bad));
        }
        self.summary.rejected += 1;
        (self.report)(Tell::Wrong(&bad));
        Ok(())
    }
}
