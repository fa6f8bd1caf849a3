//! `Deal`: a deal about a work.

use std::sync::Arc;

use async_graphql::{Context, Object};
use entity::deal;

use super::company::Company;
use super::company_role::territories;
use crate::schema::kit::error::Result;
use crate::schema::kit::money::Money;
use crate::schema::kit::paging::scope;
use crate::schema::kit::partial_date::PartialDate;
use crate::schema::kit::record::RecordOf;
use crate::schema::kit::scalar::{CountryCode, LanguageTag};
use crate::schema::vocabulary::{Certainty, DealKind};
use crate::schema::work::Work;

/// A deal about a work: its rights, its distribution, a licence.
#[derive(Clone)]
pub(crate) struct Deal(pub(crate) Arc<deal::Model>);

/// A deal about a work: its rights, its distribution, a licence.
#[Object]
impl Deal {
    #[graphql(flatten)]
    async fn record(&self) -> RecordOf<Self> {
        RecordOf::of(self)
    }

    /// The deal in a line: `ACQUISITION of Good Sex`.
    pub(crate) async fn label(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language of the titles in it; the request's own if left out.")]
        language: Option<LanguageTag>,
    ) -> Result<String> {
        let scope = scope(ctx)?;
        let work = Work::by_id(scope, self.0.work_id).await?;
        let title = work.core().title_in(scope, language.as_ref()).await?;
        let kind = async_graphql::resolver_utils::enum_value(DealKind::from(self.0.kind));
        Ok(format!("{kind} of {title}"))
    }

    /// The work.
    async fn work(&self, ctx: &Context<'_>) -> Result<Work> {
        Work::by_id(scope(ctx)?, self.0.work_id).await
    }

    /// What kind of deal it is.
    async fn kind(&self) -> DealKind {
        self.0.kind.into()
    }

    /// The company that bought; null where it is not known.
    async fn buyer(&self, ctx: &Context<'_>) -> Option<Result<Company>> {
        Company::named_by(ctx, self.0.buyer_id).await
    }

    /// The company that sold; null where it is not known.
    async fn seller(&self, ctx: &Context<'_>) -> Option<Result<Company>> {
        Company::named_by(ctx, self.0.seller_id).await
    }

    /// For how much; null where that is not known.
    async fn price(&self) -> Option<Money> {
        Money::stored(
            self.0.price_amount.as_deref(),
            self.0.price_currency.as_deref(),
            self.0.price_approximate,
        )
    }

    /// For where; empty means everywhere, or that it is not known.
    async fn territories(&self) -> Result<Vec<CountryCode>> {
        territories(self.0.territories.as_deref())
    }

    /// When it was announced; null where no date is known.
    async fn announced_on(&self) -> Option<Result<PartialDate>> {
        PartialDate::stored(self.0.announced_edtf.as_deref()).transpose()
    }

    /// How sure it is.
    async fn certainty(&self) -> Certainty {
        self.0.certainty.into()
    }

    /// A short note.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }
}
