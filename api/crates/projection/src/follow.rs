//! Running a projection.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use store::{Store, StoreError};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::Projection;

/// How a projection follows the log.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// How often it looks for what other processes have written.
    pub look_every: Duration,
    /// Most changes that it takes in at a time.
    pub at_a_time: u64,
    /// Where more changes than these are waiting, it begins anew.
    pub most_behind: i64,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            look_every: Duration::from_millis(100),
            at_a_time: 1_000,
            most_behind: 50_000,
        }
    }
}

/// How a projection stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its name.
    pub name: &'static str,
    /// Up to where it has taken in the log.
    pub place: i64,
    /// Whether there is more to take in, as far as it has seen.
    pub is_behind: bool,
    /// Why it does not get on, if it does not.
    pub failure: Option<String>,
}

/// What the task notes, and others look at.
#[derive(Debug, Default)]
struct Noted {
    is_behind: bool,
    failure: Option<String>,
}

/// A projection that follows the log until this is dropped.
pub struct Following<P> {
    projection: Arc<P>,
    noted: Arc<Mutex<Noted>>,
    place: watch::Receiver<i64>,
    task: JoinHandle<()>,
}

/// Lets a projection follow the log of a store.
pub fn follow<P: Projection>(store: Store, projection: Arc<P>, pace: Pace) -> Following<P> {
    let (moves, place) = watch::channel(projection.place());
    let noted = Arc::<Mutex<Noted>>::default();
    let follower = Follower {
        store,
        projection: projection.clone(),
        pace,
        noted: noted.clone(),
        moves,
    };
    Following {
        projection,
        noted,
        place,
        task: tokio::spawn(follower.run()),
    }
}

impl<P: Projection> Following<P> {
    /// The projection.
    #[must_use]
    pub fn projection(&self) -> &Arc<P> {
        &self.projection
    }

    /// Waits until it has taken in the log up to this place; whether it has within that time.
    pub async fn reaches(&self, place: i64, patience: Duration) -> bool {
        let mut here = self.place.clone();
        let reached = here.wait_for(|here| *here >= place);
        matches!(timeout(patience, reached).await, Ok(Ok(_)))
    }

    /// How it stands.
    #[must_use]
    pub fn standing(&self) -> Standing {
        let noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        Standing {
            name: P::NAME,
            place: self.projection.place(),
            is_behind: noted.is_behind,
            failure: noted.failure.clone(),
        }
    }
}

impl<P> Drop for Following<P> {
    fn drop(&mut self) {
        self.task.abort();
    }
}

struct Follower<P> {
    store: Store,
    projection: Arc<P>,
    pace: Pace,
    noted: Arc<Mutex<Noted>>,
    moves: watch::Sender<i64>,
}

impl<P: Projection> Follower<P> {
    async fn run(self) {
        let mut written = self.store.written();
        loop {
            written.borrow_and_update();
            let outcome = self.catch_up().await;
            self.note(outcome);
            // The store outlives its followers, so that somebody may always write.
            let _ = timeout(self.pace.look_every, written.changed()).await;
        }
    }

    /// Takes in all that is there.
    async fn catch_up(&self) -> Result<(), StoreError> {
        loop {
            let place = self.projection.place();
            let moved = self.store.moved_after(place, self.pace.at_a_time).await?;
            let is_all = (moved.len() as u64) < self.pace.at_a_time;
            if !is_all {
                self.set(|noted| noted.is_behind = true);
                let head = self.store.head().await?;
                if head - place > self.pace.most_behind {
                    self.projection.begin_anew(head);
                    self.moved();
                    continue;
                }
            }
            if !moved.is_empty() {
                self.projection.take_in(&moved);
                self.moved();
            }
            if is_all {
                return Ok(());
            }
            tokio::task::yield_now().await;
        }
    }

    fn moved(&self) {
        self.moves.send_replace(self.projection.place());
    }

    fn note(&self, outcome: Result<(), StoreError>) {
        let failure = outcome.err().map(|error| error.to_string());
        self.set(|noted| {
            if let (Some(error), None) = (&failure, &noted.failure) {
                let name = P::NAME;
                tracing::warn!(target: "filmgraph::projection", name, error, "the log cannot be followed");
            }
            noted.is_behind = failure.is_some();
            noted.failure = failure;
        });
    }

    fn set(&self, note: impl FnOnce(&mut Noted)) {
        note(&mut self.noted.lock().unwrap_or_else(PoisonError::into_inner));
    }
}
