#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use entity::role::DENIED;
use entity::vocabulary::WorkKind;
use model::edtf::UNDATED;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;

fn days() -> impl Strategy<Value = (i32, i32, i32)> {
    prop_oneof![
        Just((UNDATED, UNDATED, UNDATED)),
        any::<i32>().prop_map(|day| (day, day, day)),
        any::<(i32, i32)>().prop_map(|(from, to)| (from, from, to)),
        any::<(i32, i32, i32)>(),
        (-40_000..60_000_i32).prop_map(|from| (from, from, from + 364)),
    ]
}

fn id() -> impl Strategy<Value = i64> {
    prop_oneof![1..40_i64, 1..=i64::MAX, any::<i64>()]
}

type OfWork = (WorkKind, Option<i64>, bool, (i32, i32, i32));

fn of_work() -> impl Strategy<Value = OfWork> {
    let kind = select(WorkKind::ALL);
    (kind, proptest::option::of(id()), any::<bool>(), days())
}

prop_compose! {
    fn edge()(
        (role, work, person) in (id(), id(), id()),
        (kind, series, is_denied, (released_from, released_on, released_to)) in of_work(),
        job in prop_oneof![Just(0), id()],
        department in select(Department::ALL),
        certainty in select(Certainty::ALL),
        attributes in prop_oneof![Just(0), 0..64_i16, Just(DENIED), any::<i16>()],
        billing in prop_oneof![Just(UNBILLED), 1..50_i32, any::<i32>()],
    ) -> Edge {
        let attributes = attributes & !(WORK_DENIED | PERSON_DENIED);
        Edge {
            role, work, person, series, job, department, kind, certainty, billing,
            attributes: attributes | if is_denied { WORK_DENIED } else { 0 },
            released_from, released_on, released_to,
        }
    }
}

/// Edges of an owner in their order; those of one work have the same of it.
fn of(owner: Owner, edges: Vec<Edge>) -> Vec<Edge> {
    let mut edges: Vec<Edge> = edges.into_iter().map(|edge| owned(owner, edge)).collect();
    owner.sort(&mut edges);
    let mut works: BTreeMap<i64, Edge> = BTreeMap::new();
    for edge in &mut edges {
        let first = *works.entry(edge.work).or_insert(*edge);
        let denied = first.attributes & WORK_DENIED;
        *edge = Edge {
            kind: first.kind,
            series: first.series,
            released_from: first.released_from,
            released_on: first.released_on,
            released_to: first.released_to,
            attributes: edge.attributes & !WORK_DENIED | denied,
            ..*edge
        };
    }
    edges
}

fn owned(owner: Owner, edge: Edge) -> Edge {
    match owner {
        Owner::Work(work) => Edge { work, ..edge },
        Owner::Person(person) => Edge { person, ..edge },
    }
}

fn owner() -> impl Strategy<Value = Owner> {
    prop_oneof![id().prop_map(Owner::Work), id().prop_map(Owner::Person)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn what_is_packed_is_unpacked(owner in owner(), edges in vec(edge(), 0..60)) {
        let edges = of(owner, edges);
        let bytes = owner.pack(&edges);
        prop_assert_eq!(count(&bytes).unwrap(), edges.len());
        prop_assert_eq!(owner.unpack(&bytes).unwrap(), edges);
    }

    #[test]
    fn whatever_the_bytes_are_nothing_panics(owner in owner(), bytes in vec(any::<u8>(), 0..300)) {
        let _ = owner.unpack(&bytes);
        let _ = count(&bytes);
    }

    #[test]
    fn a_list_with_a_byte_changed_is_a_list_or_refused(
        owner in owner(), edges in vec(edge(), 1..20), at in any::<usize>(), byte in any::<u8>(),
    ) {
        let mut bytes = owner.pack(&of(owner, edges));
        let at = at % bytes.len();
        bytes[at] = byte;
        if let Ok(edges) = owner.unpack(&bytes) {
            prop_assert!(edges.len() <= bytes.len());
        }
    }

    #[test]
    fn a_list_cut_short_is_refused(owner in owner(), edges in vec(edge(), 1..20), at in any::<usize>()) {
        let bytes = owner.pack(&of(owner, edges));
        let cut = &bytes[..at % bytes.len()];
        prop_assert!(owner.unpack(cut).is_err());
    }

    #[test]
    fn parts_are_bounded_and_in_order(owner in owner(), edges in vec(edge(), 0..1_500)) {
        let mut edges = of(owner, edges);
        edges.dedup_by_key(|edge| owner.other(edge));
        let parts = owner.parts(FIRST, &edges);
        prop_assert_eq!(parts[0].from, FIRST);
        let mut all = Vec::new();
        for part in &parts {
            prop_assert!(part.edges.len() <= MOST_BYTES);
            let of_part = owner.unpack(&part.edges).unwrap();
            prop_assert!(part.from == FIRST || owner.other(&of_part[0]) == part.from);
            all.extend(of_part);
        }
        prop_assert_eq!(all, edges);
    }

    #[test]
    fn an_edited_part_is_the_list_made_anew(
        owner in owner(), before in vec(edge(), 0..40), now in vec(edge(), 0..10),
    ) {
        let now = of(owner, now);
        let is_edited = |other: i64| now.iter().any(|edge| owner.other(edge) == other);
        let before = of(owner, before);
        let part = Part { from: FIRST, edges: owner.pack(&before) };
        let mut whole: Vec<Edge> = before.into_iter().filter(|e| !is_edited(owner.other(e))).collect();
        whole.extend(&now);
        let whole = of(owner, whole);
        let now: Vec<Edge> = whole.iter().filter(|e| is_edited(owner.other(e))).copied().collect();
        let edited = owner.edited(&part, is_edited, &now).unwrap();
        prop_assert_eq!(edited, owner.parts(FIRST, &whole));
    }
}

#[test]
fn what_one_other_end_has_is_never_parted() {
    let owner = Owner::Person(7);
    let edges: Vec<Edge> = (1..=4_000).map(|role| plain(role, 3, 7)).collect();
    let parts = owner.parts(FIRST, &edges);
    assert_eq!(parts.len(), 1);
    assert!(parts[0].edges.len() > MOST_BYTES);
}

#[test]
fn an_edge_of_a_long_career_takes_few_bytes() {
    let owner = Owner::Person(7);
    let day = |number: i64| 3_000 + i32::try_from(number).unwrap() * 9;
    let edge = |number: i64| Edge {
        released_from: day(number),
        released_on: day(number),
        released_to: day(number) + 364,
        ..plain(number * 160, 1_000_000 + number * 1_600, 7)
    };
    let edges: Vec<Edge> = (1..=1_000).map(edge).collect();
    let bytes = owner.pack(&edges).len();
    assert!(bytes <= 17 * 1_000, "{bytes} bytes");
}

fn plain(role: i64, work: i64, person: i64) -> Edge {
    Edge {
        role,
        work,
        person,
        series: Some(16),
        job: 0,
        department: Department::Acting,
        kind: WorkKind::Episode,
        certainty: Certainty::Stated,
        attributes: 0,
        billing: 3,
        released_from: 1,
        released_on: 1,
        released_to: 365,
    }
}
