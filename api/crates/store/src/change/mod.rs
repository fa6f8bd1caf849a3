//! Following the log.
//!
//! Projections (caches, indexes, subscriptions) hold a place in the log and ask for what came
//! after it. A follower is woken at once by writes of its own process, and looks by itself every
//! poll interval for those of others.

mod cursor;

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, timeout_at};

use crate::{Change, Store, StoreError};

pub use cursor::{CursorError, cursor, read_cursor};

/// A reader of the log that remembers its place.
pub struct Follower {
    store: Store,
    place: i64,
    batch: u64,
    poll: Duration,
    written: watch::Receiver<i64>,
}

impl Follower {
    /// Follows the log from after `place`, at most `batch` changes at a time, looking every `poll`
    /// for what other processes wrote.
    #[must_use]
    pub fn new(store: Store, place: i64, batch: u64, poll: Duration) -> Self {
        let written = store.written();
        Self {
            store,
            place,
            batch: batch.max(1),
            poll,
            written,
        }
    }

    /// The place of the last change that was handed out: everything up to it has been seen.
    #[must_use]
    pub fn position(&self) -> i64 {
        self.place
    }

    /// The next changes in order, without gaps; waits up to `patience` for the first, then answers
    /// with none.
    ///
    /// # Errors
    /// Whatever the database says; the place does not move, so asking again loses nothing.
    pub async fn next(&mut self, patience: Duration) -> Result<Vec<Change>, StoreError> {
        let deadline = Instant::now() + patience;
        loop {
            self.written.mark_unchanged();
            let changes = self.store.changes_after(self.place, self.batch).await?;
            if let Some(last) = changes.last() {
                self.place = last.seq;
                return Ok(changes);
            }
            let now = Instant::now();
            if now >= deadline {
                return Ok(changes);
            }
            let look_again = deadline.min(now + self.poll);
            // A time-out and a closed channel both mean: look again.
            let _ = timeout_at(look_again, self.written.changed()).await;
        }
    }
}
