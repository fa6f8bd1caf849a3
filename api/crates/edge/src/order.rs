//! The orders of edge lists.

use std::cmp::Ordering;
use std::sync::Arc;

use paging::{Direction, Place, Rank, RankRef, Ranked};

use super::{Edge, Headers, UNBILLED, WorkHeader};

/// What a list is ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderField {
    /// Place in the billing; the unbilled come last in either direction.
    Billing,
    /// Release; the undated are the newest.
    ReleaseDate,
    /// Folded title.
    Title,
    /// Average rating; the unrated come last in either direction.
    Rating,
    /// Popularity; what has none comes last in either direction.
    Popularity,
}

impl OrderField {
    /// Whether work headers have to be read for it.
    #[must_use]
    pub fn reads_headers(self) -> bool {
        matches!(self, Self::Title | Self::Rating | Self::Popularity)
    }
}

/// An order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EdgeOrder {
    /// By what.
    pub field: OrderField,
    /// Up or down.
    pub direction: Direction,
}

/// What stands in an edge list: a role, or a credit.
pub trait Listed {
    /// Unique in the list: it decides between equals.
    fn id(&self) -> i64;
    /// The work whose header counts.
    fn work(&self) -> i64;
    /// First day as stated.
    fn released_on(&self) -> i32;
    /// Place in the billing, or [`UNBILLED`].
    fn billing(&self) -> i32;
}

impl Listed for Edge {
    fn id(&self) -> i64 {
        self.role
    }

    fn work(&self) -> i64 {
        self.work
    }

    fn released_on(&self) -> i32 {
        self.released_on
    }

    fn billing(&self) -> i32 {
        self.billing
    }
}

/// How much of a title orders: a cursor carries it.
const TITLE_RANK_CHARS: usize = 100;

/// A rank as a sort compares it: it holds the header rather than a copy of its title.
#[derive(Clone, Debug)]
pub(super) enum Key {
    Number(i64),
    Fraction(f64),
    Title(Arc<WorkHeader>),
    Nothing,
}

impl Key {
    pub(super) fn of(item: &impl Listed, field: OrderField, headers: &dyn Headers) -> Self {
        let header = || headers.header(item.work());
        let fraction = |value: Option<f64>| value.map_or(Self::Nothing, Self::Fraction);
        match field {
            OrderField::Billing if item.billing() == UNBILLED => Self::Nothing,
            OrderField::Billing => Self::Number(i64::from(item.billing())),
            OrderField::ReleaseDate => Self::Number(i64::from(item.released_on())),
            OrderField::Title => header().map_or(Self::Nothing, Self::Title),
            OrderField::Rating => fraction(header().and_then(|h| h.rating)),
            OrderField::Popularity => fraction(header().and_then(|h| h.popularity)),
        }
    }

    fn rank(&self) -> RankRef<'_> {
        match self {
            Self::Number(number) => RankRef::Number(*number),
            Self::Fraction(fraction) => RankRef::Fraction(*fraction),
            Self::Title(header) => RankRef::Text(ordering_part(&header.title)),
            Self::Nothing => RankRef::Nothing,
        }
    }

    pub(super) fn compare(&self, other: &Self, direction: Direction) -> Ordering {
        self.rank().compare(other.rank(), direction)
    }
}

/// What of a title orders.
fn ordering_part(title: &str) -> &str {
    if title.len() <= TITLE_RANK_CHARS {
        return title;
    }
    let end = title.char_indices().nth(TITLE_RANK_CHARS);
    end.map_or(title, |(end, _)| &title[..end])
}

/// Where something stands in an order by what is a number of each: the least comes first, and what
/// has none last.
pub(super) fn number_of(item: &impl Listed, order: EdgeOrder) -> i64 {
    let number = match order.field {
        OrderField::Billing if item.billing() == UNBILLED => return i64::MAX,
        OrderField::Billing => item.billing(),
        _ => item.released_on(),
    };
    match order.direction {
        Direction::Ascending => i64::from(number),
        Direction::Descending => -i64::from(number),
    }
}

/// What a cursor remembers of where something stands.
pub(super) fn rank_of(item: &impl Listed, field: OrderField, headers: &dyn Headers) -> Rank {
    Key::of(item, field, headers).rank().to_rank()
}

/// The items of a short list in order, each with its place.
#[must_use]
pub fn sorted<T: Listed>(items: Vec<T>, order: EdgeOrder, headers: &dyn Headers) -> Vec<Ranked<T>> {
    let ranked = |item: T| {
        let rank = rank_of(&item, order.field, headers);
        let place = Place {
            rank,
            id: item.id(),
        };
        Ranked { place, item }
    };
    let mut ranked: Vec<Ranked<T>> = items.into_iter().map(ranked).collect();
    ranked.sort_unstable_by(|a, b| a.place.compare(&b.place, order.direction));
    ranked
}
