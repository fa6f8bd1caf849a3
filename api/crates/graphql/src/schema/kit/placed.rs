//! Pages of lists that have an order of their own.

use paging::{Page, PageRequest, Placed, placed};
use store::read::Mention;

use super::error::Result;
use super::listing::BILLING;
use super::paging::paged;
use super::sure::Sure;
use crate::scope::Scope;

/// The page of those items that are given a place. `name` says whose list it is, and which.
pub(crate) async fn placed_page<S, T: Clone>(
    scope: &Scope,
    items: &[S],
    place: impl Fn(&S) -> Option<Placed<T>>,
    name: (&str, &str),
    request: &PageRequest,
) -> Result<Page<Placed<T>>> {
    let list = async { placed(&mut scope.work().turn().await, items, place).await };
    let list = Box::pin(list).await?;
    paged(scope, &list, name, BILLING, request)
}

/// The place of a quote or a commentary about a record, if it is given.
pub(crate) fn mentioned(mention: &Mention, sure: Sure) -> Option<Placed<()>> {
    by_id(mention.id).filter(|_| sure.has(mention.is_denied))
}

/// The place of what is ordered by its id.
pub(crate) fn by_id(id: i64) -> Option<Placed<()>> {
    Some(Placed {
        place: 0,
        id,
        item: (),
    })
}
