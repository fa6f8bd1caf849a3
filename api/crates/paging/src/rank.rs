//! Ranks: what a list is ordered by, and the one rule for what has no value.

use std::cmp::Ordering;

/// Up or down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Least first.
    Ascending,
    /// Greatest first.
    Descending,
}

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

/// A rank that borrows its text, wherever that is kept: the one rule for sorts and for cursors.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RankRef<'v> {
    /// See [`Rank::Number`].
    Number(i64),
    /// See [`Rank::Fraction`].
    Fraction(f64),
    /// See [`Rank::Text`].
    Text(&'v str),
    /// See [`Rank::Nothing`].
    Nothing,
}

impl RankRef<'_> {
    /// Ranks of one field are of one kind; across kinds the order is arbitrary but fixed.
    #[must_use]
    pub fn compare(self, other: RankRef<'_>, direction: Direction) -> Ordering {
        let ascending = match (self, other) {
            (Self::Nothing, RankRef::Nothing) => return Ordering::Equal,
            (Self::Nothing, _) => return Ordering::Greater,
            (_, RankRef::Nothing) => return Ordering::Less,
            (Self::Number(a), RankRef::Number(b)) => a.cmp(&b),
            (Self::Fraction(a), RankRef::Fraction(b)) => a.total_cmp(&b),
            (Self::Text(a), RankRef::Text(b)) => a.cmp(b),
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

    /// The same rank with a text of its own.
    #[must_use]
    pub fn to_rank(self) -> Rank {
        match self {
            Self::Number(number) => Rank::Number(number),
            Self::Fraction(fraction) => Rank::Fraction(fraction),
            Self::Text(text) => Rank::Text(text.to_owned()),
            Self::Nothing => Rank::Nothing,
        }
    }
}

impl Rank {
    /// The same rank, borrowed.
    #[must_use]
    pub fn as_ref(&self) -> RankRef<'_> {
        match self {
            Self::Number(number) => RankRef::Number(*number),
            Self::Fraction(fraction) => RankRef::Fraction(*fraction),
            Self::Text(text) => RankRef::Text(text),
            Self::Nothing => RankRef::Nothing,
        }
    }
}
