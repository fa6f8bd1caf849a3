//! Long lists in parts, so that a change never writes the whole of one.

use super::super::Edge;
use super::{Broken, Owner};

/// Past this many bytes a part becomes two.
pub const MOST_BYTES: usize = 8 * 1024;

/// Where the first part of every list begins: before every record.
pub const FIRST: i64 = 0;

/// A part of a list: the edges from an other end on, up to where the next part begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Where it begins: the first part at [`FIRST`], the others at their first edge.
    pub from: i64,
    /// Its edges.
    pub edges: Vec<u8>,
}

impl Part {
    /// Whether it has no edge.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        super::count(&self.edges) == Ok(0)
    }
}

/// Whether the list of these parts is a long one, beside which a career is kept.
#[must_use]
pub fn is_long(parts: &[Part]) -> bool {
    parts.iter().any(|part| part.from != FIRST)
}

impl Owner {
    /// Packs a list of theirs, in its order, that begins at `from`: in one part, or in as many as it
    /// takes. What stands at one other end is never parted.
    #[must_use]
    pub fn parts(self, from: i64, edges: &[Edge]) -> Vec<Part> {
        let packed = self.pack(edges);
        let cut = if packed.len() > MOST_BYTES {
            self.middle(edges)
        } else {
            None
        };
        let Some((first, second)) = cut.map(|at| edges.split_at(at)) else {
            let edges = packed;
            return vec![Part { from, edges }];
        };
        let behind = second.first().map_or(from, |edge| self.other(edge));
        let mut parts = self.parts(from, first);
        parts.extend(self.parts(behind, second));
        parts
    }

    /// The place nearest to the middle at which another other end begins.
    fn middle(self, edges: &[Edge]) -> Option<usize> {
        let middle = edges.len() / 2;
        let begins = |at: &usize| {
            let pair = edges.get(at.wrapping_sub(1)).zip(edges.get(*at));
            pair.is_some_and(|(before, edge)| self.other(before) != self.other(edge))
        };
        let behind = (middle..edges.len()).find(begins);
        behind.or_else(|| (1..middle).rev().find(begins))
    }

    /// A part in which the edges at some other ends are others than they were: `now`, in their order.
    ///
    /// # Errors
    /// [`Broken`] if the part is not of this form.
    pub fn edited(
        self,
        part: &Part,
        is_edited: impl Fn(i64) -> bool,
        now: &[Edge],
    ) -> Result<Vec<Part>, Broken> {
        let mut edges = self.unpack(&part.edges)?;
        edges.retain(|edge| !is_edited(self.other(edge)));
        edges.extend(now);
        self.sort(&mut edges);
        Ok(self.parts(part.from, &edges))
    }
}
