//! Whole lists, gone through in portions: what passes, and in which order. Entries are numbers of a
//! list rather than copies of what stands there.

use budget::{STEP, Stopped, Turn, sorted_by};
use paging::{Ordered, Place};

use super::order::{Key, Listed, number_of, rank_of};
use super::{Edge, EdgeOrder, HeaderFilter, Headers};

/// The edges that pass.
///
/// # Errors
/// See [`Stopped`].
pub async fn admitted(
    turn: &mut Turn<'_>,
    edges: &[Edge],
    admits: impl Fn(&Edge) -> bool,
) -> Result<Vec<u32>, Stopped> {
    let mut numbers = Vec::with_capacity(edges.len());
    let mut number = 0;
    for part in edges.chunks(STEP) {
        for edge in part {
            if admits(edge) {
                numbers.push(number);
            }
            number += 1;
        }
        turn.look(part.len()).await?;
    }
    Ok(numbers)
}

/// Of some entries those whose works pass a filter on their headers.
///
/// # Errors
/// See [`Stopped`].
pub async fn passing<T: Listed>(
    turn: &mut Turn<'_>,
    items: &[T],
    entries: Vec<u32>,
    filter: &HeaderFilter,
    headers: &dyn Headers,
) -> Result<Vec<u32>, Stopped> {
    if filter.is_empty() {
        return Ok(entries);
    }
    let mut passing = Vec::new();
    for part in entries.chunks(STEP) {
        let admits = |entry: &u32| filter.admits(items[*entry as usize].work(), headers);
        passing.extend(part.iter().copied().filter(admits));
        turn.look(part.len()).await?;
    }
    Ok(passing)
}

/// How much of a list is to be in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// All of it.
    All,
    /// So many entries from its start; the others come after them, in no order.
    First(usize),
}

/// How many looks at an entry it takes to find out whether it is among the first.
const SELECTING: u64 = 3;

/// Entries in an order; of equals, the one with the least id comes first.
///
/// # Errors
/// See [`Stopped`].
pub async fn in_order<T: Listed>(
    turn: &mut Turn<'_>,
    items: &[T],
    entries: Vec<u32>,
    order: EdgeOrder,
    extent: Extent,
    headers: &dyn Headers,
) -> Result<Vec<u32>, Stopped> {
    if !order.field.reads_headers() {
        return by_numbers(turn, items, entries, order, extent).await;
    }
    let mut keys = Vec::with_capacity(entries.len());
    for part in entries.chunks(STEP) {
        let item = |entry: &u32| &items[*entry as usize];
        let key = |entry: &u32| (Key::of(item(entry), order.field, headers), item(entry).id());
        keys.extend(part.iter().map(key));
        turn.look(part.len()).await?;
    }
    let numbers: Vec<u32> = (0..).zip(&entries).map(|(number, _)| number).collect();
    let numbers = sorted_by(turn, numbers, |a, b| {
        let ((a, first), (b, second)) = (&keys[*a as usize], &keys[*b as usize]);
        a.compare(b, order.direction).then(first.cmp(second))
    });
    let numbers = numbers.await?;
    Ok(numbers.iter().map(|n| entries[*n as usize]).collect())
}

/// The same by what is a number of each entry.
async fn by_numbers<T: Listed>(
    turn: &mut Turn<'_>,
    items: &[T],
    entries: Vec<u32>,
    order: EdgeOrder,
    extent: Extent,
) -> Result<Vec<u32>, Stopped> {
    let mut keys = Vec::with_capacity(entries.len());
    for part in entries.chunks(STEP) {
        let key = |entry: &u32| {
            let item = &items[*entry as usize];
            (number_of(item, order), item.id(), *entry)
        };
        keys.extend(part.iter().map(key));
        turn.look(part.len()).await?;
    }
    let mut rest = Vec::new();
    if let Extent::First(first) = extent
        && first > 0
        && first < keys.len()
    {
        keys.select_nth_unstable(first - 1);
        turn.spend(keys.len() as u64 * SELECTING).await?;
        rest = keys.split_off(first);
    }
    let mut keys = sorted_by(turn, keys, Ord::cmp).await?;
    keys.append(&mut rest);
    Ok(keys.into_iter().map(|(.., entry)| entry).collect())
}

/// A list by its entries: ranks and items are made for those that are asked for.
pub struct Entries<'l, T, F> {
    /// What entries are numbers of.
    pub items: &'l [T],
    /// The entries, in order as far as they are asked for.
    pub entries: &'l [u32],
    /// That order.
    pub order: EdgeOrder,
    /// The headers that it looks at.
    pub headers: &'l dyn Headers,
    /// What the list gives for an item.
    pub give: F,
}

impl<T: Listed, G, F: Fn(&T) -> G> Ordered for Entries<'_, T, F> {
    type Item = G;

    fn count(&self) -> usize {
        self.entries.len()
    }

    fn place(&self, number: usize) -> Place {
        let item = &self.items[self.entries[number] as usize];
        Place {
            rank: rank_of(item, self.order.field, self.headers),
            id: item.id(),
        }
    }

    fn item(&self, number: usize) -> G {
        (self.give)(&self.items[self.entries[number] as usize])
    }
}
