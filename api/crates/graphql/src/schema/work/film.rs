//! `Film`.

use std::ops::Deref;

use async_graphql::{Context, Object};
use entity::{box_office, collection};
use store::read::CollectionsOfWork;

use super::WorkCore;
use crate::loader::{OwnedBy, RowsAlong};
use crate::schema::catalog::collection::Collection;
use crate::schema::kit::Shared;
use crate::schema::kit::error::Result;
use crate::schema::kit::list::List;
use crate::schema::kit::money::Money;
use crate::schema::kit::paging::scope;
use crate::schema::reception::box_office::BoxOffice;

/// A film: a feature, a short, a television film, a video, a special or a music video.
#[derive(Clone)]
pub(crate) struct Film(pub(crate) WorkCore);

impl Deref for Film {
    type Target = WorkCore;

    fn deref(&self) -> &WorkCore {
        &self.0
    }
}

/// A film: a feature, a short, a television film, a video, a special or a music video.
#[Object]
impl Film {
    #[graphql(flatten)]
    async fn core(&self) -> Shared<&WorkCore> {
        Shared::new(&self.0)
    }

    /// What it cost to make; null where that is not known.
    async fn budget(&self) -> Option<Money> {
        let row = self.0.row();
        Money::stored(
            row.budget_amount.as_deref(),
            row.budget_currency.as_deref(),
            row.budget_approximate,
        )
    }

    /// What it took in, in the order of its data.
    async fn box_office(&self, ctx: &Context<'_>) -> Result<List<BoxOffice>> {
        let rows = scope(ctx)?
            .load(OwnedBy::<box_office::Entity>::of(self.0.row().id))
            .await?;
        Ok(rows.iter().cloned().map(BoxOffice).collect())
    }

    /// The collection that it belongs to; of several, the one with the least id.
    async fn collection(&self, ctx: &Context<'_>) -> Option<Result<Collection>> {
        let found = async {
            let scope = scope(ctx)?;
            let links = scope
                .load(RowsAlong::<CollectionsOfWork>::of(self.0.row().id))
                .await?;
            match links.first() {
                Some(link) => scope.find::<collection::Entity>(link.collection_id).await,
                None => Ok(None),
            }
        };
        found.await.map(|row| row.map(Collection)).transpose()
    }
}
