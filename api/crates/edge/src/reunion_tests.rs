//! Reunions against a model that counts by comparing everything with everything.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use entity::vocabulary::{Certainty, Department, WorkKind};
use model::edtf::UNDATED;
use proptest::prelude::*;

use super::*;
use crate::Attributes;
use crate::tests::in_portions;

/// A world of a few works on a few days: works 1 to 5 are films, 6 to 9 episodes of series 20 and
/// 21; the release of a work is a matter of the work alone.
fn careers() -> impl Strategy<Value = Vec<Vec<Edge>>> {
    let role = (
        1..10_i64,
        prop::bool::ANY,
        prop::sample::select(vec![Certainty::Rumored, Certainty::Reported]),
        prop::sample::select(vec![0_i16, 4, 8]),
    );
    let career = prop::collection::vec(role, 0..12);
    let days = prop::collection::vec(
        (prop_oneof![5 => 0..9_i32, 1 => Just(UNDATED)], 0..3_i32),
        10,
    );
    (prop::collection::vec(career, 0..6), days).prop_map(|(careers, days)| {
        let mut role = 0;
        let mut edge = |person: i64, (work, acts, certainty, attributes)| {
            role += 1;
            let (from, width) = days[usize::try_from(work).unwrap()];
            let series = (work > 5).then_some(20 + work % 2);
            Edge {
                role,
                work,
                person,
                series,
                job: 0,
                department: if acts {
                    Department::Acting
                } else {
                    Department::Writing
                },
                kind: if series.is_some() {
                    WorkKind::Episode
                } else {
                    WorkKind::Film
                },
                certainty,
                attributes,
                billing: 1,
                released_from: from,
                released_on: from,
                released_to: from.saturating_add(if from == UNDATED { 0 } else { width }),
            }
        };
        let mut careers = careers.into_iter().enumerate();
        careers
            .by_ref()
            .map(|(person, career)| {
                let person = i64::try_from(person).unwrap() + 100;
                career.into_iter().map(|part| edge(person, part)).collect()
            })
            .collect()
    })
}

/// How many people, the day, the work, the people and their roles.
type Expected = (usize, i32, i64, BTreeSet<i64>, BTreeSet<i64>);

proptest! {
    #[test]
    fn reunions_are_those_of_a_naive_model(
        careers in careers(), own in 1..30_i64, day in 0..10_i32, undated: bool, acting: bool,
        least in 1..4_usize,
    ) {
        let from = if undated { UNDATED } else { day };
        let base = Base { listed_work: own, moment: Moment { from, to: from } };
        let filter = EdgeFilter {
            departments: acting.then(|| vec![Department::Acting]),
            attributes: Attributes::default().performances(),
            min_certainty: Some(Certainty::Reported),
            ..EdgeFilter::default()
        };
        let lists: Vec<&[Edge]> = careers.iter().map(Vec::as_slice).collect();
        let found = in_portions(async |turn| reunions(turn, base, &lists, &filter, least).await);
        let met = Met { reunions: &found, careers: &lists };
        let found: Vec<Reunion> = (0..met.count()).map(|number| met.item(number).item).collect();

        let all: Vec<Edge> = careers.iter().flatten().copied().filter(|edge| {
            edge.listed_work() != own
                && edge.released_to < from
                && edge.certainty == Certainty::Reported
                && edge.attributes == 0
                && (!acting || edge.department == Department::Acting)
        }).collect();
        let works: BTreeSet<i64> = all.iter().map(Edge::listed_work).collect();
        let mut naive: Vec<Expected> = Vec::new();
        for work in works {
            let here: Vec<&Edge> = all.iter().filter(|edge| edge.listed_work() == work).collect();
            let people: BTreeSet<i64> = here.iter().map(|edge| edge.person).collect();
            if people.len() >= least {
                let released = here.iter().map(|edge| edge.released_on).min().unwrap();
                let roles = here.iter().map(|edge| edge.role).collect();
                naive.push((people.len(), released, work, people, roles));
            }
        }
        naive.sort_by_key(|n| (std::cmp::Reverse(n.0), std::cmp::Reverse(n.1), n.2));

        prop_assert_eq!(found.len(), naive.len());
        for (reunion, (count, _, work, people, roles)) in found.iter().zip(naive) {
            prop_assert_eq!(reunion.work, work);
            prop_assert_eq!(reunion.people.len(), count);
            prop_assert!(reunion.people.is_sorted());
            prop_assert_eq!(reunion.people.iter().copied().collect::<BTreeSet<_>>(), people);
            prop_assert_eq!(reunion.edges.len(), roles.len());
            prop_assert_eq!(reunion.edges.iter().map(|e| e.role).collect::<BTreeSet<_>>(), roles);
            // Nobody's second role comes before somebody's first.
            let first: BTreeSet<i64> = reunion.edges[..count].iter().map(|e| e.person).collect();
            prop_assert_eq!(first.len(), count);
        }
    }

    #[test]
    fn a_place_is_ordered_by_its_first_number_then_by_its_second(
        a: (i32, i32), b: (i32, i32), same: bool,
    ) {
        let a = if same { (b.0, a.1) } else { a };
        prop_assert_eq!(place_of(a.0, a.1).cmp(&place_of(b.0, b.1)), a.cmp(&b));
    }
}
