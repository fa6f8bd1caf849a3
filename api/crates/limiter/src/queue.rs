//! Who runs and who waits: pure bookkeeping.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, VecDeque};

use super::Client;

/// What became of a request that came.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Entered {
    /// It runs, and takes up so much.
    Now { weight: u64 },
    /// It waits under this number.
    Waits { number: u64 },
    /// There is no room for it.
    Full,
}

#[derive(Debug)]
struct Waiting<T> {
    number: u64,
    weight: u64,
    waiter: T,
}

#[derive(Debug)]
struct Of<T> {
    /// What the client's running requests take up.
    used: u64,
    waiting: VecDeque<Waiting<T>>,
}

/// The requests of a lane. `T` is how one that waits is told that it may run; to drop it tells that it
/// may not.
#[derive(Debug)]
pub(super) struct Queue<T> {
    capacity: u64,
    most_running: usize,
    most_waiting: usize,
    used: u64,
    running: usize,
    waiting: usize,
    next_number: u64,
    clients: HashMap<Client, Of<T>>,
}

impl<T> Queue<T> {
    pub(super) fn new(capacity: u64, most_running: usize, most_waiting: usize) -> Self {
        Self {
            capacity,
            most_running: most_running.max(1),
            most_waiting,
            used: 0,
            running: 0,
            waiting: 0,
            next_number: 0,
            clients: HashMap::new(),
        }
    }

    /// A request comes. What is heavier than everything runs alone.
    pub(super) fn enter(&mut self, client: &Client, weight: u64, waiter: T) -> Entered {
        let weight = weight.min(self.capacity);
        if self.waiting == 0 && self.fits(weight) {
            self.run(client, weight);
            return Entered::Now { weight };
        }
        if self.waiting >= self.most_waiting && !self.makes_room(client) {
            return Entered::Full;
        }
        let number = self.next_number;
        self.next_number += 1;
        self.waiting += 1;
        self.of(client).waiting.push_back(Waiting {
            number,
            weight,
            waiter,
        });
        Entered::Waits { number }
    }

    /// A request has ended.
    pub(super) fn leave(&mut self, client: &Client, weight: u64) {
        self.used -= weight;
        self.running -= 1;
        self.change(client, |of| of.used -= weight);
    }

    /// A request waits no longer, if it still did.
    pub(super) fn give_up(&mut self, client: &Client, number: u64) {
        let is_other = |waiting: &Waiting<T>| waiting.number != number;
        let given_up = self.change(client, |of| {
            let before = of.waiting.len();
            of.waiting.retain(is_other);
            before - of.waiting.len()
        });
        self.waiting -= given_up.unwrap_or_default();
    }

    /// Changes what is known of a client. One that has nothing here is nobody.
    fn change<C>(&mut self, client: &Client, change: impl FnOnce(&mut Of<T>) -> C) -> Option<C> {
        let Entry::Occupied(mut entry) = self.clients.entry(client.clone()) else {
            return None;
        };
        let changed = change(entry.get_mut());
        if entry.get().used == 0 && entry.get().waiting.is_empty() {
            entry.remove();
        }
        Some(changed)
    }

    /// The request whose turn it is, if it fits: the first of the client whose running requests take
    /// up least; among equals, the one that came first. It runs from here on.
    pub(super) fn next(&mut self) -> Option<(Client, u64, T)> {
        let turn = |(client, of): (&Client, &Of<T>)| {
            let first = of.waiting.front()?;
            Some(((of.used, first.number), first.weight, client.clone()))
        };
        let turns = self.clients.iter().filter_map(turn);
        let (_, weight, client) = turns.min_by_key(|(turn, ..)| *turn)?;
        if !self.fits(weight) {
            return None;
        }
        let next = self.clients.get_mut(&client)?.waiting.pop_front()?;
        self.waiting -= 1;
        self.run(&client, weight);
        Some((client, weight, next.waiter))
    }

    fn fits(&self, weight: u64) -> bool {
        self.running < self.most_running && self.used.saturating_add(weight) <= self.capacity
    }

    fn run(&mut self, client: &Client, weight: u64) {
        self.used += weight;
        self.running += 1;
        self.of(client).used += weight;
    }

    fn of(&mut self, client: &Client) -> &mut Of<T> {
        self.clients.entry(client.clone()).or_insert_with(|| Of {
            used: 0,
            waiting: VecDeque::new(),
        })
    }

    /// Puts out the last request of the client that has most waiting, if that is more than a client
    /// would have that comes.
    fn makes_room(&mut self, client: &Client) -> bool {
        let own = self.clients.get(client).map_or(0, |of| of.waiting.len());
        let most = self
            .clients
            .values_mut()
            .max_by_key(|of| of.waiting.len())
            .filter(|of| of.waiting.len() > own + 1);
        let is_out = most.and_then(|of| of.waiting.pop_back()).is_some();
        self.waiting -= usize::from(is_out);
        is_out
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use proptest::prelude::*;

    use super::*;

    fn client(number: u8) -> Client {
        Client::from(format!("{number}").as_str())
    }

    #[test]
    fn turns_go_to_whoever_has_least() {
        let mut queue = Queue::new(10, 9, 10);
        assert_eq!(queue.enter(&client(1), 10, 0), Entered::Now { weight: 10 });
        for waiter in 1..4 {
            queue.enter(&client(1), 5, waiter);
        }
        queue.enter(&client(2), 5, 4);
        queue.leave(&client(1), 10);
        let order: Vec<i32> = std::iter::from_fn(|| queue.next().map(|next| next.2)).collect();
        assert_eq!(order, [1, 4], "then nothing fits");
        queue.leave(&client(2), 5);
        assert_eq!(queue.next().map(|next| next.2), Some(2));
    }

    proptest! {
        /// Whatever comes and goes, in whatever order: never more than there is room for, never more
        /// waiting than may, and nothing is left of those who have gone.
        #[test]
        fn the_bounds_hold(steps in prop::collection::vec((0_u8..4, 0_u8..3, 1_u64..15), 1..200)) {
            let mut queue = Queue::new(20, 4, 5);
            let mut running: Vec<(Client, u64)> = Vec::new();
            let mut waiting: Vec<(Client, u64)> = Vec::new();
            for (who, what, weight) in steps {
                let who = client(who);
                match what {
                    0 => match queue.enter(&who, weight, who.clone()) {
                        Entered::Now { weight } => running.push((who, weight)),
                        Entered::Waits { number } => waiting.push((who, number)),
                        Entered::Full => {}
                    },
                    1 if !running.is_empty() => {
                        let (who, weight) = running.remove(0);
                        queue.leave(&who, weight);
                    }
                    _ if !waiting.is_empty() => {
                        let (who, number) = waiting.remove(0);
                        queue.give_up(&who, number);
                    }
                    _ => {}
                }
                while let Some((who, weight, waiter)) = queue.next() {
                    prop_assert_eq!(&who, &waiter);
                    running.push((who, weight));
                }
                let sum: u64 = running.iter().map(|(_, weight)| weight).sum();
                prop_assert_eq!(sum, queue.used);
                prop_assert!(sum <= 20);
                prop_assert!(running.len() <= 4);
                prop_assert_eq!(running.len(), queue.running);
                prop_assert!(queue.waiting <= 5);
                let counted: usize = queue.clients.values().map(|of| of.waiting.len()).sum();
                prop_assert_eq!(counted, queue.waiting);
            }
            for (who, number) in waiting {
                queue.give_up(&who, number);
            }
            for (who, weight) in running {
                queue.leave(&who, weight);
            }
            prop_assert!(queue.clients.is_empty());
            prop_assert_eq!((queue.used, queue.waiting), (0, 0));
        }
    }
}
