//! `BoxOffice`: what a work took in.

use async_graphql::{Context, Object};
use entity::{box_office, source};

use crate::schema::kit::error::Result;
use crate::schema::kit::money::Money;
use crate::schema::kit::paging::scope;
use crate::schema::kit::scalar::CountryCode;
use crate::schema::knowledge::source::Source;

/// What a work took in.
pub(crate) struct BoxOffice(pub(crate) box_office::Model);

/// What a work took in, in a country or worldwide.
#[Object]
impl BoxOffice {
    /// In which country; null for worldwide.
    async fn country(&self) -> Option<CountryCode> {
        self.0.country.clone().map(CountryCode)
    }

    /// All of it.
    async fn gross(&self) -> Money {
        self.money(&self.0.gross_amount, self.0.is_approximate)
    }

    /// What the first days brought, where it is known.
    async fn opening(&self) -> Option<Money> {
        self.0
            .opening_amount
            .as_ref()
            .map(|amount| self.money(amount, self.0.opening_approximate))
    }

    /// Where the numbers come from.
    async fn source(&self, ctx: &Context<'_>) -> Result<Source> {
        let source = scope(ctx)?.get::<source::Entity>(self.0.source_id);
        Ok(Source(source.await?))
    }
}

impl BoxOffice {
    fn money(&self, amount: &str, is_approximate: bool) -> Money {
        Money::of(amount, &self.0.currency, is_approximate)
    }
}
