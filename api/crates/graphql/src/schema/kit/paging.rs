//! Connections: pages by the rules of Relay, with exact bounds and totals.

use async_graphql::{Context, SimpleObject};
use edge::EdgeOrder;
use paging::{Direction, Ordered, Page, PageError, PageRequest, PageSpan, Place, page};

use super::error::Result;
use crate::error::{ApiError, ErrorCode};
use crate::scope::Scope;

/// Where a page stands in its list.
#[derive(SimpleObject)]
pub(crate) struct PageInfo {
    /// Whether there are more behind this page. Exact.
    has_next_page: bool,
    /// Whether there are more before this page. Exact.
    has_previous_page: bool,
    /// The cursor of the first item; null on an empty page.
    start_cursor: Option<String>,
    /// The cursor of the last item; null on an empty page. Pass it as `after` for the next page.
    end_cursor: Option<String>,
}

impl PageInfo {
    pub(crate) fn of<T>(page: &Page<T>) -> Self {
        let cursor = |item: Option<&(Place, T)>| item.map(|(place, _)| page.cursor(place));
        Self {
            has_next_page: page.has_next,
            has_previous_page: page.has_previous,
            start_cursor: cursor(page.items.first()),
            end_cursor: cursor(page.items.last()),
        }
    }
}

/// The page arguments of a field.
pub(crate) fn requested(
    first: Option<i32>,
    after: Option<String>,
    last: Option<i32>,
    before: Option<String>,
) -> PageRequest {
    PageRequest {
        first,
        after,
        last,
        before,
    }
}

/// The page of an ordered list that was asked for. `owner` and `field` say which list it is.
pub(crate) fn paged<L: Ordered>(
    scope: &Scope,
    ordered: &L,
    name: (&str, &str),
    order: EdgeOrder,
    request: &PageRequest,
) -> Result<Page<L::Item>> {
    let (list, bounds) = (list_name(name, order), scope.bounds());
    let (default, most) = (bounds.default_page, bounds.max_page);
    page(ordered, list, order.direction, request, default, most).map_err(page_error)
}

/// What a list that is paged by the database is called in its cursors, and what is wanted of it.
pub(crate) fn wanted(
    scope: &Scope,
    name: (&str, &str),
    order: EdgeOrder,
    request: &PageRequest,
) -> Result<(String, PageSpan)> {
    let (list, bounds) = (list_name(name, order), scope.bounds());
    let wanted = request.understood(&list, bounds.default_page, bounds.max_page);
    Ok((list, wanted.map_err(page_error)?))
}

fn list_name((owner, field): (&str, &str), order: EdgeOrder) -> String {
    let direction = match order.direction {
        Direction::Ascending => "ASC",
        Direction::Descending => "DESC",
    };
    format!("{owner}.{field}.{:?}.{direction}", order.field)
}

fn page_error(error: PageError) -> ApiError {
    let argument = match &error {
        PageError::BothEnds => "first",
        PageError::Negative { argument, .. }
        | PageError::TooMany { argument, .. }
        | PageError::Cursor { argument, .. } => argument,
    };
    let api_error = ApiError::new(ErrorCode::InvalidValue, error.to_string());
    let api_error = api_error.with("argument", argument);
    match error {
        PageError::TooMany { value, limit, .. } => {
            api_error.with("limit", limit).with("actual", value)
        }
        _ => api_error,
    }
}

/// The scope of the request.
pub(crate) fn scope<'a>(ctx: &Context<'a>) -> Result<&'a Scope> {
    ctx.data::<Scope>()
        .map_err(|error| ApiError::internal(error.message))
}

/// A connection type and its edge type over items of a page.
///
/// `node` makes the node of an item; fields that an edge has besides come from its own object. A
/// `covered` one says how much of what it can hold is known to be there.
macro_rules! connection {
    (
        $connection:ident, $edge:ident, $item:ty => $node:ty = $node_of:expr,
        $about:literal, $node_doc:literal
    ) => {
        $crate::schema::kit::paging::connection! {
            @ $connection, $edge, $item => $node = $node_of, $about, $node_doc, {} {}
        }
    };
    (
        $connection:ident, $edge:ident, $item:ty => $node:ty = $node_of:expr,
        $about:literal, $node_doc:literal, covered
    ) => {
        $crate::schema::kit::paging::connection! {
            @ $connection, $edge, $item => $node = $node_of, $about, $node_doc,
            { pub(crate) covers: $crate::schema::kit::covered::Covers, }
            {
                /// How much of what the list can hold is known to be there, pages aside: by what
                /// sources say that they have of its owner, in the departments, of the kinds of
                /// works and up to the last day that it can hold under the filter.
                async fn coverage(
                    &self,
                    ctx: &async_graphql::Context<'_>,
                ) -> $crate::schema::kit::error::Result<$crate::schema::kit::covered::ListCoverage>
                {
                    let scope = $crate::schema::kit::paging::scope(ctx)?;
                    self.covers.look_up(scope).await
                }
            }
        }
    };
    (
        @ $connection:ident, $edge:ident, $item:ty => $node:ty = $node_of:expr,
        $about:literal, $node_doc:literal, { $($field:tt)* } { $($more:tt)* }
    ) => {
        #[doc = $about]
        pub(crate) struct $connection {
            pub(crate) page: ::paging::Page<$item>,
            $($field)*
        }

        #[doc = $about]
        #[async_graphql::Object(
                    directive = $crate::schema::kit::Cost::apply($crate::schema::kit::CONNECTION)
                )]
        impl $connection {
            /// The items of the page, each with its cursor.
            async fn edges(&self) -> $crate::schema::kit::list::List<$edge> {
                let edge = |(place, item): &(::paging::Place, $item)| $edge {
                    cursor: self.page.cursor(place),
                    item: item.clone(),
                };
                self.page.items.iter().map(edge).collect()
            }

            /// The items of the page without their cursors.
            async fn nodes(
                &self,
                ctx: &async_graphql::Context<'_>,
            ) -> $crate::schema::kit::error::Result<$crate::schema::kit::list::List<$node>> {
                let scope = $crate::schema::kit::paging::scope(ctx)?;
                let nodes = self
                    .page
                    .items
                    .iter()
                    .map(|(_, item)| $node_of(scope, item));
                let nodes = futures_util::future::try_join_all(nodes).await?;
                Ok($crate::schema::kit::list::List(nodes))
            }

            /// Where this page stands in the whole list.
            async fn page_info(&self) -> $crate::schema::kit::paging::PageInfo {
                $crate::schema::kit::paging::PageInfo::of(&self.page)
            }

            /// How many items the whole list has under the filter, pages aside. Exact.
            async fn total_count(&self) -> Option<i32> {
                Some(i32::try_from(self.page.total).unwrap_or(i32::MAX))
            }

            $($more)*
        }
    };
}
pub(crate) use connection;

/// The edge type of a connection whose edges have nothing but cursor and node.
macro_rules! plain_edge {
    ($edge:ident, $item:ty => $node:ty = $node_of:expr, $about:literal) => {
        #[doc = $about]
        pub(crate) struct $edge {
            cursor: String,
            item: $item,
        }

        #[doc = $about]
        #[async_graphql::Object]
        impl $edge {
            /// The place of this item in the list, to page from: pass it back as it is.
            async fn cursor(&self) -> &str {
                &self.cursor
            }

            /// The item.
            async fn node(
                &self,
                ctx: &async_graphql::Context<'_>,
            ) -> $crate::schema::kit::error::Result<$node> {
                $node_of($crate::schema::kit::paging::scope(ctx)?, &self.item).await
            }
        }
    };
}
pub(crate) use plain_edge;
