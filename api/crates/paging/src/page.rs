//! Paging by the rules of Relay's connections, over a whole ordered list.

use std::cmp::Ordering;

use super::{CursorError, Direction, Place};

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
pub enum Window {
    /// From the start.
    First(usize),
    /// From the end.
    Last(usize),
}

/// A page of an ordered list.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    /// What the list is called in its cursors.
    pub list: String,
    /// The items, each with its place in the list.
    pub items: Vec<(Place, T)>,
    /// Whether there are more behind.
    pub has_next: bool,
    /// Whether there are more before.
    pub has_previous: bool,
    /// How many the whole list has, pages aside.
    pub total: usize,
}

impl<T> Page<T> {
    /// The cursor of a place. Made when it is asked for: most clients want the items alone.
    #[must_use]
    pub fn cursor(&self, place: &Place) -> String {
        place.to_cursor(&self.list)
    }

    /// The same page with other items, made of these.
    #[must_use]
    pub fn map<U>(self, mut make: impl FnMut(T) -> U) -> Page<U> {
        let items = self.items.into_iter();
        Page {
            list: self.list,
            items: items.map(|(place, item)| (place, make(item))).collect(),
            has_next: self.has_next,
            has_previous: self.has_previous,
            total: self.total,
        }
    }
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
            .map(|text| Place::from_cursor(text, list))
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

/// A whole list in its order.
pub trait Ordered {
    /// What stands in it.
    type Item;
    /// How many stand in it.
    fn count(&self) -> usize;
    /// The place of one by its number in the list, below [`Ordered::count`].
    fn place(&self, number: usize) -> Place;
    /// The item there.
    fn item(&self, number: usize) -> Self::Item;
}

/// An item with its place, in a short list that is kept in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked<T> {
    /// Where it stands.
    pub place: Place,
    /// What stands there.
    pub item: T,
}

impl<T: Clone> Ordered for Vec<Ranked<T>> {
    type Item = T;

    fn count(&self) -> usize {
        self.len()
    }

    fn place(&self, number: usize) -> Place {
        self[number].place.clone()
    }

    fn item(&self, number: usize) -> T {
        self[number].item.clone()
    }
}

/// A page request that was understood.
#[derive(Clone, Debug, PartialEq)]
pub struct PageSpan {
    /// From which end, and how many.
    pub window: Window,
    /// Behind this place.
    pub after: Option<Place>,
    /// Before this place.
    pub before: Option<Place>,
}

impl PageRequest {
    /// What is wanted of the list called `list`.
    ///
    /// # Errors
    /// See [`PageError`].
    pub fn understood(&self, list: &str, default: u32, limit: u32) -> Result<PageSpan, PageError> {
        Ok(PageSpan {
            window: self.window(default, limit)?,
            after: Self::place("after", self.after.as_ref(), list)?,
            before: Self::place("before", self.before.as_ref(), list)?,
        })
    }
}

/// The page of the ordered list called `list` that `request` asks for.
///
/// # Errors
/// See [`PageError`].
pub fn page<L: Ordered>(
    ordered: &L,
    list: String,
    direction: Direction,
    request: &PageRequest,
    default: u32,
    limit: u32,
) -> Result<Page<L::Item>, PageError> {
    let wanted = request.understood(&list, default, limit)?;
    let side = |number: usize, place: &Place| ordered.place(number).compare(place, direction);
    let total = ordered.count();
    let start = wanted.after.map_or(0, |place| {
        partition(total, |number| side(number, &place) != Ordering::Greater)
    });
    let end = wanted.before.map_or(total, |place| {
        partition(total, |number| side(number, &place) == Ordering::Less)
    });
    let end = end.max(start);
    let (start, end) = match wanted.window {
        Window::First(count) => (start, end.min(start.saturating_add(count))),
        Window::Last(count) => (start.max(end.saturating_sub(count)), end),
    };
    let placed = |number: usize| (ordered.place(number), ordered.item(number));
    Ok(Page {
        list,
        items: (start..end).map(placed).collect(),
        has_next: end < total,
        has_previous: start > 0,
        total,
    })
}

/// How many of the first `total` numbers come before the first one that does not hold.
fn partition(total: usize, holds: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, total);
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}
