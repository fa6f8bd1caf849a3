//! What runs at a time. Each request takes up a part of the memory that requests may have; what does
//! not fit waits for its turn, a short time, or is refused.
//!
//! Requests run in two lanes, so that those that take little never wait behind those that take much.

mod client;
mod queue;
mod threads;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::timeout;

pub use client::{Client, Proxies, owner};
use queue::{Entered, Queue};
pub use threads::{Stopped, Threads};

/// Bytes of memory for what every request needs.
const EACH: u64 = 64 * 1024;
/// Bytes of memory for the lists that a heavy request keeps, and the headers of their works.
const FOR_LISTS: u64 = 16 * 1024 * 1024;
/// Bytes of memory for a unit of estimated cost, about a record or an edge. docs/operations.md has what
/// it comes to.
const FOR_COST: u64 = 200;
/// Bytes of memory for a value of the answer.
const FOR_VALUE: u64 = 150;
/// The light lane's part of the memory, as one of so many.
const LIGHT_PART: u64 = 4;

/// Where a request runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// On the thread that received it.
    Light,
    /// On a thread of its own kind, so that no other request waits for it.
    Heavy,
}

/// The bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of memory for all requests together.
    pub bytes: u64,
    /// The highest estimated cost of a light request.
    pub light_cost: u64,
    /// Most heavy requests that run at a time: more of them would each take longer, and none would end in
    /// time.
    pub heavy: usize,
    /// Most requests that wait in a lane.
    pub waiting: usize,
    /// How long one waits.
    pub patience: Duration,
}

/// What a request is expected to take up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// Its estimated cost.
    pub cost: u64,
    /// The values that its answer is expected to have.
    pub values: u64,
}

/// There is no room for a request, nor for it to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overloaded {
    /// When to come back.
    pub retry_after: Duration,
}

/// Lets requests run.
pub struct Limiter {
    limits: Limits,
    light: Arc<Shared>,
    heavy: Arc<Shared>,
}

type Waiter = oneshot::Sender<Permit>;
type Shared = Mutex<Queue<Waiter>>;

/// The right to run; its room is free again when it is dropped.
pub struct Permit {
    shared: Arc<Shared>,
    client: Client,
    weight: u64,
}

/// A place in the queue; it is given up when it is dropped.
struct QueuePlace {
    shared: Arc<Shared>,
    client: Client,
    number: u64,
}

impl Estimate {
    fn weight(self) -> u64 {
        let for_values = self.values.saturating_mul(FOR_VALUE);
        let for_cost = self.cost.saturating_mul(FOR_COST);
        EACH.saturating_add(for_cost).saturating_add(for_values)
    }
}

impl Limiter {
    /// One with these bounds.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        let light = limits.bytes / LIGHT_PART;
        let lane = |bytes: u64, most: usize| {
            Arc::new(Mutex::new(Queue::new(bytes.max(1), most, limits.waiting)))
        };
        Self {
            limits,
            light: lane(light, usize::MAX),
            heavy: lane(limits.bytes.saturating_sub(light), limits.heavy),
        }
    }

    /// Where a request runs.
    #[must_use]
    pub const fn lane(&self, estimate: Estimate) -> Lane {
        if estimate.cost <= self.limits.light_cost {
            Lane::Light
        } else {
            Lane::Heavy
        }
    }

    /// Waits until a client's request may run. Among clients that wait, it is the turn of the one
    /// whose running requests take up least.
    ///
    /// # Errors
    /// If too many wait, or it has waited too long.
    pub async fn enter(&self, client: &Client, estimate: Estimate) -> Result<Permit, Overloaded> {
        let weight = estimate.weight();
        let (shared, weight) = match self.lane(estimate) {
            Lane::Light => (&self.light, weight),
            Lane::Heavy => (&self.heavy, weight.saturating_add(FOR_LISTS)),
        };
        let overloaded = || Overloaded {
            retry_after: self.limits.patience,
        };
        let (waiter, turn) = oneshot::channel();
        let entered = lock(shared).enter(client, weight, waiter);
        let number = match entered {
            Entered::Now { weight } => {
                return Ok(Permit {
                    shared: shared.clone(),
                    client: client.clone(),
                    weight,
                });
            }
            Entered::Full => return Err(overloaded()),
            Entered::Waits { number } => number,
        };
        let _place = QueuePlace {
            shared: shared.clone(),
            client: client.clone(),
            number,
        };
        match timeout(self.limits.patience, turn).await {
            Ok(Ok(permit)) => Ok(permit),
            // It was put out for a client that had fewer waiting, or has waited too long.
            Ok(Err(_)) | Err(_) => Err(overloaded()),
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        lock(&self.shared).leave(&self.client, self.weight);
        admit(&self.shared);
    }
}

impl Drop for QueuePlace {
    fn drop(&mut self) {
        lock(&self.shared).give_up(&self.client, self.number);
        // Others may fit that stood behind it.
        admit(&self.shared);
    }
}

/// Lets those run whose turn it is.
fn admit(shared: &Arc<Shared>) {
    loop {
        let next = lock(shared).next();
        let Some((client, weight, waiter)) = next else {
            return;
        };
        let permit = Permit {
            shared: shared.clone(),
            client,
            weight,
        };
        // One that waits no longer drops it, which makes room for the next.
        drop(waiter.send(permit));
    }
}

fn lock(shared: &Shared) -> std::sync::MutexGuard<'_, Queue<Waiter>> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    fn limiter(bytes: u64, waiting: usize) -> Limiter {
        Limiter::new(Limits {
            bytes,
            light_cost: 10,
            heavy: 4,
            waiting,
            patience: Duration::from_millis(200),
        })
    }

    const LIGHT: Estimate = Estimate { cost: 1, values: 1 };
    const HEAVY: Estimate = Estimate {
        cost: 1_000,
        values: 0,
    };

    #[tokio::test]
    async fn what_does_not_fit_waits_for_its_turn() {
        // Room for one heavy request; one more may wait.
        let limiter = limiter(26_000_000, 1);
        let (one, two) = (Client::from("one"), Client::from("two"));
        let running = limiter.enter(&one, HEAVY).await.unwrap();
        let waiting = limiter.enter(&one, HEAVY);
        tokio::pin!(waiting);
        assert!(futures_util::poll!(waiting.as_mut()).is_pending());
        // A light one does not wait behind it.
        let light = limiter.enter(&two, LIGHT).await.unwrap();
        drop((running, light));
        waiting.await.unwrap();
    }

    #[tokio::test]
    async fn who_waits_too_long_is_refused_and_leaves_no_trace() {
        let limiter = limiter(26_000_000, 5);
        let one = Client::from("one");
        let running = limiter.enter(&one, HEAVY).await.unwrap();
        for _ in 0..3 {
            let refused = limiter.enter(&one, HEAVY).await.err().unwrap();
            assert_eq!(refused.retry_after, Duration::from_millis(200));
        }
        drop(running);
        limiter.enter(&one, HEAVY).await.unwrap();
    }

    #[tokio::test]
    async fn one_client_does_not_keep_others_out() {
        let limiter = limiter(26_000_000, 2);
        let (greedy, other) = (Client::from("greedy"), Client::from("other"));
        let running = limiter.enter(&greedy, HEAVY).await.unwrap();
        let first = limiter.enter(&greedy, HEAVY);
        let second = limiter.enter(&greedy, HEAVY);
        tokio::pin!(first, second);
        assert!(futures_util::poll!(first.as_mut()).is_pending());
        assert!(futures_util::poll!(second.as_mut()).is_pending());
        let third = limiter.enter(&greedy, HEAVY).await;
        assert!(third.is_err(), "the queue is full");
        let others = limiter.enter(&other, HEAVY);
        tokio::pin!(others);
        assert!(futures_util::poll!(others.as_mut()).is_pending());
        assert!(second.await.is_err(), "it makes room for the other client");
        drop(running);
        drop(first.await.unwrap());
        others.await.unwrap();
    }

    #[tokio::test]
    async fn only_so_many_heavy_ones_run_however_much_room_there_is() {
        let limiter = limiter(1_000_000_000, 0);
        let one = Client::from("one");
        let mut running = Vec::new();
        for _ in 0..4 {
            running.push(limiter.enter(&one, HEAVY).await.unwrap());
        }
        assert!(limiter.enter(&one, HEAVY).await.is_err());
        running.pop();
        limiter.enter(&one, HEAVY).await.unwrap();
        limiter.enter(&one, LIGHT).await.unwrap();
    }

    #[tokio::test]
    async fn what_is_heavier_than_all_room_runs_alone() {
        let limiter = limiter(26_000_000, 1);
        let one = Client::from("one");
        let huge = Estimate {
            cost: u64::MAX,
            values: u64::MAX,
        };
        let running = limiter.enter(&one, huge).await.unwrap();
        assert!(limiter.enter(&one, HEAVY).await.is_err());
        drop(running);
        limiter.enter(&one, HEAVY).await.unwrap();
    }
}
