//! `Deal`: a deal about a work.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use entity::deal;
use entity::vocabulary::SubjectKind;

use super::claim::ClaimsOf;
use super::company::Company;
use super::company_role::territories;
use super::error::Result;
use super::list::List;
use super::money::Money;
use super::paging::scope;
use super::partial_date::PartialDate;
use super::scalar::{CountryCode, DateTime, LanguageTag};
use super::source::{Source, sources_of};
use super::vocabulary::{Certainty, DealKind};
use super::work::Work;
use crate::model::id::{RecordKind, encode};
use crate::model::instant::Instant;

/// A deal about a work: its rights, its distribution, a licence.
#[derive(Clone)]
pub(crate) struct Deal(pub(crate) Arc<deal::Model>);

/// A deal about a work: its rights, its distribution, a licence.
#[Object]
impl Deal {
    /// The id of this deal.
    pub(super) async fn id(&self) -> ID {
        ID(encode(RecordKind::Deal, self.0.id))
    }

    /// The deal in a line: `ACQUISITION of Good Sex`.
    pub(super) async fn label(
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

    /// Counts the changes of this deal, from 1.
    pub(super) async fn version(&self) -> i32 {
        self.0.version
    }

    /// When this deal last changed.
    pub(super) async fn updated_at(&self) -> DateTime {
        DateTime(Instant(self.0.updated_at))
    }

    /// The sources that this deal rests on, and those of the claims about it that count.
    pub(super) async fn sources(&self, ctx: &Context<'_>) -> Result<List<Source>> {
        sources_of(scope(ctx)?, SubjectKind::Deal, self.0.id).await
    }

    #[graphql(flatten)]
    async fn claimed(&self) -> ClaimsOf<Self> {
        ClaimsOf::of(self)
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
