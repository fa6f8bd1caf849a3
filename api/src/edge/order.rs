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

    fn value(&self) -> Value<'_> {
        match self {
            Self::Number(number) => Value::Number(*number),
            Self::Fraction(fraction) => Value::Fraction(*fraction),
            Self::Title(header) => Value::Text(ordering_part(&header.title)),
            Self::Nothing => Value::Nothing,
        }
    }

    pub(super) fn compare(&self, other: &Self, direction: Direction) -> Ordering {
        self.value().compare(other.value(), direction)
    }
}

/// What orders, wherever it is kept: the one rule for sorts and for cursors.
#[derive(Clone, Copy)]
enum Value<'v> {
    Number(i64),
    Fraction(f64),
    Text(&'v str),
    Nothing,
}

impl Value<'_> {
    /// Values of one field are of one kind; across kinds the order is arbitrary but fixed.
    fn compare(self, other: Value<'_>, direction: Direction) -> Ordering {
        let ascending = match (self, other) {
            (Self::Nothing, Value::Nothing) => return Ordering::Equal,
            (Self::Nothing, _) => return Ordering::Greater,
            (_, Value::Nothing) => return Ordering::Less,
            (Self::Number(a), Value::Number(b)) => a.cmp(&b),
            (Self::Fraction(a), Value::Fraction(b)) => a.total_cmp(&b),
            (Self::Text(a), Value::Text(b)) => a.cmp(b),
            (a, b) => a.kind().cmp(&b.kind()),
        };
        match direction {
            Direction::Ascending => ascending,
            Direction::Descending => ascending.reverse(),
        }
    }

    fn kind(self) -> u8 {
        match self {
            Self::Number(_) => 0,
            Self::Fraction(_) => 1,
            Self::Text(_) => 2,
            Self::Nothing => 3,
        }
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

impl Rank {
    pub(super) fn of(item: &impl Listed, field: OrderField, headers: &dyn Headers) -> Self {
        match Key::of(item, field, headers).value() {
            Value::Number(number) => Self::Number(number),
            Value::Fraction(fraction) => Self::Fraction(fraction),
            Value::Text(text) => Self::Text(text.to_owned()),
            Value::Nothing => Self::Nothing,
        }
    }

    fn value(&self) -> Value<'_> {
        match self {
            Self::Number(number) => Value::Number(*number),
            Self::Fraction(fraction) => Value::Fraction(*fraction),
            Self::Text(text) => Value::Text(text),
            Self::Nothing => Value::Nothing,
        }
    }

    fn compare(&self, other: &Self, direction: Direction) -> Ordering {
        self.value().compare(other.value(), direction)
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
