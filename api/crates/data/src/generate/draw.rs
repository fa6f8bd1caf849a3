//! Random numbers that are the same on every machine and in every version: `ChaCha8` by its
//! definition, and nothing but whole numbers after it.

use chacha20::ChaCha8Rng;
use chacha20::rand_core::{Rng, SeedableRng};

/// What is drawn. Each purpose has random numbers of its own, so that one more draw for one thing
/// changes nothing else.
#[derive(Clone, Copy, Debug)]
#[repr(u8)]
pub(super) enum Purpose {
    Words = 1,
    Unit = 2,
    Title = 3,
    Size = 4,
    Credits = 5,
    Person = 6,
    Akas = 7,
    Traps = 8,
}

/// A share in ten-thousandths.
pub(super) type Share = u32;

/// Points of a distribution: below this share of all (in ten-thousandths) lie values up to that.
/// Between two points the value rises evenly.
pub(super) type Curve = [(Share, u32)];

/// Everything, in ten-thousandths.
pub(super) const ALL: Share = 10_000;

/// A run of random numbers.
pub(super) struct Draw(ChaCha8Rng);

impl Draw {
    /// The numbers for one thing: any of them can be drawn without those before it.
    pub(super) fn new(seed: u64, purpose: Purpose, number: u64) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8] = purpose as u8;
        let mut numbers = ChaCha8Rng::from_seed(key);
        numbers.set_stream(number);
        Self(numbers)
    }

    /// A number below `end`; 0 if that is 0.
    pub(super) fn below(&mut self, end: u32) -> u32 {
        let product = u64::from(self.0.next_u32()) * u64::from(end);
        (product >> 32) as u32
    }

    /// A place in a list of this length, the first places far more often.
    pub(super) fn early(&mut self, length: u32) -> usize {
        let end = self.below(length) + 1;
        self.below(end) as usize
    }

    /// Whether something happens that happens in this share of all cases.
    pub(super) fn chance(&mut self, share: Share) -> bool {
        self.below(ALL) < share
    }

    /// A value of a distribution.
    pub(super) fn along(&mut self, curve: &Curve) -> u32 {
        let at = self.below(ALL * 100);
        along(curve, u64::from(at), u64::from(ALL) * 100)
    }

    /// A member of a list.
    pub(super) fn of<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        let length = u32::try_from(list.len()).unwrap_or(u32::MAX);
        list.get(self.below(length) as usize)
    }

    /// A member of a list of things with weights.
    pub(super) fn weighted<T: Copy>(&mut self, list: &[(u32, T)], otherwise: T) -> T {
        let sum = list.iter().map(|(weight, _)| weight).sum();
        let at = self.below(sum);
        weighted(list, at, otherwise)
    }
}

/// The value at `at` of `of` along a curve.
pub(super) fn along(curve: &Curve, at: u64, of: u64) -> u32 {
    let mut last = (0, 0);
    for point in curve {
        let (from, to) = (u64::from(last.0) * of, u64::from(point.0) * of);
        let at = at * u64::from(ALL);
        if at < to {
            let rise = u64::from(point.1.saturating_sub(last.1));
            // Half of the step is added, so that each value has the middle of its share.
            let step = (rise * (at - from) + (to - from) / 2) / (to - from);
            return last.1 + step as u32;
        }
        last = *point;
    }
    last.1
}

/// The member in whose part of the weights `at` lies.
pub(super) fn weighted<T: Copy>(list: &[(u32, T)], mut at: u32, otherwise: T) -> T {
    for (weight, member) in list {
        if at < *weight {
            return *member;
        }
        at -= weight;
    }
    otherwise
}

/// A well mixed number of two: where a whole run of numbers would be too much.
pub(super) fn mix(a: u64, b: u64) -> u64 {
    let mut x = a ^ b.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_never_change() {
        let mut draw = Draw::new(1, Purpose::Title, 7);
        let first: Vec<u32> = (0..4).map(|_| draw.below(1_000_000)).collect();
        assert_eq!(first, [638_483, 438_158, 37_474, 732_935]);
    }

    #[test]
    fn a_curve_rises_evenly_between_its_points() {
        let curve = [(5_000, 0), (ALL, 10)];
        let at = |at| along(&curve, at, 100);
        assert_eq!([at(0), at(49), at(50), at(75), at(99)], [0, 0, 0, 5, 10]);
    }
}
