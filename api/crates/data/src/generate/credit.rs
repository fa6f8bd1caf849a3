//! Who did what on a title.

use super::career::HUB;
use super::draw::{ALL, Draw, Purpose, mix, weighted};
use super::kind::{CATEGORIES, CREW, Category};
use super::plan::{FIRST_NUMBER, Plan, Spot};
use super::words::Words;

/// A row of `title.principals`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Credit {
    /// The person's place among all people.
    pub(super) person: u64,
    pub(super) category: Category,
    /// In the words of the source.
    pub(super) job: Option<&'static str>,
    pub(super) characters: Vec<String>,
}

/// All that is known of who made a title.
#[derive(Debug, Default)]
pub(super) struct Credits {
    /// In billing order.
    pub(super) rows: Vec<Credit>,
    /// The directors, also those beyond the rows.
    pub(super) directors: Vec<u64>,
    /// The writers, likewise.
    pub(super) writers: Vec<u64>,
}

/// The number in the `nm` id of a person.
pub(super) fn person_number(plan: &Plan, person: u64) -> u64 {
    FIRST_NUMBER + 1 + plan.careers.number_of(person)
}

/// What somebody mostly does.
pub(super) fn craft(plan: &Plan, person: u64) -> Category {
    if person == HUB {
        return Category::Actor;
    }
    let sum: u32 = CATEGORIES.iter().map(|(weight, _)| weight).sum();
    let at = mix(plan.seed ^ 0x6372_6166, person) % u64::from(sum);
    weighted(&CATEGORIES, at as u32, Category::Actor)
}

pub(super) fn credits(plan: &Plan, words: &Words, spot: &Spot) -> Credits {
    let mut draw = Draw::new(plan.seed, Purpose::Credits, spot.place);
    let mut done: Vec<(u64, Category)> = Vec::new();
    if plan.has_hub(spot) {
        done.push((HUB, Category::Actor));
    }
    for credit in plan.credits(spot.place) {
        let person = plan.careers.person_of(credit);
        let usual = if draw.chance(9_000) {
            craft(plan, person)
        } else {
            draw.weighted(&CATEGORIES, Category::Actor)
        };
        done.push((person, free(&done, person, usual)));
    }
    done.sort_by_key(|(_, category)| *category);
    let rows: Vec<Credit> = done
        .into_iter()
        .map(|(person, category)| Credit {
            person,
            category,
            job: job(&mut draw, category),
            characters: characters(&mut draw, words, category),
        })
        .collect();
    let named = |category: Category| -> Vec<u64> {
        let of = rows.iter().filter(|row| row.category == category);
        of.map(|row| row.person).collect()
    };
    let (mut directors, mut writers) = (named(Category::Director), named(Category::Writer));
    if draw.chance(300) {
        further(&mut draw, plan, &mut directors);
        further(&mut draw, plan, &mut writers);
    }
    Credits {
        rows,
        directors,
        writers,
    }
}

/// The usual category, or one in which the person is not named on the title yet. Who plays a
/// second character stands there twice.
fn free(done: &[(u64, Category)], person: u64, usual: Category) -> Category {
    let is_free = |category: &Category| !done.contains(&(person, *category));
    if is_free(&usual) || usual.department() == "ACTING" {
        return usual;
    }
    let other = CREW.into_iter().find(is_free);
    other.unwrap_or(Category::Actor)
}

/// People who stand in `title.crew` alone.
fn further(draw: &mut Draw, plan: &Plan, list: &mut Vec<u64>) {
    let people = u32::try_from(plan.people()).unwrap_or(u32::MAX);
    for _ in 0..draw.below(4) {
        let person = HUB + 1 + u64::from(draw.below(people - 1));
        if !list.contains(&person) {
            list.push(person);
        }
    }
}

fn job(draw: &mut Draw, category: Category) -> Option<&'static str> {
    let (share, jobs): (u32, &[&str]) = match category {
        Category::Writer => (
            6_000,
            &[
                "written by",
                "screenplay",
                "story",
                "created by",
                "novel",
                "dialogue",
            ],
        ),
        Category::Producer => (ALL, &["producer"]),
        Category::Director => (300, &["co-director"]),
        Category::Editor => (3_000, &["editor"]),
        Category::Cinematographer => (4_000, &["director of photography", "camera"]),
        _ => return None,
    };
    draw.chance(share).then(|| draw.of(jobs).copied()).flatten()
}

fn characters(draw: &mut Draw, words: &Words, category: Category) -> Vec<String> {
    match category {
        Category::Actor | Category::Actress if draw.chance(9_300) => {
            // Newer rows name one each, older ones several.
            let more = u32::from(draw.chance(200));
            let character = |_| words.character(draw);
            (0..=more).map(character).collect()
        }
        Category::OneSelf if draw.chance(6_500) => {
            let as_what = if draw.chance(3_000) {
                "Self - Host"
            } else {
                "Self"
            };
            vec![as_what.to_owned()]
        }
        _ => Vec::new(),
    }
}
