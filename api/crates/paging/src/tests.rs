//! Pages and cursors against plain vectors.

#![allow(clippy::unwrap_used)]

use budget::Work;
use proptest::prelude::*;

use super::*;

const LIST: &str = "test";

fn direction() -> impl Strategy<Value = Direction> {
    prop::sample::select(vec![Direction::Ascending, Direction::Descending])
}

/// Ranks of one field, with many equals and some that have no value.
fn ranks() -> impl Strategy<Value = Vec<Rank>> {
    let number = (0..9_i64).prop_map(Rank::Number);
    let fraction = (0..9_i32).prop_map(|n| Rank::Fraction(f64::from(n) / 3.0));
    let text = "[a-c]{0,2}".prop_map(Rank::Text);
    let of = |rank: BoxedStrategy<Rank>| {
        let rank = prop_oneof![4 => rank, 1 => Just(Rank::Nothing)];
        prop::collection::vec(rank, 0..60)
    };
    prop_oneof![of(number.boxed()), of(fraction.boxed()), of(text.boxed())]
}

/// A list in order; its items are their own ids.
fn list(ranks: Vec<Rank>, direction: Direction) -> Vec<Ranked<i64>> {
    let ranked = |(id, rank): (i64, Rank)| Ranked {
        place: Place { rank, id },
        item: id,
    };
    let mut list: Vec<_> = (1..).zip(ranks).map(ranked).collect();
    list.sort_by(|a, b| a.place.compare(&b.place, direction));
    list
}

fn ids(list: &[Ranked<i64>]) -> Vec<i64> {
    list.iter().map(|ranked| ranked.item).collect()
}

/// Walks a list from one end in pages of `size`.
fn walk(list: &Vec<Ranked<i64>>, direction: Direction, size: i32, forward: bool) -> Vec<i64> {
    let mut seen = Vec::new();
    let mut cursor = None;
    loop {
        let request = if forward {
            PageRequest {
                first: Some(size),
                after: cursor.clone(),
                ..PageRequest::default()
            }
        } else {
            PageRequest {
                last: Some(size),
                before: cursor.clone(),
                ..PageRequest::default()
            }
        };
        let page = page(list, LIST.to_owned(), direction, &request, 20, 100).unwrap();
        assert_eq!(page.total, list.len());
        let ids: Vec<i64> = page.items.iter().map(|(_, id)| *id).collect();
        let (more, end) = if forward {
            seen.extend(ids);
            (page.has_next, page.items.last())
        } else {
            seen.splice(0..0, ids);
            (page.has_previous, page.items.first())
        };
        if !more {
            return seen;
        }
        cursor = end.map(|(place, _)| page.cursor(place));
    }
}

proptest! {
    #[test]
    fn what_has_no_value_comes_last_in_either_direction(ranks in ranks(), direction in direction()) {
        let list = list(ranks, direction);
        let last = list.iter().position(|ranked| ranked.place.rank == Rank::Nothing);
        let mut behind = list[last.unwrap_or(list.len())..].iter();
        prop_assert!(behind.all(|ranked| ranked.place.rank == Rank::Nothing));
    }

    #[test]
    fn pages_of_any_size_from_either_end_give_the_whole_list(
        ranks in ranks(), direction in direction(), size in 1..25_i32, forward: bool,
    ) {
        let list = list(ranks, direction);
        prop_assert_eq!(walk(&list, direction, size, forward), ids(&list));
    }

    #[test]
    fn a_cursor_holds_when_its_item_goes_and_others_come(
        ranks in ranks(), direction in direction(), cut in 0..60_usize, gone: prop::sample::Index,
    ) {
        prop_assume!(!ranks.is_empty());
        let list = list(ranks, direction);
        let cut = cut % list.len() + 1;
        let request = PageRequest { first: Some(i32::try_from(cut).unwrap()), ..PageRequest::default() };
        let before = page(&list, LIST.to_owned(), direction, &request, 20, 100).unwrap();
        let (place, last) = before.items.last().unwrap();
        let cursor = before.cursor(place);
        let expected = ids(&list[cut..]);
        // The cursor's own item is deleted, and another before it.
        let other = before.items[gone.index(before.items.len())].1;
        let left: Vec<_> = list.iter()
            .filter(|ranked| ranked.item != *last && ranked.item != other)
            .cloned()
            .collect();
        let request = PageRequest { first: Some(100), after: Some(cursor), ..PageRequest::default() };
        let next = page(&left, LIST.to_owned(), direction, &request, 20, 100).unwrap();
        prop_assert_eq!(next.items.into_iter().map(|(_, id)| id).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn what_has_a_place_is_put_there(places in prop::collection::vec((0..5_i64, any::<bool>()), 0..3_000)) {
        let items: Vec<(i64, (i64, bool))> = (0..).zip(places).collect();
        let place = |(id, (place, has_one)): &(i64, (i64, bool))| {
            has_one.then_some(Placed { place: *place, id: *id, item: () })
        };
        let mut naive: Vec<(i64, i64)> = items.iter().filter_map(place).map(|item| (item.place, item.id)).collect();
        naive.sort_unstable();
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        let list = runtime.unwrap().block_on(async {
            let work = Work::new(u64::MAX, None);
            placed(&mut work.turn().await, &items, place).await.unwrap()
        });
        let found: Vec<(i64, i64)> = (0..list.count())
            .map(|number| (list.item(number).place, list.place(number).id))
            .collect();
        prop_assert_eq!(found, naive);
    }

    #[test]
    fn cursors_come_back_as_they_were(number: i64, bits: u64, text in ".{0,100}", id: i64) {
        for rank in [Rank::Number(number), Rank::Text(text), Rank::Nothing, Rank::Fraction(f64::from_bits(bits))] {
            let cursor = Place { rank: rank.clone(), id }.to_cursor(LIST);
            let place = Place::from_cursor(&cursor, LIST).unwrap();
            prop_assert_eq!(place.id, id);
            match (place.rank, rank) {
                (Rank::Fraction(a), Rank::Fraction(b)) => prop_assert_eq!(a.to_bits(), b.to_bits()),
                (a, b) => prop_assert_eq!(a, b),
            }
        }
    }

    #[test]
    fn no_text_makes_a_cursor_panic(text in "\\PC{0,200}") {
        let _ = Place::from_cursor(&text, LIST);
    }
}

fn request(first: Option<i32>, last: Option<i32>, after: Option<&str>) -> PageRequest {
    PageRequest {
        first,
        last,
        after: after.map(str::to_owned),
        before: None,
    }
}

#[test]
fn bad_page_arguments_are_named() {
    let give = |request: &PageRequest| {
        page(
            &Vec::<Ranked<i64>>::new(),
            LIST.to_owned(),
            Direction::Ascending,
            request,
            20,
            100,
        )
        .unwrap_err()
    };
    assert_eq!(give(&request(Some(1), Some(1), None)), PageError::BothEnds);
    assert_eq!(
        give(&request(Some(-1), None, None)),
        PageError::Negative {
            argument: "first",
            value: -1
        }
    );
    assert_eq!(
        give(&request(None, Some(101), None)),
        PageError::TooMany {
            argument: "last",
            value: 101,
            limit: 100
        }
    );
    assert_eq!(
        give(&request(None, None, Some("rubbish!"))),
        PageError::Cursor {
            argument: "after",
            reason: CursorError::Malformed
        }
    );
    let place = Place {
        rank: Rank::Number(1),
        id: 1,
    };
    assert_eq!(
        give(&request(None, None, Some(&place.to_cursor("another")))),
        PageError::Cursor {
            argument: "after",
            reason: CursorError::OtherList
        }
    );
}
