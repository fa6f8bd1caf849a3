//! Random numbers by a seed, the same on every machine, and what is chosen by them.

/// A generator of 64 bits at a time (splitmix64).
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, which is not 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// A number from 0 to 1, without 1.
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at + 1));
        }
    }
}

/// Places in a list, the first most often: the n-th with a weight of 1/n.
pub(crate) struct Zipf {
    /// The sums of the weights up to and with each place.
    sums: Vec<f64>,
}

impl Zipf {
    pub(crate) fn new(length: usize) -> Self {
        let mut sum = 0.0;
        let weight = |place: usize| {
            sum += 1.0 / place as f64;
            sum
        };
        Self {
            sums: (1..=length).map(weight).collect(),
        }
    }

    pub(crate) fn choose(&self, random: &mut Random) -> usize {
        let whole = self.sums.last().copied().unwrap_or_default();
        let at = random.share() * whole;
        let place = self.sums.partition_point(|sum| *sum <= at);
        place.min(self.sums.len().saturating_sub(1))
    }
}

#[cfg(test)]
mod tests {
    use super::{Random, Zipf};

    #[test]
    fn the_same_seed_gives_the_same_numbers() {
        let draw = |seed| {
            let mut random = Random::new(seed);
            [random.next(), random.next()]
        };
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
    }

    #[test]
    fn shuffling_keeps_what_is_there() {
        let mut list: Vec<u32> = (0..100).collect();
        Random::new(7).shuffle(&mut list);
        assert!(!list.is_sorted());
        list.sort_unstable();
        assert!(list.into_iter().eq(0..100));
    }

    #[test]
    fn the_first_comes_twice_as_often_as_the_second() {
        let (zipf, mut random) = (Zipf::new(1_000), Random::new(3));
        let mut seen = vec![0_u32; 1_000];
        for _ in 0..200_000 {
            seen[zipf.choose(&mut random)] += 1;
        }
        let ratio = f64::from(seen[0]) / f64::from(seen[1]);
        assert!((1.9..2.1).contains(&ratio), "{ratio}");
        // The sum of 1/n up to 1,000 is 7.485.
        let share = f64::from(seen[0]) / 200_000.0;
        assert!((share - 1.0 / 7.485).abs() < 0.005, "{share}");
    }
}
