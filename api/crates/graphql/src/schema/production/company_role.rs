//! `CompanyRole`: what a company did for a work.

use std::sync::Arc;

use async_graphql::{Context, Object};
use entity::vocabulary::RecordKind;
use entity::{company, company_role};

use super::company::Company;
use crate::schema::kit::error::Result;
use crate::schema::kit::list::stored_list;
use crate::schema::kit::paging::scope;
use crate::schema::kit::record::RecordOf;
use crate::schema::kit::scalar::{CountryCode, LanguageTag};
use crate::schema::vocabulary::{Certainty, CompanyRoleKind};
use crate::schema::work::Work;

/// What a company did for a work.
#[derive(Clone)]
pub(crate) struct CompanyRole(pub(crate) Arc<company_role::Model>);

/// What a company did for a work.
#[Object]
impl CompanyRole {
    #[graphql(flatten)]
    async fn record(&self) -> RecordOf<Self> {
        RecordOf::of(self)
    }

    /// The role in a line: `A24, PRODUCTION of Good Sex`.
    pub(crate) async fn label(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language of the titles in it; the request's own if left out.")]
        language: Option<LanguageTag>,
    ) -> Result<String> {
        let scope = scope(ctx)?;
        let work = Work::by_id(scope, self.0.work_id).await?;
        let title = work.core().title_in(scope, language.as_ref()).await?;
        scope.rests_on(RecordKind::Company, self.0.company_id, &["name"]);
        let company = scope.get::<company::Entity>(self.0.company_id).await?;
        let kind = async_graphql::resolver_utils::enum_value(CompanyRoleKind::from(self.0.kind));
        Ok(format!("{}, {kind} of {title}", company.name))
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
pub(crate) fn territories(text: Option<&str>) -> Result<Vec<CountryCode>> {
    stored_list(text, CountryCode)
}
