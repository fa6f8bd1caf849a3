//! Paging by the rules of Relay's connections, over a whole ordered list.

use std::cmp::Ordering;

use super::order::compare;
use super::{Cursor, CursorError, Direction, Listed, Place, Rank};

/// The page arguments of a field, as they came.
#[derive(Clone, Debug, Default)]
pub struct PageRequest {
    /// How many from the start.
    pub first: Option<i32>,
    /// Only what stands behind this cursor.
    pub after: Option<String>,
    /// How many from the end.
    pub last: Option<i32>,
    /// Only what stands before this cursor.
    pub before: Option<String>,
}

/// Why a page cannot be given; each names its argument.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    /// Both ends at once.
    #[error("`first` and `last` cannot be used together; pass one of them")]
    BothEnds,
    /// Below zero.
    #[error("`{argument}` must not be negative; it is {value}")]
    Negative {
        /// `first` or `last`.
        argument: &'static str,
        /// What came.
        value: i32,
    },
    /// Over the bound.
    #[error("`{argument}` must be at most {limit}; it is {value}")]
    TooMany {
        /// `first` or `last`.
        argument: &'static str,
        /// What came.
        value: i32,
        /// The bound.
        limit: u32,
    },
    /// A cursor that is refused.
    #[error("`{argument}` {reason}")]
    Cursor {
        /// `after` or `before`.
        argument: &'static str,
        /// Why.
        reason: CursorError,
    },
}

/// Which end a page is taken from, and how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Window {
    First(usize),
    Last(usize),
}

/// A page of an ordered list.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    /// The items, each with its cursor.
    pub items: Vec<(String, T)>,
    /// Whether there are more behind.
    pub has_next: bool,
    /// Whether there are more before.
    pub has_previous: bool,
    /// How many the whole list has, pages aside.
    pub total: usize,
}

impl PageRequest {
    fn window(&self, default: u32, limit: u32) -> Result<Window, PageError> {
        match (self.first, self.last) {
            (Some(_), Some(_)) => Err(PageError::BothEnds),
            (None, Some(last)) => Ok(Window::Last(bounded("last", last, limit)?)),
            (Some(first), None) => Ok(Window::First(bounded("first", first, limit)?)),
            (None, None) => Ok(Window::First(default as usize)),
        }
    }

    fn place(
        argument: &'static str,
        cursor: Option<&String>,
        list: &str,
    ) -> Result<Option<Place>, PageError> {
        cursor
            .map(|text| Cursor::decode(text, list))
            .transpose()
            .map_err(|reason| PageError::Cursor { argument, reason })
    }
}

fn bounded(argument: &'static str, value: i32, limit: u32) -> Result<usize, PageError> {
    match u32::try_from(value) {
        Err(_) => Err(PageError::Negative { argument, value }),
        Ok(count) if count > limit => Err(PageError::TooMany {
            argument,
            value,
            limit,
        }),
        Ok(count) => Ok(count as usize),
    }
}

/// The page of the ordered list called `list` that `request` asks for.
///
/// # Errors
/// See [`PageError`].
pub fn page<T: Listed>(
    ordered: Vec<(Rank, T)>,
    list: &str,
    direction: Direction,
    request: &PageRequest,
    default: u32,
    limit: u32,
) -> Result<Page<T>, PageError> {
    let window = request.window(default, limit)?;
    let after = PageRequest::place("after", request.after.as_ref(), list)?;
    let before = PageRequest::place("before", request.before.as_ref(), list)?;
    let side = |item: &(Rank, T), place: &Place| {
        compare((&item.0, item.1.id()), (&place.rank, place.id), direction)
    };
    let total = ordered.len();
    let start = after.map_or(0, |place| {
        ordered.partition_point(|item| side(item, &place) != Ordering::Greater)
    });
    let end = before.map_or(total, |place| {
        ordered.partition_point(|item| side(item, &place) == Ordering::Less)
    });
    let end = end.max(start);
    let (start, end) = match window {
        Window::First(count) => (start, end.min(start.saturating_add(count))),
        Window::Last(count) => (start.max(end.saturating_sub(count)), end),
    };
    let items = ordered.into_iter().skip(start).take(end - start);
    let with_cursor = |(rank, item): (Rank, T)| {
        let place = Place {
            rank,
            id: item.id(),
        };
        let cursor = Cursor {
            list: list.to_owned(),
            place,
        };
        (cursor.encode(), item)
    };
    Ok(Page {
        items: items.map(with_cursor).collect(),
        has_next: end < total,
        has_previous: start > 0,
        total,
    })
}
