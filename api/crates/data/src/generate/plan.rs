//! Which titles there are: films, series with their episodes, and how many credits each has.
//!
//! A title that is no episode is a unit; the episodes of a series follow it. So titles that stand
//! together belong together, and people's careers, which are stretches of titles, are spent in the
//! same series.

use super::career::Careers;
use super::draw::{ALL, Curve, Draw, Purpose, along};
use super::kind::Kind;
use super::{GenerateError, Options};

/// Fewest titles: below, no shape is left.
pub const FEWEST_TITLES: u64 = 100;
/// Most titles: somewhat more than there are.
pub const MOST_TITLES: u64 = 20_000_000;

/// Numbers of generated titles and people come after this one, past those that IMDb has given out:
/// nothing generated is taken for something real.
pub(super) const FIRST_NUMBER: u64 = 90_000_000;

/// Credits of a title.
const CREDITS: &Curve = &[
    (1_000, 0),
    (1_001, 1),
    (2_500, 3),
    (4_000, 6),
    (5_500, 8),
    (7_700, 11),
    (9_550, 20),
    (9_910, 25),
    (9_999, 45),
    (ALL, 75),
];
/// Episodes of a series, before they are brought to the share that was asked for.
const EPISODES: &Curve = &[
    (0, 1),
    (2_500, 3),
    (5_000, 8),
    (7_500, 20),
    (9_000, 60),
    (9_700, 200),
    (9_900, 574),
    (9_990, 2_500),
    (9_999, 10_000),
    (ALL, 26_422),
];

/// Credits of so many titles are added up in one number.
const PER_SUM: u64 = 64;

/// What is to be made: everything follows from it.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) seed: u64,
    pub(super) titles: u64,
    pub(super) episodes: u64,
    /// Roles of the one person who has more than anybody.
    pub(super) hub: u64,
    raw_episodes: u64,
    /// Credits of each title, but for the hub's.
    counts: Vec<u8>,
    /// Credits of all titles before every [`PER_SUM`]th.
    sums: Vec<u64>,
    pub(super) careers: Careers,
}

/// A title's place in the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    /// Its place among all titles, from 0.
    pub(super) place: u64,
    /// Its unit's place among all units.
    pub(super) unit: u64,
    /// The kind of its unit.
    pub(super) unit_kind: Kind,
    /// Where its episodes, or those of its series, end: their number.
    pub(super) episodes: u64,
    /// Its place among the episodes of its series, and among all episodes; none for a unit.
    pub(super) episode: Option<(u64, u64)>,
}

impl Spot {
    /// The place of the series of an episode; its own for another title.
    pub(super) fn unit_place(&self) -> u64 {
        self.place - self.episode.map_or(0, |(among, _)| among + 1)
    }

    pub(super) fn kind(&self) -> Kind {
        if self.episode.is_some() {
            Kind::TvEpisode
        } else {
            self.unit_kind
        }
    }
}

impl Plan {
    pub(super) fn new(options: &Options) -> Result<Self, GenerateError> {
        options.check()?;
        let mut plan = Self {
            seed: options.seed,
            titles: options.titles,
            episodes: options.episodes(),
            hub: options.hub,
            raw_episodes: 0,
            counts: Vec::new(),
            sums: Vec::new(),
            careers: Careers::default(),
        };
        plan.raw_episodes = (0..plan.units()).map(|unit| plan.raw(unit).1).sum();
        let mut sum = 0;
        plan.counts.reserve_exact(plan.titles as usize);
        for place in 0..plan.titles {
            if place % PER_SUM == 0 {
                plan.sums.push(sum);
            }
            let count = Draw::new(plan.seed, Purpose::Size, place).along(CREDITS);
            sum += u64::from(count);
            plan.counts.push(count as u8);
        }
        plan.careers = Careers::new(plan.seed, sum, plan.titles);
        Ok(plan)
    }

    fn units(&self) -> u64 {
        self.titles - self.episodes
    }

    /// A unit's kind and, if it is a series, its episodes before they are brought to the share.
    fn raw(&self, unit: u64) -> (Kind, u64) {
        let mut draw = Draw::new(self.seed, Purpose::Unit, unit);
        let drawn = Kind::draw(&mut draw);
        // If there are to be episodes, there has to be a series.
        let kind = if unit == 0 && self.episodes > 0 {
            Kind::TvSeries
        } else {
            drawn
        };
        let episodes = match kind {
            Kind::TvSeries => draw.along(EPISODES),
            Kind::TvMiniSeries => 2 + draw.below(9),
            _ => 0,
        };
        (kind, u64::from(episodes))
    }

    /// Every title in its order.
    pub(super) fn spots(&self) -> impl Iterator<Item = Spot> + '_ {
        let mut raw_before = 0;
        let mut place = 0;
        let mut among_all = 0;
        (0..self.units()).flat_map(move |unit| {
            let (unit_kind, raw) = self.raw(unit);
            let before = self.scaled(raw_before);
            raw_before += raw;
            let episodes = self.scaled(raw_before) - before;
            let (first, first_episode) = (place, among_all);
            place += 1 + episodes;
            among_all += episodes;
            (0..=episodes).map(move |at| Spot {
                place: first + at,
                unit,
                unit_kind,
                episodes,
                episode: at.checked_sub(1).map(|at| (at, first_episode + at)),
            })
        })
    }

    fn scaled(&self, raw: u64) -> u64 {
        let product = u128::from(raw) * u128::from(self.episodes);
        (product / u128::from(self.raw_episodes.max(1))) as u64
    }

    /// The credits of a title, as numbers of all credits, but for the hub's.
    pub(super) fn credits(&self, place: u64) -> std::ops::Range<u64> {
        let block = place / PER_SUM;
        let of = |place: u64| u64::from(self.counts[place as usize]);
        let start = self.sums[block as usize] + (block * PER_SUM..place).map(of).sum::<u64>();
        start..start + of(place)
    }

    /// The title that a credit belongs to.
    pub(super) fn title_of(&self, credit: u64) -> u64 {
        let block = self.sums.partition_point(|sum| *sum <= credit) - 1;
        let mut left = credit - self.sums[block];
        let mut place = block as u64 * PER_SUM;
        while left >= u64::from(self.counts[place as usize]) {
            left -= u64::from(self.counts[place as usize]);
            place += 1;
        }
        place
    }

    /// Whether the hub has a role on a title: on episodes, if there are enough of them.
    pub(super) fn has_hub(&self, spot: &Spot) -> bool {
        let (at, of) = match spot.episode {
            _ if self.hub > self.episodes => (spot.place, self.titles),
            Some((_, among_all)) => (among_all, self.episodes),
            None => return false,
        };
        (at + 1) * self.hub / of > at * self.hub / of
    }

    /// People, whether they have credits or not.
    pub(super) fn people(&self) -> u64 {
        self.careers.people()
    }

    /// When something at this place among the titles was made, by the middle of what it may be.
    pub(super) fn year_at(&self, place: u64) -> u32 {
        let cycle = self.titles.div_ceil(CYCLES);
        along(YEARS, place % cycle, cycle)
    }

    /// The part of the titles that it lies in: each has a region.
    pub(super) fn cycle_of(&self, place: u64) -> usize {
        (place / self.titles.div_ceil(CYCLES)) as usize
    }
}

/// The titles go so many times through all the years. Each time is a region, so that people have
/// their career in one country and a stretch of years.
pub(super) const CYCLES: u64 = 6;

const YEARS: &Curve = &[
    (0, 1_894),
    (100, 1_915),
    (400, 1_935),
    (900, 1_955),
    (1_800, 1_970),
    (2_800, 1_982),
    (3_800, 1_992),
    (5_000, 2_003),
    (6_000, 2_009),
    (7_500, 2_015),
    (9_000, 2_021),
    (9_950, 2_025),
    (ALL, 2_028),
];
