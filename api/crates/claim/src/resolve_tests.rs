//! The rule, by example and by property.

#![allow(clippy::unwrap_used)]

use entity::vocabulary::{Certainty, ClaimStance, MissingReason};
use proptest::prelude::*;

use super::{Candidate, Fact, Holds, Verdict, Voice, resolve};

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
        compared: None,
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
fn what_a_record_needs_stays_though_all_of_it_is_denied() {
    let none = Voice {
        says: Candidate {
            value: None,
            missing: Some(MissingReason::NotAnnounced),
        },
        ..voice(5, 5, Confirmed, "")
    };
    let claims = [
        voice(1, 1, Stated, "a"),
        denies(voice(2, 2, Confirmed, "a")),
        voice(3, 3, Reported, "b"),
        none,
    ];
    let next = resolve(&claims, Holds::Needed);
    assert_eq!(values(&next), ["b"]);
    let all = [claims.as_slice(), &[denies(voice(4, 4, Stated, "b"))]].concat();
    let kept = resolve(&all, Holds::Needed);
    assert_eq!((values(&kept), kept.missing()), (vec!["a"], None));
    assert!(kept.facts[0].is_disputed);
    // Its own source says that it is not so, and nobody says what it is.
    let taken_back = [voice(1, 1, Stated, "a"), denies(voice(2, 1, Rumored, "a"))];
    let kept = resolve(&taken_back, Holds::Needed);
    assert_eq!(values(&kept), ["a"]);
    assert_eq!(kept.counting, [2].into());
}

#[test]
fn hearsay_does_not_take_the_place_of_what_a_record_needs() {
    let rumor = voice(3, 3, Rumored, "b");
    for denier in [1, 2] {
        let denial = denies(voice(2, denier, Confirmed, "a"));
        let claims = [voice(1, 1, Stated, "a"), denial, rumor.clone()];
        let verdict = resolve(&claims, Holds::Needed);
        assert_eq!(values(&verdict), ["a"]);
        assert!(verdict.facts[0].is_disputed);
    }
    // What its source has replaced by a rumour is gone, and what was no more than one is replaced.
    let replaced = [
        voice(1, 1, Stated, "a"),
        voice(2, 1, Rumored, "c"),
        denies(voice(4, 2, Confirmed, "c")),
        rumor.clone(),
    ];
    assert_eq!(values(&resolve(&replaced, Holds::Needed)), ["b"]);
    let hearsay = [
        voice(1, 1, Rumored, "a"),
        denies(voice(2, 2, Confirmed, "a")),
        rumor,
    ];
    assert_eq!(values(&resolve(&hearsay, Holds::Needed)), ["b"]);
}

#[test]
fn what_is_compared_as_one_is_one() {
    let written = |id, source, certainty, value: &str| Voice {
        compared: (value != "drama").then(|| "drama".to_owned()),
        ..voice(id, source, certainty, value)
    };
    let said = [
        written(1, 1, Stated, "Drama"),
        written(2, 2, Rumored, "drama"),
    ];
    for many in [false, true] {
        let verdict = resolve(&said, many);
        assert_eq!(values(&verdict), ["Drama"]);
        assert!(!verdict.facts[0].is_disputed);
        assert!(verdict.sole.is_empty());
        let denial = denies(written(3, 3, Confirmed, "DRAMA"));
        let verdict = resolve(&[said.as_slice(), &[denial]].concat(), many);
        assert!(verdict.is_denied);
        // A source that writes it otherwise has said it again.
        let again = [said[0].clone(), denies(written(4, 1, Stated, "drama"))];
        assert_eq!(resolve(&again, many).counting, [4].into());
    }
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
fn a_source_that_said_none_is_corrected_by_itself() {
    let none = |id, stated| Voice {
        says: Candidate {
            value: None,
            missing: Some(MissingReason::NotAnnounced),
        },
        stated,
        ..voice(id, 1, Confirmed, "")
    };
    let told = |id, stated| Voice {
        stated,
        ..voice(id, 1, Reported, "Beth")
    };
    // What it says last counts, however sure it was before; on one day, what came in last.
    let verdict = resolve(&[none(1, 0), told(2, 1)], true);
    assert_eq!(values(&verdict), ["Beth"]);
    assert_eq!(verdict.counting, [2].into());
    let verdict = resolve(&[none(1, 0), told(2, 0)], true);
    assert_eq!(values(&verdict), ["Beth"]);
    let verdict = resolve(&[told(1, 0), none(2, 1)], true);
    assert_eq!(verdict.missing(), Some(MissingReason::NotAnnounced));
    assert_eq!(verdict.counting, [2].into());
    // What others say is untouched.
    let other = voice(3, 2, Confirmed, "Anna");
    let verdict = resolve(&[none(1, 0), told(2, 1), other], true);
    assert_eq!(values(&verdict), ["Anna", "Beth"]);
}

#[test]
fn a_source_has_one_text_in_each_language() {
    let text = |id, source, text: &str, language: Option<&str>| {
        let value = crate::ClaimValue::Text {
            text: text.to_owned(),
            language: language.map(str::to_owned),
            character: None,
        };
        voice(id, source, Stated, &value.canonical())
    };
    let claims = [
        text(1, 1, "One", Some("en")),
        text(2, 1, "Un", Some("fr")),
        text(3, 2, "Else", Some("en")),
        text(4, 1, "Two", Some("en")),
        text(5, 1, "Words", None),
    ];
    let verdict = resolve(&claims, Holds::ByLanguage);
    assert_eq!(verdict.counting, [2, 3, 4, 5].into());
    assert_eq!(verdict.facts.len(), 4);
    // One that is taken out together with a new one ends nothing else.
    let gone = denies(claims[0].clone());
    let gone = Voice {
        id: 6,
        recorded: 6,
        ..gone
    };
    let verdict = resolve(
        &[claims[0].clone(), claims[3].clone(), gone],
        Holds::ByLanguage,
    );
    assert_eq!(verdict.facts.len(), 1);
    // A record that has two of old says both itself.
    let own = |id| Voice {
        is_own: true,
        ..text(id, 1, &id.to_string(), Some("en"))
    };
    assert_eq!(resolve(&[own(7), own(8)], Holds::ByLanguage).facts.len(), 2);
    let said = [own(7), own(8), text(9, 1, "New", Some("en"))];
    assert_eq!(resolve(&said, Holds::ByLanguage).counting, [9].into());
}

#[test]
fn equal_values_stand_in_the_order_in_which_they_were_recorded() {
    let claims = [
        voice(1, 1, Stated, "z"),
        voice(2, 1, Stated, "a"),
        voice(3, 2, Confirmed, "m"),
    ];
    assert_eq!(values(&resolve(&claims, true)), ["m", "z", "a"]);
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
        holds in prop::sample::select(vec![Holds::One, Holds::Needed, Holds::Many]),
    ) {
        prop_assert_eq!(resolve(&ordered, holds), resolve(&shuffled, holds));
    }

    #[test]
    fn what_a_record_needs_is_there_once_somebody_has_said_it(list in voices()) {
        let is_said = list.iter().any(|voice| voice.stance == ClaimStance::Asserts && voice.says.value.is_some());
        let verdict = resolve(&list, Holds::Needed);
        prop_assert_eq!(values(&verdict).len(), usize::from(is_said));
        let one = resolve(&list, Holds::One);
        let is_heard = one.facts.first().is_some_and(|fact| fact.certainty >= Reported);
        if is_heard && !values(&one).is_empty() {
            prop_assert_eq!(values(&verdict), values(&one));
        }
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

#[test]
fn a_character_has_one_description() {
    let about = |id, source, certainty, text: &str, character: Option<&str>| {
        let value = crate::ClaimValue::words_about(character, text);
        voice(id, source, certainty, &value.canonical())
    };
    let texts = |verdict: &Verdict| -> Vec<String> {
        let value = |fact: &Fact| {
            fact.is
                .value
                .as_deref()
                .and_then(|v| crate::ClaimValue::from_canonical(v).ok())
        };
        let text = |value| match value {
            crate::ClaimValue::Text { text, .. } => text,
            other => format!("{other:?}"),
        };
        verdict.facts.iter().filter_map(value).map(text).collect()
    };
    let claims = [
        about(1, 1, Stated, "a nurse", Some("Beth")),
        about(2, 1, Stated, "a cook", Some("Otto")),
        about(3, 2, Confirmed, "a surgeon", Some("Beth")),
        about(4, 2, Stated, "a waiter", None),
        about(5, 2, Stated, "a guest", None),
    ];
    let verdict = resolve(&claims, Holds::ByCharacter);
    assert_eq!(
        texts(&verdict),
        ["a surgeon", "a cook", "a waiter", "a guest"]
    );
    let disputed: Vec<bool> = verdict.facts.iter().map(|fact| fact.is_disputed).collect();
    assert_eq!(disputed, [true, false, false, false]);
    assert_eq!(verdict.counting, [1, 2, 3, 4, 5].into());
    // A source has one about each: the newest.
    let again = about(6, 1, Stated, "a doctor", Some("Beth"));
    let verdict = resolve(&[claims[0].clone(), again], Holds::ByCharacter);
    assert_eq!(texts(&verdict), ["a doctor"]);
    assert_eq!(verdict.counting, [6].into());
}
