//! The orders of edge lists, and the one rule for what has no value.

use std::cmp::Ordering;
use std::sync::Arc;

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

/// Up or down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Least first.
    Ascending,
    /// Greatest first.
    Descending,
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

/// Where something stands by one field: what a cursor remembers of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Rank {
    /// A whole number.
    Number(i64),
    /// A fraction.
    Fraction(f64),
    /// Text.
    Text(String),
    /// No value: last in either direction.
    Nothing,
}

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

    /// The keys of one list are of one kind.
    pub(super) fn compare(&self, other: &Self, direction: Direction) -> Ordering {
        let ascending = match (self, other) {
            (Self::Nothing, Self::Nothing) => return Ordering::Equal,
            (Self::Nothing, _) => return Ordering::Greater,
            (_, Self::Nothing) => return Ordering::Less,
            (Self::Number(a), Self::Number(b)) => a.cmp(b),
            (Self::Fraction(a), Self::Fraction(b)) => a.total_cmp(b),
            (Self::Title(a), Self::Title(b)) => {
                ordering_part(&a.title).cmp(ordering_part(&b.title))
            }
            _ => Ordering::Equal,
        };
        in_direction(ascending, direction)
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

fn in_direction(ascending: Ordering, direction: Direction) -> Ordering {
    match direction {
        Direction::Ascending => ascending,
        Direction::Descending => ascending.reverse(),
    }
}

impl Rank {
    pub(super) fn of(item: &impl Listed, field: OrderField, headers: &dyn Headers) -> Self {
        match Key::of(item, field, headers) {
            Key::Number(number) => Self::Number(number),
            Key::Fraction(fraction) => Self::Fraction(fraction),
            Key::Title(header) => Self::Text(ordering_part(&header.title).to_owned()),
            Key::Nothing => Self::Nothing,
        }
    }

    /// Values of one field are of one kind; across kinds the order is arbitrary but fixed.
    fn compare(&self, other: &Self, direction: Direction) -> Ordering {
        let ascending = match (self, other) {
            (Self::Nothing, Self::Nothing) => return Ordering::Equal,
            (Self::Nothing, _) => return Ordering::Greater,
            (_, Self::Nothing) => return Ordering::Less,
            (Self::Number(a), Self::Number(b)) => a.cmp(b),
            (Self::Fraction(a), Self::Fraction(b)) => a.total_cmp(b),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            (a, b) => a.kind().cmp(&b.kind()),
        };
        in_direction(ascending, direction)
    }

    fn kind(&self) -> u8 {
        match self {
            Self::Number(_) => 0,
            Self::Fraction(_) => 1,
            Self::Text(_) => 2,
            Self::Nothing => 3,
        }
    }
}

/// Rank, then id: the total order of a list.
pub(super) fn compare(a: (&Rank, i64), b: (&Rank, i64), direction: Direction) -> Ordering {
    a.0.compare(b.0, direction).then(a.1.cmp(&b.1))
}

/// The items of a short list in order, each with its rank.
#[must_use]
pub fn sorted<T: Listed>(items: Vec<T>, order: EdgeOrder, headers: &dyn Headers) -> Vec<(Rank, T)> {
    let rank = |item: T| (Rank::of(&item, order.field, headers), item);
    let mut ranked: Vec<(Rank, T)> = items.into_iter().map(rank).collect();
    ranked.sort_unstable_by(|a, b| compare((&a.0, a.1.id()), (&b.0, b.1.id()), order.direction));
    ranked
}
