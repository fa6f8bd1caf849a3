//! Lists with an order of their own: each item brings its place.

use budget::{STEP, Stopped, Turn, sorted_by};

use super::{Ordered, Place, Rank};

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

/// The place by a first number, and a second one among equals.
#[must_use]
pub fn place_of(first: i32, second: i32) -> i64 {
    (i64::from(first) << 32) + i64::from(second) - i64::from(i32::MIN)
}

/// Items in the order of their places.
#[derive(Clone, Debug)]
pub struct PlacedList<T> {
    items: Vec<Placed<T>>,
    /// The numbers of the items, in order.
    order: Vec<u32>,
}

/// Puts items that have a place into their order, in portions.
///
/// # Errors
/// See [`Stopped`].
pub async fn placed<S, T>(
    turn: &mut Turn<'_>,
    items: &[S],
    place: impl Fn(&S) -> Option<Placed<T>>,
) -> Result<PlacedList<T>, Stopped> {
    let mut list = Vec::new();
    for part in items.chunks(STEP) {
        list.extend(part.iter().filter_map(&place));
        turn.look(part.len()).await?;
    }
    let numbers = (0..)
        .zip(&list)
        .map(|(number, item)| (item.place, item.id, number));
    let order = sorted_by(turn, numbers.collect(), Ord::cmp).await?;
    Ok(PlacedList {
        items: list,
        order: order.into_iter().map(|(.., number)| number).collect(),
    })
}

impl<T: Clone> Ordered for PlacedList<T> {
    type Item = Placed<T>;

    fn count(&self) -> usize {
        self.order.len()
    }

    fn place(&self, number: usize) -> Place {
        let item = &self.items[self.order[number] as usize];
        Place {
            rank: Rank::Number(item.place),
            id: item.id,
        }
    }

    fn item(&self, number: usize) -> Placed<T> {
        self.items[self.order[number] as usize].clone()
    }
}
