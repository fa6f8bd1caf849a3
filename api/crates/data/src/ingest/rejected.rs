//! Lines that were rejected, and what later lines of the file say of them.

use std::collections::HashMap;

use super::format::jsonl::BadLine;
use super::resolve::{Marks, Reference};

/// Messages that are held until the end of the file, so that they can say where the record stands
/// that a line names.
const MOST_HELD: usize = 1_000;

/// Rejected lines that are told at the end of the file.
#[derive(Default)]
pub(super) struct Held {
    lines: Vec<BadLine>,
    /// The held lines that name what is not there, by what that is.
    waiting: HashMap<Marks, Vec<usize>>,
}

impl Held {
    /// Holds a line that names what is not there; gives it back where it is not to be held.
    pub(super) fn hold(&mut self, bad: BadLine, want: &Reference) -> Option<BadLine> {
        let (kind, marks) = want.marks();
        if marks.is_empty() || self.lines.len() >= MOST_HELD {
            return Some(bad);
        }
        let at = self.lines.len();
        self.lines.push(bad);
        for mark in marks {
            let key = (kind, vec![mark]);
            self.waiting.entry(key).or_default().push(at);
        }
        None
    }

    /// Notes that a line stands further down than those that name its record.
    pub(super) fn comes(&mut self, (kind, marks): Marks, line: u64) {
        if self.waiting.is_empty() {
            return;
        }
        for mark in marks {
            for at in self.waiting.remove(&(kind, vec![mark])).unwrap_or_default() {
                if let Some(bad) = self.lines.get_mut(at) {
                    let more = format!(" before it: it is on line {line}; put it before this one");
                    bad.reason.push_str(&more);
                }
            }
        }
    }

    /// Takes all of it out, in the order of the lines.
    pub(super) fn take(&mut self) -> Vec<BadLine> {
        let mut lines = std::mem::take(self).lines;
        lines.sort_by_key(|bad| bad.line);
        lines
    }
}
