//! Lists with an order of their own: each item brings its place.

use super::order::compare;
use super::{Direction, Listed, Rank, UNBILLED};
use crate::model::edtf::UNDATED;

/// An item at a place in its list; equals are ordered by id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed<T> {
    /// Its place, least first.
    pub place: i64,
    /// Unique among the items of one place.
    pub id: i64,
    /// What stands there.
    pub item: T,
}

impl<T> Listed for Placed<T> {
    fn id(&self) -> i64 {
        self.id
    }

    fn work(&self) -> i64 {
        0
    }

    fn released_on(&self) -> i32 {
        UNDATED
    }

    fn billing(&self) -> i32 {
        UNBILLED
    }
}

/// The place by a first number, and a second one among equals.
#[must_use]
pub fn place_of(first: i32, second: i32) -> i64 {
    (i64::from(first) << 32) + i64::from(second) - i64::from(i32::MIN)
}

/// The items in order, each with its rank.
#[must_use]
pub fn placed<T>(items: Vec<Placed<T>>) -> Vec<(Rank, Placed<T>)> {
    let rank = |item: Placed<T>| (Rank::Number(item.place), item);
    let mut ranked: Vec<_> = items.into_iter().map(rank).collect();
    ranked.sort_unstable_by(|a, b| compare((&a.0, a.1.id), (&b.0, b.1.id), Direction::Ascending));
    ranked
}
