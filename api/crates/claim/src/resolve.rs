//! The rule: which of the claims on one property of one record is served.
//!
//! 1. Only a source's newest claim counts; where the property holds many values, its newest on
//!    each value. That there is no value is said of all of them: it ends what the source asserted
//!    before, and no longer counts once it asserts a value. Of words in a language, a source has one
//!    in each, and of words about characters one about each that has a name: the newest that it
//!    asserts. A record's own value, once displaced, is older than
//!    whatever its source has said since.
//! 2. A value is dropped when its strongest denial ranks at or above its strongest assertion, by
//!    certainty, then by the priority of the source.
//! 3. Of the rest the first wins by certainty, priority of the source, newest statement, bytes of
//!    the value, and source. Where the property holds many values, every one that is left is
//!    served: in this order, but those that are equal in the first three in the order in which
//!    they were recorded, by their numbers. Of words about characters, the first about each that
//!    has a name is served.
//! 4. A property that its record cannot be without always has a value: that there is none is not
//!    served, and where each value is denied, the first of them stays, disputed; where none is
//!    asserted by a claim that counts, the first of those that counted before. Hearsay does not take
//!    the place of what is better known and denied: that stays.
//!
//! Values that are compared as one are one, however they are written, and served as the first by rank
//! of the claims that assert it has it. The order in which claims arrive never matters.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use entity::vocabulary::{Certainty, ClaimStance, MissingReason};
use model::day::Day;

use crate::ClaimValue;

/// How many values a property holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// One.
    One,
    /// One, and its record cannot be without it.
    Needed,
    /// Many.
    Many,
    /// Many, of which a source says one in each language.
    ByLanguage,
    /// One for each character that has a name, and many for those without.
    ByCharacter,
}

impl Holds {
    /// Whether it holds many values.
    #[must_use]
    pub const fn is_many(self) -> bool {
        matches!(self, Self::Many | Self::ByLanguage | Self::ByCharacter)
    }
}

impl From<bool> for Holds {
    fn from(many: bool) -> Self {
        if many { Self::Many } else { Self::One }
    }
}

/// A claim, as far as the rule looks at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voice {
    /// Which claim it is.
    pub id: i64,
    /// Who says so; none for the own value of a record without sources.
    pub source: Option<i64>,
    /// The source's priority: greater is stronger.
    pub priority: i32,
    /// Whether it asserts or denies.
    pub stance: ClaimStance,
    /// How sure it is.
    pub certainty: Certainty,
    /// What the property is said to be.
    pub says: Candidate,
    /// By what the value is compared, where that is not its text: see [`crate::Entry::compared`].
    pub compared: Option<String>,
    /// The last day on which it can have been stated.
    pub stated: Day,
    /// When it came in.
    pub recorded: i64,
    /// Whether it is the record's own value.
    pub is_own: bool,
}

/// What a property can be said to be: a value in its canonical text, or nothing for a reason. A
/// claim about the record as such says neither, and so does a denial of every value.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Candidate {
    /// The value.
    pub value: Option<String>,
    /// Why there is none.
    pub missing: Option<MissingReason>,
}

/// A value that is served, or the reason why there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What the property is.
    pub is: Candidate,
    /// How sure that is.
    pub certainty: Certainty,
    /// The claim that won.
    pub claim: i64,
    /// Whether claims that count differ, of those that weigh beside it.
    pub is_disputed: bool,
}

/// What the claims on one property amount to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// What is served: one fact, or more where the property holds many values.
    pub facts: Vec<Fact>,
    /// Whether something was asserted and everything asserted is denied.
    pub is_denied: bool,
    /// Whether a claim that counts denies everything, without naming a value.
    pub denies_all: bool,
    /// Where everything is denied: whether claims that weigh beside the denial assert something.
    pub is_disputed: bool,
    /// How sure the surest claim is that asserts something, whether that stands or not.
    pub asserted: Option<Certainty>,
    /// The claims that count.
    pub counting: BTreeSet<i64>,
    /// Those of them that alone assert what they say.
    pub sole: BTreeSet<i64>,
}

impl Verdict {
    /// Why no value is served; `None` where one is.
    #[must_use]
    pub fn missing(&self) -> Option<MissingReason> {
        match self.facts.first() {
            Some(fact) => fact.is.missing,
            None if self.is_denied => Some(MissingReason::Disputed),
            None => Some(MissingReason::Unknown),
        }
    }
}

type Strength = (Certainty, i32);

/// The least certainty with which something is more than hearsay.
pub const HEARD: Certainty = Certainty::Reported;

/// Whether a claim of some certainty makes what won another disputed: hearsay does not, unless what
/// won is hearsay as well.
fn weighs(claim: Certainty, beside: Certainty) -> bool {
    claim >= HEARD || claim == beside
}

/// What a claim says, as it is compared.
pub type Meaning<'a> = (Option<&'a str>, Option<MissingReason>);

/// A language, or none that is known; or a character, by its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Part(Option<String>);

/// What a denial of every value says.
const EVERYTHING: Meaning<'static> = (None, None);

impl Voice {
    /// What it says, as that is compared: equal where two say the same.
    #[must_use]
    pub fn means(&self) -> Meaning<'_> {
        let value = self.compared.as_deref().or(self.says.value.as_deref());
        (value, self.says.missing)
    }

    /// Whether two are about the same: of words about characters, about the same one. That there are
    /// none is about all.
    #[must_use]
    pub fn is_beside(&self, other: &Self, holds: Holds) -> bool {
        let is_part = holds == Holds::ByCharacter && other.says.missing.is_none();
        !is_part || self.part(holds) == other.part(holds)
    }

    fn strength(&self) -> Strength {
        (self.certainty, self.priority)
    }

    /// Among the claims of one source, the greatest is the newest; of those that came in at once, the
    /// one with the greatest number.
    fn age(&self) -> (bool, Day, i64, i64) {
        (!self.is_own, self.stated, self.recorded, self.id)
    }

    /// The greatest wins.
    fn rank(&self) -> (Strength, Day, Reverse<&Candidate>, Reverse<Option<i64>>) {
        (
            self.strength(),
            self.stated,
            Reverse(&self.says),
            Reverse(self.source),
        )
    }

    /// The place in a list of many values: the least comes first.
    fn place(&self) -> (Reverse<(Strength, Day)>, bool, i64) {
        let is_value = self.says.missing.is_none();
        (Reverse((self.strength(), self.stated)), is_value, self.id)
    }

    /// Whether it asserts a value.
    fn asserts_value(&self) -> bool {
        self.stance == ClaimStance::Asserts && self.says.value.is_some()
    }

    /// Whether it asserts that there is none.
    fn asserts_none(&self) -> bool {
        self.stance == ClaimStance::Asserts && self.says.missing.is_some()
    }

    /// What its words are one of, where a source says one text of each: the language, or the
    /// character.
    fn part(&self, holds: Holds) -> Option<Part> {
        // Values are read for these alone.
        if !matches!(holds, Holds::ByLanguage | Holds::ByCharacter) {
            return None;
        }
        let value = ClaimValue::from_canonical(self.says.value.as_deref()?).ok()?;
        match (holds, value) {
            (Holds::ByLanguage, ClaimValue::Text { language, .. }) => Some(Part(language)),
            (Holds::ByCharacter, ClaimValue::Text { character, .. }) => {
                character.map(|name| Part(Some(name)))
            }
            _ => None,
        }
    }
}

/// Applies the rule to the live claims on one property of one record.
#[must_use]
pub fn resolve(voices: &[Voice], holds: impl Into<Holds>) -> Verdict {
    let holds = holds.into();
    let many = holds.is_many();
    let counting = counting(voices, holds);
    let mut asserted: BTreeMap<Meaning<'_>, Vec<&Voice>> = BTreeMap::new();
    let mut denied: BTreeMap<Meaning<'_>, Strength> = BTreeMap::new();
    for voice in &counting {
        match voice.stance {
            ClaimStance::Asserts => asserted.entry(voice.means()).or_default().push(voice),
            ClaimStance::Denies => {
                let strongest = denied
                    .entry(voice.means())
                    .or_insert_with(|| voice.strength());
                *strongest = voice.strength().max(*strongest);
            }
        }
    }
    // A denial that names no value denies each.
    let everything = denied.get(&EVERYTHING).copied();
    let denial = |says: Meaning<'_>| denied.get(&says).copied().max(everything);
    let mut left: Vec<&Voice> = asserted
        .iter()
        .filter_map(|(says, voices)| {
            let best = voices.iter().max_by_key(|voice| voice.rank())?;
            let stands = denial(*says).is_none_or(|denial| denial < best.strength());
            stands.then_some(*best)
        })
        .collect();
    if many {
        left.sort_by_key(|voice| voice.place());
    } else {
        left.sort_by(|a, b| b.rank().cmp(&a.rank()));
    }
    let is_denied = left.is_empty() && !asserted.is_empty();
    let mut is_kept = false;
    if holds == Holds::Needed {
        left.retain(|voice| voice.says.value.is_some());
        let first = match left.first() {
            None => kept(counting.iter().copied()).or_else(|| kept(voices)),
            Some(best) if best.certainty >= HEARD => None,
            Some(_) => kept(better_known(voices, &counting)),
        };
        if let Some(first) = first {
            left = vec![first];
            is_kept = true;
        }
    }
    if holds == Holds::ByCharacter {
        keep_first_of_each(&mut left);
    }
    let differs = |voice: &Voice| {
        let is_one = !many || (holds == Holds::ByCharacter && voice.part(holds).is_some());
        let others = asserted.iter().filter(|(says, _)| **says != voice.means());
        let mut others = others.flat_map(|(_, voices)| voices);
        is_one
            && others.any(|other| {
                voice.is_beside(other, holds) && weighs(other.certainty, voice.certainty)
            })
    };
    let fact = |voice: &&Voice| Fact {
        is: voice.says.clone(),
        certainty: voice.certainty,
        claim: voice.id,
        is_disputed: is_kept
            || denial(voice.means()).is_some_and(|(denial, _)| weighs(denial, voice.certainty))
            || differs(voice),
    };
    let served = served(&left, many).iter().map(fact).collect();
    let sole = asserted
        .values()
        .filter(|voices| voices.len() == 1)
        .map(|voices| voices[0].id)
        .collect();
    let sure = asserted.values().flatten().map(|voice| voice.certainty);
    let denial = denied.values().max().map(|(certainty, _)| *certainty);
    let is_disputed =
        is_denied && denial.is_some_and(|denial| sure.clone().any(|sure| weighs(sure, denial)));
    Verdict {
        facts: served,
        is_denied,
        denies_all: everything.is_some(),
        is_disputed,
        asserted: sure.max(),
        counting: counting.iter().map(|voice| voice.id).collect(),
        sole,
    }
}

/// The value that a record keeps which cannot be without one: the first that is asserted, though it
/// is denied.
fn kept<'a>(voices: impl IntoIterator<Item = &'a Voice>) -> Option<&'a Voice> {
    let asserted = voices.into_iter().filter(|voice| voice.asserts_value());
    asserted.max_by_key(|voice| voice.rank())
}

/// What is more than hearsay of what counts, or did until its own source denied it.
fn better_known<'a>(voices: &'a [Voice], counting: &[&'a Voice]) -> Vec<&'a Voice> {
    let denials = counting
        .iter()
        .filter(|voice| voice.stance == ClaimStance::Denies);
    let denied: BTreeSet<(Option<i64>, Meaning<'_>)> = denials
        .map(|denial| (denial.source, denial.means()))
        .collect();
    let counts: BTreeSet<i64> = counting.iter().map(|voice| voice.id).collect();
    let is_it = |voice: &&Voice| {
        let mut ways = [voice.means(), EVERYTHING].into_iter();
        let is_denied = ways.any(|of| denied.contains(&(voice.source, of)));
        voice.certainty >= HEARD && (counts.contains(&voice.id) || is_denied)
    };
    voices.iter().filter(is_it).collect()
}

/// One value, or many; a reason why there is none is served alone, and only where it ranks first.
fn served<'a>(left: &[&'a Voice], many: bool) -> Vec<&'a Voice> {
    match left {
        [] => Vec::new(),
        [first, ..] if !many || first.says.missing.is_some() => vec![*first],
        _ => left
            .iter()
            .copied()
            .filter(|voice| voice.says.missing.is_none())
            .collect(),
    }
}

/// Of the claims with a key, the newest with each.
fn newest_by<'v, K: Ord>(
    voices: impl IntoIterator<Item = &'v Voice>,
    key: impl Fn(&'v Voice) -> Option<K>,
) -> BTreeMap<K, &'v Voice> {
    let mut newest = BTreeMap::new();
    for voice in voices {
        let Some(key) = key(voice) else { continue };
        let kept = newest.entry(key).or_insert(voice);
        if voice.age() > kept.age() {
            *kept = voice;
        }
    }
    newest
}

/// Each source's newest claim; of many values, its newest on each.
fn counting(voices: &[Voice], holds: Holds) -> Vec<&Voice> {
    let many = holds.is_many();
    let newest = newest_by(voices, |voice| {
        Some((voice.source, many.then(|| voice.means())))
    });
    let mut counting: Vec<&Voice> = newest.into_values().collect();
    if many {
        drop_where_none(&mut counting);
    }
    drop_of_parts(&mut counting, holds);
    counting
}

/// Of what a source says of many values: what it asserted before it said that there is none, and
/// that there is none before it asserted one.
fn drop_where_none(counting: &mut Vec<&Voice>) {
    let of = |voice: &Voice, fits: bool| fits.then_some(voice.source);
    let said = counting.iter().copied();
    let nones = newest_by(said.clone(), |voice| of(voice, voice.asserts_none()));
    let values = newest_by(said, |voice| of(voice, voice.asserts_value()));
    let ends = |voice: &Voice, by: &BTreeMap<Option<i64>, &Voice>| {
        by.get(&voice.source)
            .is_some_and(|newest| newest.age() > voice.age())
    };
    counting.retain(|voice| {
        let is_over = (voice.asserts_value() && ends(voice, &nones))
            || (voice.asserts_none() && (ends(voice, &values) || ends(voice, &nones)));
        !is_over
    });
}

/// Of the words that a source asserts in a language or about a character: all but the newest. What a
/// record says itself, it says at once.
fn drop_of_parts(counting: &mut Vec<&Voice>, holds: Holds) {
    let key = |voice: &Voice| {
        let part = voice.asserts_value().then(|| voice.part(holds)).flatten();
        Some((voice.source, part?))
    };
    let newest = newest_by(counting.iter().copied(), key);
    counting.retain(|voice| {
        let newest = key(voice).and_then(|key| newest.get(&key));
        newest.is_none_or(|newest| newest.id == voice.id || newest.is_own)
    });
}

/// Of several words about a character, the first by rank.
fn keep_first_of_each(left: &mut Vec<&Voice>) {
    let mut first: BTreeMap<Part, &Voice> = BTreeMap::new();
    for voice in left.iter().copied() {
        let Some(part) = voice.part(Holds::ByCharacter) else {
            continue;
        };
        let best = first.entry(part).or_insert(voice);
        if voice.rank() > best.rank() {
            *best = voice;
        }
    }
    left.retain(|voice| {
        let best = voice.part(Holds::ByCharacter);
        let best = best.and_then(|part| first.get(&part));
        best.is_none_or(|best| best.id == voice.id)
    });
}
