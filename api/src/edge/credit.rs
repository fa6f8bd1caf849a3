//! Careers: roles gathered by the work that they are listed under.

use std::collections::HashMap;

use entity::vocabulary::WorkKind;

use super::order::Listed;
use super::{Edge, UNBILLED};
use crate::model::edtf::UNDATED;

/// A person's roles on one work, or on the episodes of one series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credit {
    /// The work it is listed under.
    pub work: i64,
    /// The roles, earliest work first, then by billing.
    pub edges: Vec<Edge>,
    /// How many episodes were rolled up; 0 where none were.
    pub episodes: usize,
}

impl Credit {
    /// The work that was released first, of those that the credit stands for.
    #[must_use]
    pub fn first_work(&self) -> i64 {
        self.edges.first().map_or(self.work, |edge| edge.work)
    }

    /// The work that was released last, undated ones aside.
    #[must_use]
    pub fn last_work(&self) -> i64 {
        let dated = |edge: &&Edge| edge.released_on != UNDATED;
        let last = self.edges.iter().rev().find(dated);
        last.map_or_else(|| self.first_work(), |edge| edge.work)
    }
}

impl Listed for Credit {
    fn id(&self) -> i64 {
        self.work
    }

    fn work(&self) -> i64 {
        self.work
    }

    fn released_on(&self) -> i32 {
        self.edges.first().map_or(UNDATED, |edge| edge.released_on)
    }

    fn billing(&self) -> i32 {
        let places = self.edges.iter().map(|edge| edge.billing);
        places.min().unwrap_or(UNBILLED)
    }
}

/// Gathers roles by work, episodes by their series where `roll_up` says so.
#[must_use]
pub fn credits(edges: impl IntoIterator<Item = Edge>, roll_up: bool) -> Vec<Credit> {
    let mut by_work: HashMap<i64, Vec<Edge>> = HashMap::new();
    for edge in edges {
        let work = if roll_up {
            edge.listed_work()
        } else {
            edge.work
        };
        by_work.entry(work).or_default().push(edge);
    }
    let gather = |(work, edges)| credit(work, edges);
    by_work.into_iter().map(gather).collect()
}

fn credit(work: i64, mut edges: Vec<Edge>) -> Credit {
    edges.sort_unstable_by_key(|edge| (edge.released_on, edge.work, edge.billing, edge.role));
    let mut parts: Vec<i64> = edges
        .iter()
        .filter(|edge| edge.kind == WorkKind::Episode && edge.work != work)
        .map(|edge| edge.work)
        .collect();
    parts.sort_unstable();
    parts.dedup();
    Credit {
        work,
        edges,
        episodes: parts.len(),
    }
}
