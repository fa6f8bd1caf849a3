//! The rule, by example and by property.

#![allow(clippy::unwrap_used)]

use entity::vocabulary::{Certainty, ClaimStance, MissingReason};
use proptest::prelude::*;

use super::{Candidate, Verdict, Voice, resolve};

fn voice(id: i64, source: i64, certainty: Certainty, value: &str) -> Voice {
    Voice {
        id,
        source: Some(source),
        priority: 0,
        stance: ClaimStance::Asserts,
        certainty,
        says: Candidate {
            value: Some(value.to_owned()),
            missing: None,
        },
        stated: 0,
        recorded: id,
        is_own: false,
    }
}

fn denies(voice: Voice) -> Voice {
    Voice {
        stance: ClaimStance::Denies,
        ..voice
    }
}

fn values(verdict: &Verdict) -> Vec<&str> {
    let values = verdict.facts.iter();
    values.filter_map(|fact| fact.is.value.as_deref()).collect()
}

use Certainty::{Confirmed, Reported, Rumored, Stated};

#[test]
fn the_surest_wins_then_the_stronger_source_then_the_newest() {
    let mut claims = vec![voice(1, 1, Reported, "a"), voice(2, 2, Stated, "b")];
    assert_eq!(values(&resolve(&claims, false)), ["b"]);
    claims.push(Voice {
        priority: 5,
        ..voice(3, 3, Stated, "c")
    });
    assert_eq!(values(&resolve(&claims, false)), ["c"]);
    claims.push(Voice {
        priority: 5,
        stated: 9,
        ..voice(4, 4, Stated, "d")
    });
    let verdict = resolve(&claims, false);
    assert_eq!(values(&verdict), ["d"]);
    assert!(verdict.facts[0].is_disputed);
    assert_eq!(verdict.counting.len(), 4);
}

#[test]
fn of_a_source_only_the_newest_claim_counts() {
    let claims = [voice(1, 1, Confirmed, "a"), voice(2, 1, Reported, "b")];
    let verdict = resolve(&claims, false);
    assert_eq!(values(&verdict), ["b"]);
    assert!(!verdict.facts[0].is_disputed);
    assert_eq!(verdict.counting.len(), 1);
    let of_many = resolve(&claims, true);
    assert_eq!(values(&of_many), ["a", "b"]);
}

#[test]
fn a_denial_drops_what_it_outranks_and_no_more() {
    let weak = [voice(1, 1, Stated, "a"), denies(voice(2, 2, Reported, "a"))];
    let verdict = resolve(&weak, false);
    assert_eq!(values(&verdict), ["a"]);
    assert!(verdict.facts[0].is_disputed);
    let equal = [voice(1, 1, Stated, "a"), denies(voice(2, 2, Stated, "a"))];
    let verdict = resolve(&equal, false);
    assert_eq!(verdict.missing(), Some(MissingReason::Disputed));
    let next = [
        voice(1, 1, Stated, "a"),
        denies(voice(2, 2, Confirmed, "a")),
        voice(3, 3, Rumored, "b"),
    ];
    assert_eq!(values(&resolve(&next, false)), ["b"]);
}

#[test]
fn a_denial_without_a_value_denies_each() {
    let all = Voice {
        says: Candidate::default(),
        ..denies(voice(3, 3, Stated, ""))
    };
    let claims = [
        voice(1, 1, Stated, "a"),
        voice(2, 2, Confirmed, "b"),
        all.clone(),
    ];
    assert_eq!(values(&resolve(&claims, true)), ["b"]);
    let nothing = resolve(&[all], true);
    assert_eq!(nothing.missing(), Some(MissingReason::Unknown));
}

#[test]
fn a_reason_why_there_is_no_value_competes_with_values() {
    let none = Voice {
        says: Candidate {
            value: None,
            missing: Some(MissingReason::NotAnnounced),
        },
        ..voice(1, 1, Stated, "")
    };
    let rumor = voice(2, 2, Rumored, "Beth");
    for many in [false, true] {
        let verdict = resolve(&[none.clone(), rumor.clone()], many);
        assert_eq!(verdict.missing(), Some(MissingReason::NotAnnounced));
        let told = voice(3, 3, Confirmed, "Beth");
        let verdict = resolve(&[none.clone(), told], many);
        assert_eq!(verdict.missing(), None);
        assert_eq!(values(&verdict), ["Beth"]);
    }
}

#[test]
fn a_record_s_own_value_is_older_than_what_its_source_says() {
    let own = Voice {
        is_own: true,
        recorded: 99,
        stated: 99,
        ..voice(1, 1, Stated, "a")
    };
    let said = voice(2, 1, Reported, "b");
    assert_eq!(values(&resolve(&[own.clone(), said], false)), ["b"]);
    assert_eq!(values(&resolve(&[own], false)), ["a"]);
}

#[test]
fn alone_is_who_has_no_other_source_beside_it() {
    let claims = [
        voice(1, 1, Stated, "a"),
        voice(2, 2, Stated, "a"),
        voice(3, 3, Stated, "b"),
    ];
    assert_eq!(resolve(&claims, false).sole, [3].into());
}

fn any_voice() -> impl Strategy<Value = Voice> {
    let certainty = prop::sample::select(vec![Rumored, Reported, Stated, Confirmed]);
    let says = prop_oneof![
        4 => "[a-c]".prop_map(|value| Candidate { value: Some(value), missing: None }),
        1 => Just(Candidate { value: None, missing: Some(MissingReason::NotAnnounced) }),
        1 => Just(Candidate::default()),
    ];
    (
        certainty,
        says,
        0..4_i64,
        any::<bool>(),
        0..3,
        any::<bool>(),
    )
        .prop_map(|(certainty, says, source, asserts, stated, is_own)| Voice {
            certainty,
            says,
            // A source has one priority.
            priority: i32::try_from(source % 2).unwrap(),
            stance: if asserts {
                ClaimStance::Asserts
            } else {
                ClaimStance::Denies
            },
            stated,
            is_own,
            ..voice(0, source, certainty, "")
        })
}

fn numbered(mut voices: Vec<Voice>) -> Vec<Voice> {
    for (id, voice) in (1..).zip(&mut voices) {
        (voice.id, voice.recorded) = (id, id % 3);
    }
    voices
}

prop_compose! {
    fn voices()(list in prop::collection::vec(any_voice(), 0..12)) -> Vec<Voice> {
        numbered(list)
    }
}

fn strength(voice: &Voice) -> (Certainty, i32) {
    (voice.certainty, voice.priority)
}

proptest! {
    #[test]
    fn the_order_of_arrival_never_matters(
        (ordered, shuffled) in voices().prop_flat_map(|list| (Just(list.clone()), Just(list).prop_shuffle())),
        many: bool,
    ) {
        prop_assert_eq!(resolve(&ordered, many), resolve(&shuffled, many));
    }

    #[test]
    fn nothing_served_is_denied_as_strongly(list in voices(), many: bool) {
        let verdict = resolve(&list, many);
        for fact in &verdict.facts {
            let winner = list.iter().find(|voice| voice.id == fact.claim).unwrap();
            let outranked = list.iter().any(|voice| {
                verdict.counting.contains(&voice.id)
                    && voice.stance == ClaimStance::Denies
                    && (voice.says == winner.says || voice.says == Candidate::default())
                    && strength(voice) >= strength(winner)
            });
            prop_assert!(!outranked, "{:?}", fact);
        }
    }

    #[test]
    fn the_winner_is_the_surest_of_what_is_left(list in voices()) {
        let verdict = resolve(&list, false);
        if let Some(fact) = verdict.facts.first() {
            let all = resolve(&list.iter().filter(|v| verdict.counting.contains(&v.id)).cloned().collect::<Vec<_>>(), true);
            let surest = all.facts.iter().map(|f| f.certainty).max();
            prop_assert!(surest.is_none_or(|surest| fact.certainty >= surest));
        }
    }

    #[test]
    fn taking_the_winner_back_brings_the_next_best(list in voices()) {
        let before = resolve(&list, false);
        if let Some(fact) = before.facts.first() {
            let rest: Vec<Voice> = list.iter().filter(|v| v.id != fact.claim).cloned().collect();
            let after = resolve(&rest, false);
            // What is served then was there before: nothing is made up.
            for next in &after.facts {
                prop_assert!(rest.iter().any(|v| v.id == next.claim && v.says == next.is));
            }
            let again: Vec<Voice> = rest.iter().chain(list.iter().filter(|v| v.id == fact.claim)).cloned().collect();
            prop_assert_eq!(resolve(&again, false), before);
        }
    }

    #[test]
    fn what_counts_is_at_most_one_claim_a_source(list in voices()) {
        let verdict = resolve(&list, false);
        let sources: Vec<_> = list.iter().filter(|v| verdict.counting.contains(&v.id)).map(|v| v.source).collect();
        let distinct: std::collections::BTreeSet<_> = sources.iter().collect();
        prop_assert_eq!(distinct.len(), sources.len());
    }
}
