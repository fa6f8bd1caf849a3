//! Who somebody is.

use super::career::HUB;
use super::credit::craft;
use super::draw::{Draw, Purpose};
use super::plan::Plan;
use super::title::number_at;
use super::words::Words;

/// A person.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) name: String,
    pub(super) birth_year: Option<u32>,
    pub(super) death_year: Option<u32>,
    pub(super) professions: Vec<&'static str>,
    /// Numbers of titles.
    pub(super) known_for: Vec<u64>,
}

/// Titles that somebody is known for.
const KNOWN_FOR: usize = 4;

pub(super) fn person(plan: &Plan, words: &Words, person: u64) -> Person {
    let mut draw = Draw::new(plan.seed, Purpose::Person, person);
    let name = words.person(&mut draw);
    let known: Vec<u64> = known_for(plan, person, &mut draw);
    let first = known.iter().min().copied().unwrap_or(plan.titles / 2);
    let is_born = person == HUB || draw.chance(400);
    let birth_year = is_born.then(|| plan.year_at(first).saturating_sub(18 + draw.below(40)));
    let may_be_dead = birth_year.filter(|year| *year < 1_970 && draw.chance(6_000));
    let death_year = may_be_dead.map(|year| (year + 50 + draw.below(45)).min(2_026));
    let mut professions: Vec<&str> = craft(plan, person).profession().into_iter().collect();
    for _ in 0..draw.below(3) {
        let further = ["producer", "writer", "director", "miscellaneous"];
        let further = draw.of(&further).copied();
        professions.extend(further.filter(|word| !professions.contains(word)));
    }
    Person {
        name,
        birth_year,
        death_year,
        professions,
        known_for: known.into_iter().map(number_at).collect(),
    }
}

/// Places of titles: of those that they have credits on, or of some for who has none there.
fn known_for(plan: &Plan, person: u64, draw: &mut Draw) -> Vec<u64> {
    let titles = u32::try_from(plan.titles).unwrap_or(u32::MAX);
    let mut known = Vec::new();
    for credit in plan.careers.credits_of(person) {
        let title = plan.title_of(credit);
        if !known.contains(&title) {
            known.push(title);
        }
        if known.len() == KNOWN_FOR {
            return known;
        }
    }
    // The others worked on titles where they are not among the principals.
    if known.is_empty() && draw.chance(7_800) {
        known.push(u64::from(draw.below(titles)));
    }
    known
}
