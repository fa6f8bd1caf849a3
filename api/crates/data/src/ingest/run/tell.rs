//! What a reading of a file reports of its lines.

use entity::vocabulary::RecordKind;
use model::id::RecordId;

use super::{Rejected, Run};
use crate::ingest::format::jsonl::{BadLine, FormatError};
use crate::ingest::left_out::{Thing, named};
use crate::ingest::report::{ImportError, Tell};
use crate::ingest::resolve::{Open, Refusal};

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

    pub(super) fn reject_twice(&mut self, line: u64, id: RecordId) -> Result<(), ImportError> {
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
        self.reject(BadLine {
            line,
            field: field.to_owned(),
            reason,
        })
    }

    pub(super) fn warn(&mut self, line: u64, warnings: Vec<(String, String)>) {
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

    /// Rejects a line that names what is not there, or is wrong otherwise.
    pub(super) fn reject_unresolved(
        &mut self,
        line: u64,
        open: &Open,
        refusal: Refusal,
    ) -> Result<(), ImportError> {
        let sources = refusal.sources.as_slice();
        let wants = refusal.want.as_deref();
        let wants = wants.map_or_else(Vec::new, |want| named(want, sources));
        let own = Rejected::of(open, sources);
        self.reject_open(line, own, refusal, &wants)
    }

    /// Rejects a line that others may name. If it only needs what another was to bring, it is counted:
    /// the number is told at the end.
    pub(super) fn reject_open(
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
