//! Pages of ordered lists, by the rules of Relay's connections.
//!
//! A list is anything that is [`Ordered`]. Its cursors say where an item stood, so they go on
//! working when items come and go between two pages. Pure, and long lists are gone through in
//! portions (see [`budget`]).

mod cursor;
mod page;
mod placed;
mod rank;
#[cfg(test)]
mod tests;

pub use cursor::{CursorError, Place};
pub use page::{Ordered, Page, PageError, PageRequest, PageSpan, Ranked, Window, page};
pub use placed::{Placed, PlacedList, place_of, placed};
pub use rank::{Direction, Rank, RankRef};
