//! The list of an owner as it is kept: its roles, and what was made of them.

use std::ops::Deref;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use budget::{Stopped, Turn};

use super::{Career, Edge};

/// The roles of an owner, by whatever stands at the other end.
#[derive(Debug, Default)]
pub struct EdgeList {
    edges: Vec<Edge>,
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
            let career = Career::of(turn, &self.edges).await?;
            // Somebody else may have made the same in the meantime.
            let _ = self.career.set(career);
        }
        Ok(self.career.get())
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
