//! Orders that look random and can be computed at any place, in both directions, without a table.

use super::draw::mix;

/// A permutation of `0..size`: a Feistel network over the next even number of bits, walked until
/// it is back in range.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shuffle {
    size: u64,
    half: u32,
    key: u64,
}

const ROUNDS: u64 = 4;

impl Shuffle {
    pub(super) fn new(size: u64, key: u64) -> Self {
        let bits = u64::BITS - size.saturating_sub(1).leading_zeros();
        let half = bits.div_ceil(2).max(1);
        Self { size, half, key }
    }

    /// Where what stands at `place` goes. The place must be in range.
    pub(super) fn forward(&self, place: u64) -> u64 {
        self.walk(place, |left, right, round| {
            (right, left ^ self.round(right, round))
        })
    }

    /// What [`Shuffle::forward`] brings to `place`.
    pub(super) fn back(&self, place: u64) -> u64 {
        self.walk(place, |left, right, round| {
            let round = ROUNDS - 1 - round;
            (right ^ self.round(left, round), left)
        })
    }

    fn walk(&self, place: u64, step: impl Fn(u64, u64, u64) -> (u64, u64)) -> u64 {
        if self.size < 2 {
            return place;
        }
        let mask = (1 << self.half) - 1;
        let mut place = place;
        loop {
            let (mut left, mut right) = (place >> self.half, place & mask);
            for round in 0..ROUNDS {
                (left, right) = step(left, right, round);
            }
            place = left << self.half | right;
            if place < self.size {
                return place;
            }
        }
    }

    fn round(&self, half: u64, round: u64) -> u64 {
        mix(self.key ^ round, half) & ((1 << self.half) - 1)
    }
}

/// A permutation of `0..size` that moves nothing further than twice a window: blocks of that length
/// are shuffled, and then blocks that lie across their borders.
#[derive(Clone, Copy, Debug)]
pub(super) struct Nearby {
    size: u64,
    window: u64,
    key: u64,
}

impl Nearby {
    pub(super) fn new(size: u64, window: u64, key: u64) -> Self {
        let window = window.clamp(2, size.max(2));
        Self { size, window, key }
    }

    pub(super) fn forward(&self, place: u64) -> u64 {
        let (start, shuffle) = self.block(place, 0);
        let place = start + shuffle.forward(place - start);
        let (start, shuffle) = self.block(place, self.window / 2);
        start + shuffle.forward(place - start)
    }

    pub(super) fn back(&self, place: u64) -> u64 {
        let (start, shuffle) = self.block(place, self.window / 2);
        let place = start + shuffle.back(place - start);
        let (start, shuffle) = self.block(place, 0);
        start + shuffle.back(place - start)
    }

    /// The block of a place in the layer whose first border is at `offset`.
    fn block(&self, place: u64, offset: u64) -> (u64, Shuffle) {
        let (start, end) = if place < offset {
            (0, offset)
        } else {
            let start = offset + (place - offset) / self.window * self.window;
            (start, start + self.window)
        };
        let length = end.min(self.size) - start;
        let key = mix(self.key ^ offset, start);
        (start, Shuffle::new(length, key))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_shuffle_is_a_permutation(size in 1..3_000_u64, key: u64) {
            let shuffle = Shuffle::new(size, key);
            let mut seen = vec![false; size as usize];
            for place in 0..size {
                let to = shuffle.forward(place);
                prop_assert!(to < size && !seen[to as usize]);
                seen[to as usize] = true;
                prop_assert_eq!(shuffle.back(to), place);
            }
        }

        #[test]
        fn nearby_stays_near(size in 1..3_000_u64, window in 0..500_u64, key: u64) {
            let nearby = Nearby::new(size, window, key);
            let mut seen = vec![false; size as usize];
            for place in 0..size {
                let to = nearby.forward(place);
                prop_assert!(to < size && !seen[to as usize]);
                seen[to as usize] = true;
                prop_assert!(to.abs_diff(place) <= 2 * window.max(2));
                prop_assert_eq!(nearby.back(to), place);
            }
        }
    }
}
