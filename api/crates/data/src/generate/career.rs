//! Who has which credit: a one-to-one map between the credits of all titles and those of all
//! people, computed in both directions without a table.
//!
//! People are sorted into classes by how many credits they have. Each class takes a fixed share of
//! all credits, spread over the titles; within a class, the credits in the order of titles and
//! those in the order of people are shuffled into one another within a window. So the number of
//! credits of a person is what the class says, and they lie near one another.

use super::draw::mix;
use super::plan::CYCLES;
use super::shuffle::{Nearby, Shuffle};

/// Credits are shared out among the classes in runs of so many.
const RUN: usize = 128;

/// A class of people: how many credits of a run of 128 are theirs, and how many each of them has.
/// Those who have more than one cannot all be equal, so the numbers are a pattern that repeats.
struct Class {
    share: u8,
    /// Spent on few series, or on many titles.
    is_local: bool,
    degrees: &'static [u32],
}

const CLASSES: [Class; 11] = [
    class(5, false, &[1]),
    class(4, false, &[2, 3, 2]),
    class(14, false, &[4, 9, 5, 7, 4, 14, 6, 11]),
    class(12, false, &[16, 34, 22, 52, 18, 27, 42, 20]),
    class(13, true, &[16, 30, 24, 58, 17, 28, 44, 21]),
    class(16, false, &[66, 130, 90, 220, 74, 105, 160, 82]),
    class(17, true, &[64, 120, 92, 240, 70, 110, 175, 84]),
    class(15, false, &[270, 520, 330, 840, 300, 420]),
    class(16, true, &[260, 500, 350, 900, 310, 440]),
    class(8, false, &[1_050, 2_100, 1_400]),
    class(8, true, &[1_100, 3_200, 1_500, 6_000]),
];

const fn class(share: u8, is_local: bool, degrees: &'static [u32]) -> Class {
    Class {
        share,
        is_local,
        degrees,
    }
}

/// Titles for each credit within which somebody who works on few series stays.
const LOCAL_TITLES: u64 = 4;
/// A window of the others, as a part of one time through the years.
const STRETCHES: u64 = 8;
/// In ten thousand people, so many have credits.
const CREDITED: u64 = 4_600;
/// The person who has more than anybody.
pub(super) const HUB: u64 = 0;

/// The people of a class.
#[derive(Debug)]
struct Group {
    degrees: &'static [u32],
    /// Sum of the degrees of one pattern.
    sum: u64,
    /// The first of them.
    first: u64,
    people: u64,
    /// Credits that are theirs.
    credits: u64,
    /// Their places in a run.
    places: Vec<usize>,
    nearby: Nearby,
}

/// The map.
#[derive(Debug)]
pub(super) struct Careers {
    groups: Vec<Group>,
    /// For each place of a run the group, and the place's number among the group's.
    run: Vec<(usize, u64)>,
    people: u64,
    numbers: Shuffle,
}

impl Default for Careers {
    fn default() -> Self {
        Self {
            groups: Vec::new(),
            run: Vec::new(),
            people: 0,
            numbers: Shuffle::new(0, 0),
        }
    }
}

impl Careers {
    pub(super) fn new(seed: u64, credits: u64, titles: u64) -> Self {
        let places = share_out(titles);
        let mut run = vec![(0, 0); RUN];
        let mut groups: Vec<Group> = Vec::new();
        let mut first = HUB + 1;
        for (class, places) in CLASSES.iter().zip(places) {
            if places.is_empty() {
                continue;
            }
            for (number, place) in places.iter().enumerate() {
                run[*place] = (groups.len(), number as u64);
            }
            let key = mix(seed, groups.len() as u64 + 1);
            let group = Group::new(class, places, (credits, titles), first, key);
            first += group.people;
            groups.push(group);
        }
        let people = first * 10_000 / CREDITED;
        Self {
            groups,
            run,
            people,
            numbers: Shuffle::new(people, mix(seed, 0x706f_706c)),
        }
    }

    pub(super) fn people(&self) -> u64 {
        self.people
    }

    /// The place of a person in the order of their numbers.
    pub(super) fn number_of(&self, person: u64) -> u64 {
        self.numbers.forward(person)
    }

    /// Who has a place in the order of numbers.
    pub(super) fn person_at(&self, number: u64) -> u64 {
        self.numbers.back(number)
    }

    /// Who has a credit.
    pub(super) fn person_of(&self, credit: u64) -> u64 {
        let (group, number) = self.run[(credit % RUN as u64) as usize];
        let group = &self.groups[group];
        let at = credit / RUN as u64 * group.places.len() as u64 + number;
        group.person(group.nearby.forward(at))
    }

    /// The credits of a person but for the hub's, in no order.
    pub(super) fn credits_of(&self, person: u64) -> impl Iterator<Item = u64> + '_ {
        let group = self.groups.iter().rfind(|group| group.first <= person);
        let group = group.filter(|group| person < group.first + group.people);
        group.into_iter().flat_map(move |group| {
            let credit = |at: u64| {
                let at = group.nearby.back(at);
                let places = group.places.len() as u64;
                at / places * RUN as u64 + group.places[(at % places) as usize] as u64
            };
            group.range(person).map(credit)
        })
    }
}

impl Group {
    fn new(
        class: &Class,
        places: Vec<usize>,
        (credits, titles): (u64, u64),
        first: u64,
        key: u64,
    ) -> Self {
        let left = (credits % RUN as u64) as usize;
        let in_rest = places.iter().filter(|place| **place < left).count() as u64;
        let own = credits / RUN as u64 * places.len() as u64 + in_rest;
        let most = class.degrees.iter().copied().max().unwrap_or(1);
        let window = if class.is_local {
            LOCAL_TITLES * u64::from(most)
        } else {
            (titles / (CYCLES * STRETCHES)).max(LOCAL_TITLES * u64::from(most))
        };
        // From titles to credits of this class.
        let window = window * own / titles.max(1);
        let mut group = Self {
            degrees: class.degrees,
            sum: class.degrees.iter().map(|degree| u64::from(*degree)).sum(),
            first,
            people: 0,
            credits: own,
            places,
            nearby: Nearby::new(own, window, key),
        };
        group.people = own
            .checked_sub(1)
            .map_or(0, |last| group.person(last) - first + 1);
        group
    }

    /// Who has the credit that is at this place in the order of people.
    fn person(&self, at: u64) -> u64 {
        let mut left = at % self.sum;
        let mut person = self.first + at / self.sum * self.degrees.len() as u64;
        for degree in self.degrees {
            if left < u64::from(*degree) {
                break;
            }
            left -= u64::from(*degree);
            person += 1;
        }
        person
    }

    /// The credits of a person in the order of people.
    fn range(&self, person: u64) -> std::ops::Range<u64> {
        let at = person - self.first;
        let (patterns, within) = (
            at / self.degrees.len() as u64,
            at % self.degrees.len() as u64,
        );
        let before = self.degrees[..within as usize].iter();
        let start = patterns * self.sum + before.map(|degree| u64::from(*degree)).sum::<u64>();
        let end = start + u64::from(self.degrees[within as usize]);
        start..end.min(self.credits)
    }
}

/// The places of each class in a run. Where there are few titles, nobody has many credits: the
/// places of such a class go to the one before.
fn share_out(titles: u64) -> Vec<Vec<usize>> {
    let mut owners = Vec::with_capacity(RUN);
    let mut last = 0;
    for (number, class) in CLASSES.iter().enumerate() {
        let most = class.degrees.iter().copied().max().unwrap_or(1);
        if u64::from(most) * LOCAL_TITLES <= titles {
            last = number;
        }
        owners.extend(std::iter::repeat_n(last, usize::from(class.share)));
    }
    let mut places = vec![Vec::new(); CLASSES.len()];
    let spread = Shuffle::new(owners.len() as u64, 0x7275_6e73);
    for place in 0..owners.len() {
        let owner = owners[spread.forward(place as u64) as usize];
        places[owner].push(place);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shares_fill_a_run() {
        let sum: usize = CLASSES.iter().map(|class| usize::from(class.share)).sum();
        assert_eq!(sum, RUN);
    }

    #[test]
    fn credits_of_people_and_of_titles_are_the_same() {
        for (credits, titles) in [(1, 100), (127, 100), (7_950, 1_000), (100_001, 12_000)] {
            let careers = Careers::new(5, credits, titles);
            let mut owned = vec![0_u32; careers.people() as usize];
            for credit in 0..credits {
                let person = careers.person_of(credit);
                owned[person as usize] += 1;
                assert!(careers.credits_of(person).any(|other| other == credit));
            }
            assert_eq!(owned[HUB as usize], 0);
            for (person, owned) in owned.iter().enumerate() {
                let credits = careers.credits_of(person as u64).count();
                assert_eq!(credits, *owned as usize, "{person}");
            }
        }
    }
}
