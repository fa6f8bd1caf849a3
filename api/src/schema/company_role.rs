//! `CompanyRole`: what a company did for a work.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use entity::vocabulary::SubjectKind;
use entity::{company, company_role};

use super::claim::ClaimsOf;
use super::company::Company;
use super::error::Result;
use super::list::List;
use super::paging::scope;
use super::scalar::{CountryCode, DateTime, LanguageTag};
use super::source::{Source, sources_of};
use super::vocabulary::{Certainty, CompanyRoleKind};
use super::work::Work;
use crate::error::ApiError;
use crate::model::id::{RecordKind, encode};
use crate::model::instant::Instant;

/// What a company did for a work.
#[derive(Clone)]
pub(crate) struct CompanyRole(pub(crate) Arc<company_role::Model>);

/// What a company did for a work.
#[Object]
impl CompanyRole {
    /// The id of this role of a company.
    pub(super) async fn id(&self) -> ID {
        ID(encode(RecordKind::CompanyRole, self.0.id))
    }

    /// The role in a line: `A24, PRODUCTION of Good Sex`.
    pub(super) async fn label(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language of the titles in it; the request's own if left out.")]
        language: Option<LanguageTag>,
    ) -> Result<String> {
        let scope = scope(ctx)?;
        let work = Work::by_id(scope, self.0.work_id).await?;
        let title = work.core().title_in(scope, language.as_ref()).await?;
        scope.rests_on(SubjectKind::Company, self.0.company_id, &["name"]);
        let company = scope.get::<company::Entity>(self.0.company_id).await?;
        let kind = async_graphql::resolver_utils::enum_value(CompanyRoleKind::from(self.0.kind));
        Ok(format!("{}, {kind} of {title}", company.name))
    }

    /// Counts the changes of this role of a company, from 1.
    pub(super) async fn version(&self) -> i32 {
        self.0.version
    }

    /// When this role of a company last changed.
    pub(super) async fn updated_at(&self) -> DateTime {
        DateTime(Instant(self.0.updated_at))
    }

    /// The sources that this role of a company rests on, and those of the claims about it that count.
    pub(super) async fn sources(&self, ctx: &Context<'_>) -> Result<List<Source>> {
        sources_of(scope(ctx)?, SubjectKind::CompanyRole, self.0.id).await
    }

    #[graphql(flatten)]
    async fn claimed(&self) -> ClaimsOf<Self> {
        ClaimsOf::of(self)
    }

    /// The work.
    async fn work(&self, ctx: &Context<'_>) -> Result<Work> {
        Work::by_id(scope(ctx)?, self.0.work_id).await
    }

    /// The company.
    async fn company(&self, ctx: &Context<'_>) -> Result<Company> {
        let company = scope(ctx)?.get::<company::Entity>(self.0.company_id);
        Ok(Company(company.await?))
    }

    /// What it did.
    async fn kind(&self) -> CompanyRoleKind {
        self.0.kind.into()
    }

    /// How sure it is.
    async fn certainty(&self) -> Certainty {
        self.0.certainty.into()
    }

    /// For where; empty means everywhere, or that it is not known.
    async fn territories(&self) -> Result<Vec<CountryCode>> {
        territories(self.0.territories.as_deref())
    }
}

/// Stored territories: a JSON list of country codes.
pub(super) fn territories(text: Option<&str>) -> Result<Vec<CountryCode>> {
    let codes: Vec<String> =
        serde_json::from_str(text.unwrap_or("[]")).map_err(ApiError::internal)?;
    Ok(codes.into_iter().map(CountryCode).collect())
}
