//! Pages of lists that have an order of their own.

use super::error::Result;
use super::listing::BILLING;
use super::paging::paged;
use crate::edge::{Page, PageRequest, Placed, placed};
use crate::scope::Scope;

/// The page of items by their places. `name` says whose list it is, and which.
pub(super) fn placed_page<T>(
    scope: &Scope,
    items: Vec<Placed<T>>,
    name: (&str, &str),
    request: &PageRequest,
) -> Result<Page<Placed<T>>> {
    paged(scope, placed(items), name, BILLING, request)
}

/// Items in the order of their ids.
pub(super) fn by_id(ids: impl IntoIterator<Item = i64>) -> Vec<Placed<()>> {
    let item = |id| Placed {
        place: 0,
        id,
        item: (),
    };
    ids.into_iter().map(item).collect()
}
