//! The edge list code against a naive model that works on plain vectors.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use budget::{Stopped, Turn, Work};
use entity::vocabulary::{Certainty, Department, WorkKind};
use model::edtf::UNDATED;
use paging::{Direction, PageRequest, page};
use proptest::prelude::*;

use super::*;

const LIST: &str = "test";

/// docs/operations.md says so, for whoever reckons what a cache holds.
#[test]
fn an_edge_takes_72_bytes() {
    assert_eq!(size_of::<Edge>(), 72);
}

/// A role on a film of which nothing is special.
pub(super) fn plain() -> Edge {
    Edge {
        role: 1,
        work: 1,
        person: 7,
        series: None,
        job: 0,
        department: Department::Acting,
        kind: WorkKind::Film,
        certainty: Certainty::Stated,
        attributes: 0,
        billing: 1,
        released_from: 10,
        released_on: 10,
        released_to: 10,
    }
}

pub(super) fn edge() -> impl Strategy<Value = Edge> {
    let day = prop_oneof![4 => 0..40_i32, 1 => Just(UNDATED)];
    let department = prop::sample::select(vec![Department::Acting, Department::Directing]);
    let certainty = prop::sample::select(vec![
        Certainty::Rumored,
        Certainty::Reported,
        Certainty::Stated,
    ]);
    let attributes = prop::sample::select(vec![0_i16, 1, 2, 4, 8, 12]);
    let billing = prop_oneof![1..9_i32, Just(UNBILLED)];
    let episode = proptest::option::of(100..103_i64);
    (
        1..30_i64,
        day,
        0..3_i32,
        department,
        certainty,
        attributes,
        billing,
        episode,
    )
        .prop_map(
            |(work, day, width, department, certainty, attributes, billing, episode)| Edge {
                role: 0,
                work: work * 1000 + episode.unwrap_or(0),
                person: 7,
                series: episode,
                job: 0,
                department,
                kind: if episode.is_some() {
                    WorkKind::Episode
                } else {
                    WorkKind::Film
                },
                certainty,
                attributes,
                billing,
                released_from: day,
                released_on: day,
                released_to: if day == UNDATED { day } else { day + width },
            },
        )
}

pub(super) fn edges() -> impl Strategy<Value = Vec<Edge>> {
    prop::collection::vec(edge(), 0..60).prop_map(|mut list| {
        for (index, edge) in list.iter_mut().enumerate() {
            edge.role = i64::try_from(index).unwrap() + 1;
        }
        list
    })
}

fn order() -> impl Strategy<Value = EdgeOrder> {
    let fields = vec![
        OrderField::Billing,
        OrderField::ReleaseDate,
        OrderField::Title,
        OrderField::Rating,
        OrderField::Popularity,
    ];
    let directions = vec![Direction::Ascending, Direction::Descending];
    (
        prop::sample::select(fields),
        prop::sample::select(directions),
    )
        .prop_map(|(field, direction)| EdgeOrder { field, direction })
}

fn headers(edges: &[Edge]) -> Read {
    let works: BTreeSet<i64> = edges
        .iter()
        .flat_map(|e| [e.work, e.listed_work()])
        .collect();
    let header = |work: i64| {
        let header = WorkHeader {
            title: format!("title {}", work % 5),
            votes: (work % 3 != 0).then_some(i32::try_from(work % 100).unwrap()),
            rating: (work % 4 != 0).then_some(f64::from(i32::try_from(work % 10).unwrap()) / 3.0),
            popularity: None,
            known: 0,
            kind: None,
        };
        (work, Arc::new(header))
    };
    Read(works.into_iter().map(header).collect())
}

/// Headers that have been read.
struct Read(HashMap<i64, Arc<WorkHeader>>);

impl Headers for Read {
    fn header(&self, work: i64) -> Option<Arc<WorkHeader>> {
        self.0.get(&work).cloned()
    }

    fn genres(&self, work: i64) -> Option<Arc<[i64]>> {
        self.0.get(&work).map(|_| [work % 3, work % 2 + 10].into())
    }
}

/// Runs list work to its end.
pub(super) fn in_portions<T>(work: impl AsyncFnOnce(&mut Turn<'_>) -> Result<T, Stopped>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.unwrap().block_on(async {
        let all = Work::new(u64::MAX, None);
        work(&mut all.turn().await).await.unwrap()
    })
}

/// A career gathered by hand.
pub(super) fn credits(edges: &[Edge], roll_up: bool) -> BTreeMap<i64, Vec<Edge>> {
    let mut by_work: BTreeMap<i64, Vec<Edge>> = BTreeMap::new();
    for edge in edges {
        let work = if roll_up {
            edge.listed_work()
        } else {
            edge.work
        };
        by_work.entry(work).or_default().push(*edge);
    }
    for edges in by_work.values_mut() {
        edges.sort_by_key(|edge| (edge.released_on, edge.work, edge.billing, edge.role));
    }
    by_work
}

proptest! {
    #[test]
    fn an_order_is_that_of_a_naive_sort(list in edges(), order in order()) {
        let headers = headers(&list);
        let ranked = sorted(list.clone(), order, &headers);
        let mut naive = list;
        naive.sort_by(|a, b| {
            let key = |e: &Edge| {
                let h = &headers.0[&e.work];
                let number = match order.field {
                    OrderField::Billing => (e.billing != UNBILLED).then_some(f64::from(e.billing)),
                    OrderField::ReleaseDate => Some(f64::from(e.released_on)),
                    OrderField::Title => Some(0.0),
                    OrderField::Rating => h.rating,
                    OrderField::Popularity => h.popularity,
                };
                let title = if order.field == OrderField::Title { h.title.clone() } else { String::new() };
                (number, title)
            };
            let (ka, kb) = (key(a), key(b));
            let last = ka.0.is_none().cmp(&kb.0.is_none());
            let by_value = ka.partial_cmp(&kb).unwrap();
            let by_value = if order.direction == Direction::Descending { by_value.reverse() } else { by_value };
            last.then(by_value).then(a.role.cmp(&b.role))
        });
        let roles: Vec<i64> = ranked.iter().map(|r| r.item.role).collect();
        prop_assert_eq!(roles, naive.iter().map(|e| e.role).collect::<Vec<_>>());
    }

    #[test]
    fn filters_are_those_of_a_naive_model(
        list in edges(), acting: bool, window in proptest::option::of((0..40_i32, 0..40_i32)),
        any in proptest::option::of(prop::sample::select(vec![1_i16, 8, 4, 9])), films: bool, rolls_up: bool,
    ) {
        let filter = EdgeFilter {
            departments: acting.then(|| vec![Department::Acting]),
            kinds: films.then(|| vec![WorkKind::Series]),
            released: window.map(|(first, last)| DayWindow { first, last }),
            attributes: Attributes { any, none: 0 }.performances(),
            min_certainty: Some(Certainty::Reported),
            rolls_up,
            ..EdgeFilter::default()
        };
        for edge in &list {
            let apart = edge.attributes & (4 | 8) != 0;
            let asked = any.is_some_and(|bits| bits & (4 | 8) != 0);
            let expected = (!acting || edge.department == Department::Acting)
                && (!films || rolls_up && edge.series.is_some())
                && window.is_none_or(|(a, b)| (a..=b).contains(&edge.released_from) && (a..=b).contains(&edge.released_to))
                && (asked || !apart)
                && any.is_none_or(|bits| bits & edge.attributes != 0)
                && edge.certainty != Certainty::Rumored;
            prop_assert_eq!(filter.admits(edge), expected, "{:?}", edge);
        }
    }

    #[test]
    fn careers_lose_no_role_and_repeat_none(mut list in edges(), roll_up: bool, by_work: bool) {
        if by_work {
            // As lists are kept.
            list.sort_by_key(|edge| (edge.work, edge.released_on, edge.billing, edge.role));
        }
        let all = 0..u32::try_from(list.len()).unwrap();
        let gathered = in_portions(async |turn| gathered(turn, &list, all.collect(), roll_up).await);
        let naive = credits(&list, roll_up);
        prop_assert_eq!(gathered.credits.len(), naive.len());
        for (entry, (work, edges)) in gathered.credits.iter().zip(naive) {
            let credit = gathered.credit(&list, entry);
            let episodes: HashSet<i64> = edges.iter()
                .filter(|e| roll_up && e.series.is_some())
                .map(|e| e.work)
                .collect();
            prop_assert_eq!(credit.episodes, episodes.len());
            prop_assert_eq!((credit.work, entry.work), (work, work));
            prop_assert_eq!(entry.released_on, edges[0].released_on);
            prop_assert_eq!(Some(entry.billing), edges.iter().map(|e| e.billing).min());
            prop_assert_eq!(credit.edges, edges);
        }
    }

    #[test]
    fn entries_of_a_list_are_those_of_a_sort_of_what_passes(
        list in edges(), order in order(), votes in proptest::option::of((0..60_i32, 0..99_i32)), genre in 0..12_i64,
        first in 0..40_usize,
    ) {
        let headers = headers(&list);
        let filter = HeaderFilter {
            votes,
            genres: Some(Terms { any: None, all: vec![], none: vec![genre] }),
            rating: None,
        };
        let entries = in_portions(async |turn| {
            let some = admitted(turn, &list, |edge| edge.attributes == 0).await?;
            let some = passing(turn, &list, some, &filter, &headers).await?;
            in_order(turn, &list, some, order, Extent::All, &headers).await
        });
        let start = in_portions(async |turn| {
            in_order(turn, &list, entries.clone(), order, Extent::First(first), &headers).await
        });
        let known = first.min(entries.len());
        prop_assert_eq!(&start[..known], &entries[..known]);
        let set = |entries: &[u32]| entries.iter().copied().collect::<HashSet<u32>>();
        prop_assert_eq!((start.len(), set(&start)), (entries.len(), set(&entries)));
        let passes = |edge: &Edge| {
            let genres = [edge.work % 3, edge.work % 2 + 10];
            let has = headers.0[&edge.work].votes;
            edge.attributes == 0
                && !genres.contains(&genre)
                && votes.is_none_or(|(least, most)| has.is_some_and(|n| (least..=most).contains(&n)))
        };
        let naive = sorted(list.iter().copied().filter(passes).collect(), order, &headers);
        let items: Vec<Edge> = entries.iter().map(|n| list[*n as usize]).collect();
        prop_assert_eq!(&items, &naive.iter().map(|r| r.item).collect::<Vec<_>>());
        let view = Entries { items: &list, entries: &entries, order, headers: &headers, give: |e: &Edge| *e };
        let request = PageRequest { first: Some(7), ..PageRequest::default() };
        let pages = [
            page(&view, LIST.to_owned(), order.direction, &request, 20, 100),
            page(&naive, LIST.to_owned(), order.direction, &request, 20, 100),
        ];
        prop_assert_eq!(&pages[0], &pages[1]);
    }
}

#[test]
fn a_header_filter_passes_only_what_has_the_figure() {
    struct One;
    impl Headers for One {
        fn header(&self, work: i64) -> Option<Arc<WorkHeader>> {
            let header = WorkHeader {
                votes: Some(10),
                ..WorkHeader::default()
            };
            (work == 1).then(|| Arc::new(header))
        }

        fn genres(&self, _: i64) -> Option<Arc<[i64]>> {
            Some([1, 2].into())
        }
    }
    let admits = |filter: HeaderFilter| filter.admits(1, &One);
    assert!(admits(HeaderFilter::default()));
    let voted = HeaderFilter {
        votes: Some((10, 20)),
        ..HeaderFilter::default()
    };
    assert!(!voted.admits(2, &One));
    assert!(admits(voted));
    assert!(!admits(HeaderFilter {
        rating: Some((0.0, 10.0)),
        ..HeaderFilter::default()
    }));
    let terms = |any, all, none| HeaderFilter {
        genres: Some(Terms { any, all, none }),
        ..HeaderFilter::default()
    };
    assert!(admits(terms(Some(vec![2, 9]), vec![1], vec![9])));
    assert!(!admits(terms(None, vec![1, 9], vec![])));
    assert!(!admits(terms(None, vec![], vec![2])));
    assert!(!admits(terms(Some(vec![]), vec![], vec![])));
}
