//! Pages of lists that the database cuts: they are in the order of their ids, and never read whole.

use async_graphql::Context;
use paging::{Page, PageRequest, Place, Placed, Rank};
use store::read::{Cut, CutOut, OfOwner, SourcesAsked, count_listed, cut_out};

use super::error::Result;
use super::listing::BILLING;
use super::paging::{scope, wanted};
use super::placed::by_id;
use crate::loader::{CountOf, PartOf, api_error};
use crate::scope::Scope;

/// A record in such a list, to be read when it stands on the page.
pub(crate) type PlacedRecord = Placed<()>;

/// A list that the database cuts.
pub(crate) trait CutList {
    /// A part of it.
    async fn part(&self, scope: &Scope, cut: Cut) -> Result<CutOut>;

    /// How many records there are in it.
    async fn count(&self, scope: &Scope) -> Result<usize>;
}

/// Sources are listed at the top alone: there is nothing to read them together with.
impl CutList for SourcesAsked {
    async fn part(&self, scope: &Scope, cut: Cut) -> Result<CutOut> {
        let parts = cut_out(scope.session(), &[(self, cut)]).await;
        Ok(parts.map_err(api_error)?.pop().unwrap_or_default())
    }

    async fn count(&self, scope: &Scope) -> Result<usize> {
        let count = count_listed(scope.session(), self).await;
        count.map_err(api_error)
    }
}

/// What an owner has is read together with what others have.
impl CutList for OfOwner {
    async fn part(&self, scope: &Scope, cut: Cut) -> Result<CutOut> {
        scope.load(PartOf(*self, cut)).await
    }

    async fn count(&self, scope: &Scope) -> Result<usize> {
        scope.load(CountOf(*self)).await
    }
}

/// The page of a list that was asked for; counted if that is asked for. `name` says which list it is.
pub(crate) async fn cut_page(
    ctx: &Context<'_>,
    list: &impl CutList,
    name: (&str, &str),
    request: &PageRequest,
) -> Result<Page<PlacedRecord>> {
    let scope = scope(ctx)?;
    let (name, wanted) = wanted(scope, name, BILLING, request)?;
    let part = list.part(scope, Cut::of(&wanted)).await?;
    let total = match ctx.look_ahead().field("totalCount").exists() {
        true => list.count(scope).await?,
        false => 0,
    };
    Ok(page_of(name, part, total))
}

fn page_of(list: String, part: CutOut, total: usize) -> Page<PlacedRecord> {
    let item = |id: i64| {
        let place = Place {
            rank: Rank::Number(0),
            id,
        };
        Some((place, by_id(id)?))
    };
    Page {
        list,
        items: part.ids.into_iter().filter_map(item).collect(),
        has_next: part.has_next,
        has_previous: part.has_previous,
        total,
    }
}
