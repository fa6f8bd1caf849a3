//! What a request does of its own, beside what the database does for it: how much it may do, and in
//! which portions it does it.
//!
//! A thread answers many requests in turn, so one that went through a long list in one go would keep
//! all the others waiting. List work therefore takes the request's **turn**, which one list has at a
//! time, and gives the thread away after each portion. Short lists fit into what is left of a
//! portion and never give it away. Batches of the loaders wait while list work is under way, so
//! that giving the thread away splits none (see `loader/run.rs`).

mod sort;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Instant;

use tokio::sync::{Semaphore, SemaphorePermit};

pub use sort::sorted_by;

/// Looks of all lists of a request after which the thread is given away: about half a millisecond.
const PORTION: u64 = 16_384;

/// The same for the rows of one statement: 2,048 of them. Batches are few, and those that end
/// together are to be taken in together, so it is none of what lists have in common.
const PORTION_OF_ROWS: u64 = 2_048 * READ;

/// Entries of a list between two looks at the portion.
pub const STEP: usize = 1_024;

/// How many looks a row counts that is read from the database.
pub const READ: u64 = 50;

/// Why work ends before it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Stopped {
    /// The request has done as much as it may.
    #[error("the request has done {used} looks of work, and {limit} is the most allowed")]
    Exhausted {
        /// The most that it may do.
        limit: u64,
        /// What it would have done with this.
        used: u64,
    },
    /// The time of the request is over, and nobody waits for the rest.
    #[error("the time of the request is over")]
    Late,
}

/// The work of one request; cheap to clone.
#[derive(Clone, Debug)]
pub struct Work(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    limit: u64,
    deadline: Option<Instant>,
    used: AtomicU64,
    /// Looks since the thread was last given away.
    portion: AtomicU64,
    /// Pieces of list work that have begun or wait for their turn.
    under_way: AtomicU32,
    turn: Semaphore,
}

impl Work {
    /// Work of at most `limit` looks, until `deadline` if there is one.
    #[must_use]
    pub fn new(limit: u64, deadline: Option<Instant>) -> Self {
        Self(Arc::new(Inner {
            limit,
            deadline,
            used: AtomicU64::new(0),
            portion: AtomicU64::new(0),
            under_way: AtomicU32::new(0),
            turn: Semaphore::new(1),
        }))
    }

    /// How many looks have been charged so far.
    #[must_use]
    pub fn used(&self) -> u64 {
        self.0.used.load(Ordering::Relaxed)
    }

    /// Charges work: the one place that counts. A look is one look at one entry of a list; what
    /// takes longer counts as several.
    ///
    /// # Errors
    /// [`Stopped::Exhausted`] past the limit.
    pub fn charge(&self, looks: u64) -> Result<(), Stopped> {
        let limit = self.0.limit;
        let before = self.0.used.fetch_add(looks, Ordering::Relaxed);
        let used = before.saturating_add(looks);
        if used > limit {
            return Err(Stopped::Exhausted { limit, used });
        }
        Ok(())
    }

    /// Whether list work has begun and is not done.
    #[must_use]
    pub fn is_under_way(&self) -> bool {
        self.0.under_way.load(Ordering::Relaxed) > 0
    }

    /// The turn: waits until no other list of this request has it. Whoever has it waits for nothing
    /// but [`Turn::spend`], for the batches of the loaders wait for him.
    pub async fn turn(&self) -> Turn<'_> {
        self.take(None).await
    }

    /// The turn for taking in the rows of one statement: short answers never give the thread away.
    pub async fn turn_for_rows(&self) -> Turn<'_> {
        self.take(Some(AtomicU64::new(0))).await
    }

    async fn take(&self, rows: Option<AtomicU64>) -> Turn<'_> {
        let entered = Entered::of(&self.0);
        let permit = match self.0.turn.try_acquire() {
            Ok(permit) => Some(permit),
            // It is never closed.
            Err(_) => self.0.turn.acquire().await.ok(),
        };
        Turn {
            work: self,
            rows,
            _permit: permit,
            _entered: entered,
        }
    }

    fn is_late(&self) -> bool {
        self.0
            .deadline
            .is_some_and(|deadline| Instant::now() >= deadline)
    }
}

/// List work that is counted as under way for as long as this is there.
#[derive(Debug)]
struct Entered<'w>(&'w Inner);

impl<'w> Entered<'w> {
    fn of(inner: &'w Inner) -> Self {
        inner.under_way.fetch_add(1, Ordering::Relaxed);
        Self(inner)
    }
}

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        self.0.under_way.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The right to go through a list.
#[derive(Debug)]
pub struct Turn<'w> {
    work: &'w Work,
    /// Looks at rows since the thread was last given away, where rows are taken in.
    rows: Option<AtomicU64>,
    _permit: Option<SemaphorePermit<'w>>,
    _entered: Entered<'w>,
}

impl Turn<'_> {
    /// Charges looks, and gives the thread away when they fill a portion: then the bound on the
    /// request's time can take effect, too.
    ///
    /// # Errors
    /// See [`Stopped`].
    pub async fn spend(&mut self, looks: u64) -> Result<(), Stopped> {
        self.work.charge(looks)?;
        let (portion, most) = match &self.rows {
            Some(rows) => (rows, PORTION_OF_ROWS),
            None => (&self.work.0.portion, PORTION),
        };
        if portion.fetch_add(looks, Ordering::Relaxed) + looks < most {
            return Ok(());
        }
        portion.store(0, Ordering::Relaxed);
        tokio::task::yield_now().await;
        if self.work.is_late() {
            return Err(Stopped::Late);
        }
        Ok(())
    }

    /// The same for entries that are looked at once each.
    ///
    /// # Errors
    /// See [`Stopped`].
    pub async fn look(&mut self, entries: usize) -> Result<(), Stopped> {
        self.spend(entries as u64).await
    }
}

#[cfg(test)]
mod tests;
