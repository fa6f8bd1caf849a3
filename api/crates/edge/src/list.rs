//! The list of an owner as it is kept: its roles, and what was made of them.

use std::ops::Deref;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use budget::{Stopped, Turn};

use super::career::usually_gathered;
use super::{Career, Credit, Edge, Gathered, Named};

/// The roles of an owner, by whatever stands at the other end.
#[derive(Debug, Default)]
pub struct EdgeList {
    edges: Vec<Edge>,
    gathered: OnceLock<Gathered>,
    career: OnceLock<Career>,
    was_asked: AtomicBool,
}

impl EdgeList {
    /// Their career: made when it is asked for a second time, for a list that is asked for once is
    /// gone through once in less time. None at the first.
    ///
    /// # Errors
    /// See [`Stopped`].
    pub async fn career(&self, turn: &mut Turn<'_>) -> Result<Option<&Career>, Stopped> {
        if self.career.get().is_none() {
            if !self.was_asked.swap(true, Ordering::Relaxed) {
                return Ok(None);
            }
            let gathered = self.gathered(turn).await?;
            let career = Career::of_gathered(turn, &self.edges, gathered).await?;
            // Somebody else may have made the same in the meantime.
            let _ = self.career.set(career);
        }
        Ok(self.career.get())
    }

    /// A credit of theirs under the usual filter, with its roles.
    ///
    /// # Errors
    /// See [`Stopped`].
    pub async fn credit(&self, turn: &mut Turn<'_>, named: Named) -> Result<Credit, Stopped> {
        let gathered = self.gathered(turn).await?;
        let credits = &gathered.credits;
        let found = credits.binary_search_by_key(&named.work, |credit| credit.work);
        let entry = found.ok().and_then(|number| credits.get(number));
        let passes = |edge: &Edge| named.before.is_none_or(|day| edge.released_to < day);
        let credit = entry.map(|entry| gathered.credit_of(&self.edges, entry, passes));
        turn.look(credit.as_ref().map_or(1, |credit| credit.edges.len()))
            .await?;
        Ok(credit.unwrap_or_else(|| Credit {
            work: named.work,
            edges: Vec::new(),
            episodes: 0,
        }))
    }

    async fn gathered(&self, turn: &mut Turn<'_>) -> Result<&Gathered, Stopped> {
        if let Some(gathered) = self.gathered.get() {
            return Ok(gathered);
        }
        let gathered = usually_gathered(turn, &self.edges).await?;
        Ok(self.gathered.get_or_init(|| gathered))
    }

    /// About how many bytes the roles take.
    #[must_use]
    pub fn bytes(&self) -> usize {
        size_of_val(self.edges.as_slice())
    }

    /// The same with room for their career, made or not.
    #[must_use]
    pub fn bytes_with_career(&self) -> usize {
        self.bytes() + Career::most_bytes(self.edges.len())
    }
}

impl From<Vec<Edge>> for EdgeList {
    fn from(edges: Vec<Edge>) -> Self {
        Self {
            edges,
            ..Self::default()
        }
    }
}

impl Deref for EdgeList {
    type Target = [Edge];

    fn deref(&self) -> &[Edge] {
        &self.edges
    }
}
