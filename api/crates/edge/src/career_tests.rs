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

fn parts(page: Page<Credit>) -> (Vec<(i64, Vec<Edge>)>, usize) {
    let credits = page.items.into_iter();
    let credits = credits.map(|(_, credit)| (credit.work, credit.edges));
    (credits.collect(), page.total)
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
            let newest = career.newest(turn, &list, base.as_ref(), first).await?;
            let give = |newest: Newest<'_>| {
                page(&newest, "test".to_owned(), NEWEST_FIRST.direction, &request, 20, 100).unwrap()
            };
            Ok(newest.map(give))
        });
        match found {
            Some(page) => prop_assert_eq!(parts(page), naive(&list, base.as_ref(), first)),
            None => {
                prop_assert!(base.is_some() && has_tangled(&list));
                prop_assert!(!years, "works of whole years are never tangled");
            }
        }
    }
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
fn a_role_takes_108_bytes_with_its_place_in_a_career() {
    assert_eq!(size_of::<Edge>() + Career::most_bytes(1), 108);
}
