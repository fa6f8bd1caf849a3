//! From an edge list to a page: the one path of every list of roles and credits.

use super::error::Result;
use super::filter::{Conditions, RoleFilter, RoleOrder};
use super::paging::paged;
use crate::edge::{
    Credit, DateMatch, Direction, Edge, EdgeOrder, Headers, Listed, OrderField, Page, PageRequest,
    credits, is_later, is_prior, sorted,
};
use crate::scope::Scope;

/// The billing of a work, from the top.
pub(super) const BILLING: EdgeOrder = EdgeOrder {
    field: OrderField::Billing,
    direction: Direction::Ascending,
};

/// A career, from the newest.
pub(super) const NEWEST_FIRST: EdgeOrder = EdgeOrder {
    field: OrderField::ReleaseDate,
    direction: Direction::Descending,
};

/// What a field with filter, order and page arguments was asked.
pub(super) struct Listing {
    /// The owner's public id and the field: what the list is called in its cursors.
    pub(super) name: (String, &'static str),
    /// Which roles.
    pub(super) filter: Option<RoleFilter>,
    /// In which order.
    pub(super) order: Option<RoleOrder>,
    /// In which order if the query does not say.
    pub(super) default_order: EdgeOrder,
    /// Which page.
    pub(super) page: PageRequest,
}

/// Before or after a role's work.
#[derive(Clone, Copy)]
pub(super) enum Side {
    Prior,
    Later,
}

/// The other works of a role's person, on one side of it in time.
#[derive(Clone, Copy)]
pub(super) struct Relative {
    pub(super) base: Edge,
    pub(super) side: Side,
    pub(super) dates: DateMatch,
}

impl Relative {
    /// A work is never before or after itself, and neither is its series.
    fn admits(&self, edge: &Edge, roll_up: bool) -> bool {
        let own_work = edge.work == self.base.work || Some(edge.work) == self.base.series;
        let own_series = roll_up && edge.listed_work() == self.base.listed_work();
        if own_work || own_series {
            return false;
        }
        let compare = match self.side {
            Side::Prior => is_prior,
            Side::Later => is_later,
        };
        compare(edge.moment(), self.base.moment(), self.dates)
    }
}

impl Listing {
    /// The roles of an owner.
    pub(super) async fn roles(
        self,
        scope: &Scope,
        edges: &[Edge],
        narrow: impl FnOnce(&mut Conditions),
    ) -> Result<Page<Edge>> {
        let order = RoleOrder::or(self.order, self.default_order);
        let mut conditions = RoleFilter::conditions(self.filter, scope).await?;
        narrow(&mut conditions);
        let admitted = edges.iter().filter(|edge| conditions.edges.admits(edge));
        let admitted = admitted.copied().collect();
        let (items, headers) = with_headers(scope, admitted, &conditions, order).await?;
        let ranked = sorted(items, order, &headers);
        paged(
            scope,
            ranked,
            (&self.name.0, self.name.1),
            order,
            &self.page,
        )
    }

    /// The credits of a person: the whole career, or one side of a role.
    pub(super) async fn credits(
        self,
        scope: &Scope,
        edges: &[Edge],
        relative: Option<Relative>,
    ) -> Result<Page<Credit>> {
        let order = RoleOrder::or(self.order, self.default_order);
        let conditions = career(RoleFilter::conditions(self.filter, scope).await?);
        let items = career_credits(edges, &conditions, relative);
        let (items, headers) = with_headers(scope, items, &conditions, order).await?;
        let ranked = sorted(items, order, &headers);
        paged(
            scope,
            ranked,
            (&self.name.0, self.name.1),
            order,
            &self.page,
        )
    }
}

/// Whether nothing that the filter admits may have come before a role.
pub(super) async fn is_debut(
    scope: &Scope,
    edges: &[Edge],
    filter: Option<RoleFilter>,
    base: Edge,
) -> Result<bool> {
    let conditions = career(RoleFilter::conditions(filter, scope).await?);
    let relative = Relative {
        base,
        side: Side::Prior,
        dates: DateMatch::Possible,
    };
    let items = career_credits(edges, &conditions, Some(relative));
    let (items, _) = with_headers(scope, items, &conditions, NEWEST_FIRST).await?;
    Ok(items.is_empty())
}

/// What careers do with a filter: performances only, and episodes rolled up unless it names them.
pub(super) fn career(mut conditions: Conditions) -> Conditions {
    conditions.edges.attributes = conditions.edges.attributes.performances();
    conditions.edges.rolls_up = !conditions.edges.names_episodes();
    conditions
}

fn career_credits(
    edges: &[Edge],
    conditions: &Conditions,
    relative: Option<Relative>,
) -> Vec<Credit> {
    let roll_up = conditions.edges.rolls_up;
    let admitted = edges
        .iter()
        .filter(|edge| relative.is_none_or(|relative| relative.admits(edge, roll_up)))
        .filter(|edge| conditions.edges.admits(edge));
    credits(admitted.copied(), roll_up)
}

/// Reads headers only where a filter or an order asks for them, and applies that filter.
async fn with_headers<T: Listed>(
    scope: &Scope,
    items: Vec<T>,
    conditions: &Conditions,
    order: EdgeOrder,
) -> Result<(Vec<T>, Headers)> {
    let filter = &conditions.header;
    if filter.is_empty() && !order.field.reads_headers() {
        return Ok((items, Headers::new()));
    }
    let mut works: Vec<i64> = items.iter().map(Listed::work).collect();
    works.sort_unstable();
    works.dedup();
    let headers = scope.headers(&works, filter.genres.is_some()).await?;
    let admits = |item: &T| filter.admits(headers.get(&item.work()).map(AsRef::as_ref));
    let items = items.into_iter().filter(admits).collect();
    Ok((items, headers))
}
