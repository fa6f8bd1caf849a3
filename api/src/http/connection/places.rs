//! How many connections each address has: an option, for one client can take all that there are.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};

use limiter::owner;
use tokio::time::{Duration, Instant};

/// How often it is told that addresses have too many.
const TOLD_EVERY: Duration = Duration::from_secs(60);

/// The connections of all addresses, counted over all workers.
#[derive(Debug)]
pub(super) struct Places {
    most: u32,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    by_host: HashMap<IpAddr, u32>,
    refused: u64,
    warned: Option<Instant>,
}

/// One connection of an address; given back when it is dropped.
#[derive(Debug)]
pub(super) struct Slot {
    places: Arc<Places>,
    host: IpAddr,
}

impl Places {
    pub(super) fn new(most: u32) -> Arc<Self> {
        Arc::new(Self {
            most,
            taken: Mutex::default(),
        })
    }

    /// A place for one more connection of this address, if it may have one.
    pub(super) fn take(self: &Arc<Self>, address: IpAddr) -> Option<Slot> {
        let host = owner(address);
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let count = taken.by_host.entry(host).or_default();
        if *count < self.most {
            *count += 1;
            let places = self.clone();
            return Some(Slot { places, host });
        }
        taken.refused += 1;
        let now = Instant::now();
        if taken.warned.is_none_or(|told| now - told >= TOLD_EVERY) {
            taken.warned = Some(now);
            let (refused, most) = (std::mem::take(&mut taken.refused), self.most);
            tracing::warn!(
                %host, refused, most,
                "connections are refused: server.max_connections_per_address"
            );
        }
        None
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let taken = &self.places.taken;
        let mut taken = taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = taken.by_host.get_mut(&self.host) {
            *count -= 1;
            if *count == 0 {
                taken.by_host.remove(&self.host);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::expect_used)]

    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn a_place_is_given_back() {
        let places = Places::new(2);
        let (one, other) = (address("192.0.2.1"), address("192.0.2.2"));
        let first = places.take(one).expect("a place");
        let _second = places.take(one).expect("a place");
        assert!(places.take(one).is_none());
        let _others = places.take(other).expect("a place of its own");
        drop(first);
        assert!(places.take(one).is_some());
    }

    #[test]
    fn nothing_is_kept_of_who_has_gone() {
        let places = Places::new(1);
        drop(places.take(address("192.0.2.1")));
        let taken = places.taken.lock().expect("the counts");
        assert!(taken.by_host.is_empty(), "{taken:?}");
    }

    #[test]
    fn a_network_of_ipv6_is_one_client() {
        let same = [
            ("2001:db8::1", "2001:db8:0:0:ffff::2", true),
            ("2001:db8::1", "2001:db8:0:1::1", false),
            ("::ffff:192.0.2.1", "192.0.2.1", true),
            ("192.0.2.1", "192.0.2.2", false),
        ];
        for (one, other, is_same) in same {
            let (one, other) = (address(one), address(other));
            assert_eq!(owner(one) == owner(other), is_same, "{one} {other}");
        }
    }
}
