//! Careers made ready against lists that are made anew.

#![allow(clippy::unwrap_used)]

use paging::{Page, PageRequest, page};
use proptest::prelude::*;

use super::tests::{credits, edge, edges, in_portions};
use super::*;

/// The page by filter, sort and count.
fn naive(list: &[Edge], before: Option<&Edge>, first: usize) -> (Vec<(i64, Vec<Edge>)>, usize) {
    let filter = EdgeFilter::usual().of_career();
    let passes = |edge: &&Edge| {
        let is_prior = |base: &Edge| {
            edge.listed_work() != base.listed_work()
                && prior::is_prior(edge.moment(), base.moment(), DateMatch::Certain)
        };
        filter.admits(edge) && before.is_none_or(is_prior)
    };
    let passing: Vec<Edge> = list.iter().filter(passes).copied().collect();
    let mut credits: Vec<_> = credits(&passing, true).into_iter().collect();
    credits.sort_by_key(|(work, edges)| (std::cmp::Reverse(edges[0].released_on), *work));
    let total = credits.len();
    credits.truncate(first);
    (credits, total)
}

/// The credits of a page with their roles, which are of a list.
fn parts(list: &[Edge], page: Page<Named>) -> (Vec<(i64, Vec<Edge>)>, usize) {
    let list = EdgeList::from(list.to_vec());
    let credits = in_portions(async |turn| {
        let mut credits = Vec::new();
        for (place, named) in page.items {
            let credit = list.credit(turn, named).await?;
            assert_eq!((place.id, credit.work), (named.work, named.work));
            credits.push((credit.work, credit.edges));
        }
        Ok(credits)
    });
    (credits, page.total)
}

/// Whether some series has an episode that ended before its first one.
fn has_tangled(list: &[Edge]) -> bool {
    let filter = EdgeFilter::usual().of_career();
    let passing: Vec<Edge> = list.iter().filter(|e| filter.admits(e)).copied().collect();
    let credits = credits(&passing, true);
    let is_tangled = |edges: &Vec<Edge>| {
        let first = edges[0].released_to;
        edges.iter().any(|edge| edge.released_to < first)
    };
    credits.values().any(is_tangled)
}

proptest! {
    #[test]
    fn a_career_is_that_of_the_list(
        list in edges(), base in proptest::option::of(edge()), first in 0..9_usize, years: bool,
    ) {
        let whole_year = |mut edge: Edge| {
            if years && edge.released_from != model::edtf::UNDATED {
                edge.released_to = edge.released_from + 3;
            }
            edge
        };
        let list: Vec<Edge> = list.into_iter().map(whole_year).collect();
        let base = base.map(whole_year);
        let request = PageRequest { first: Some(i32::try_from(first).unwrap()), ..PageRequest::default() };
        let found = in_portions(async |turn| {
            let career = Career::of(turn, &list).await?;
            let career = Career::unpack(7, &career.pack(7)).unwrap();
            let newest = career.newest(turn, base.as_ref(), first).await?;
            let give = |newest: Newest<'_>| {
                page(&newest, "test".to_owned(), NEWEST_FIRST.direction, &request, 20, 100).unwrap()
            };
            Ok(newest.map(give))
        });
        match found {
            Some(page) => prop_assert_eq!(parts(&list, page), naive(&list, base.as_ref(), first)),
            None => {
                prop_assert!(base.is_some() && has_tangled(&list));
                prop_assert!(!years, "works of whole years are never tangled");
            }
        }
    }
}

proptest! {
    #[test]
    fn the_newest_roles_are_those_of_the_list(list in edges(), first in 0..70_usize) {
        let filter = EdgeFilter::usual().of_career();
        let mut naive: Vec<Edge> = list.iter().filter(|e| filter.admits(e)).copied().collect();
        naive.sort_by_key(|edge| (std::cmp::Reverse(edge.released_on), edge.role));
        let career = in_portions(async |turn| Career::of(turn, &list).await);
        let request = PageRequest { first: Some(i32::try_from(first).unwrap()), ..PageRequest::default() };
        let newest = career.newest_roles(first).unwrap();
        let page = page(&newest, "test".to_owned(), NEWEST_FIRST.direction, &request, 20, 100).unwrap();
        prop_assert_eq!(page.total, naive.len());
        let found: Vec<Edge> = page.items.into_iter().map(|(_, edge)| edge).collect();
        naive.truncate(first);
        prop_assert_eq!(found, naive);
    }

    #[test]
    fn what_is_packed_is_unpacked(list in edges()) {
        let of_one = |mut edge: Edge| {
            edge.person = 7;
            // What edges have of a work, those of one work have alike.
            edge.work = edge.role * 1_000;
            // What the other tables say of it is not packed.
            edge.attributes &= !entity::role::PERSON_DENIED;
            edge
        };
        let list: Vec<Edge> = list.into_iter().map(of_one).collect();
        let career = in_portions(async |turn| Career::of(turn, &list).await);
        let bytes = career.pack(7);
        let unpacked = Career::unpack(7, &bytes).unwrap();
        prop_assert_eq!(unpacked.roles.told(), career.roles.told());
        prop_assert_eq!(unpacked.pack(7), bytes.clone());
        for end in 0..bytes.len() {
            let cut = Career::unpack(7, &bytes[..end]);
            prop_assert!(cut.is_err() || cut.is_ok_and(|cut| cut.roles.told().is_none()));
        }
    }

    #[test]
    fn whatever_the_bytes_are_nothing_panics(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        for bytes in [bytes.clone(), [&[1, 3], bytes.as_slice()].concat()] {
            if let Ok(career) = Career::unpack(7, &bytes) {
                let _ = career.newest_roles(1);
            }
        }
    }
}

#[test]
fn roles_behind_those_at_hand_are_counted_and_not_given() {
    let role = |number: i64| Edge {
        role: number,
        work: number,
        ..super::tests::plain()
    };
    let list: Vec<Edge> = (1..=300).map(role).collect();
    let career = in_portions(async |turn| Career::of(turn, &list).await);
    let newest = career.newest_roles(NEWEST_ROLES).unwrap();
    assert_eq!(paging::Ordered::count(&newest), 300);
    assert!(career.newest_roles(NEWEST_ROLES + 1).is_none());
}

#[test]
fn a_credit_takes_few_bytes() {
    let role = |number: i64| Edge {
        role: number * 40,
        work: 1_400_000_000 + (number * 7_919) % 1_000_000,
        ..super::tests::plain()
    };
    let list: Vec<Edge> = (1..=10_000).map(role).collect();
    let career = in_portions(async |turn| Career::of(turn, &list).await);
    let bytes = career.pack(7).len();
    assert!(bytes <= 6 * 10_000, "{bytes} bytes");
}

#[test]
fn a_career_is_made_when_it_is_asked_for_again() {
    let list = EdgeList::from(Vec::new());
    in_portions(async |turn| {
        assert!(list.career(turn).await?.is_none());
        assert!(list.career(turn).await?.is_some());
        Ok(())
    });
}

/// docs/operations.md says so, for whoever reckons what a cache holds.
#[test]
fn a_role_takes_116_bytes_with_its_place_in_a_career() {
    let many = 100_000;
    let newest = NEWEST_ROLES * size_of::<Edge>();
    let bytes = many * size_of::<Edge>() + Career::most_bytes(many) - newest;
    assert_eq!(bytes / many, 116);
}
