//! `WorkLocation`: a place of a work.

use std::sync::Arc;

use async_graphql::{Context, Object};
use entity::work_location;

use crate::schema::kit::error::Result;
use crate::schema::kit::paging::scope;
use crate::schema::kit::record::RecordOf;
use crate::schema::kit::scalar::{CountryCode, LanguageTag};
use crate::schema::vocabulary::{Certainty, LocationKind};
use crate::schema::work::Work;

/// A place of a work: where it was shot, or where it plays.
#[derive(Clone)]
pub(crate) struct WorkLocation(pub(crate) Arc<work_location::Model>);

/// A place of a work: where it was shot, or where it plays.
#[Object]
impl WorkLocation {
    #[graphql(flatten)]
    async fn record(&self) -> RecordOf<Self> {
        RecordOf::of(self)
    }

    /// The place in a line: `Lisbon, FILMING of Good Sex`.
    pub(crate) async fn label(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language of the titles in it; the request's own if left out.")]
        language: Option<LanguageTag>,
    ) -> Result<String> {
        let scope = scope(ctx)?;
        let work = Work::by_id(scope, self.0.work_id).await?;
        let title = work.core().title_in(scope, language.as_ref()).await?;
        let kind = async_graphql::resolver_utils::enum_value(LocationKind::from(self.0.kind));
        Ok(format!("{}, {kind} of {title}", self.0.name))
    }

    /// The work.
    async fn work(&self, ctx: &Context<'_>) -> Result<Work> {
        Work::by_id(scope(ctx)?, self.0.work_id).await
    }

    /// What the place is to the work.
    async fn kind(&self) -> LocationKind {
        self.0.kind.into()
    }

    /// The place: `Lisbon`.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// In which country; null where it is not known or not bound to one.
    async fn country(&self) -> Option<CountryCode> {
        self.0.country.clone().map(CountryCode)
    }

    /// How sure it is.
    async fn certainty(&self) -> Certainty {
        self.0.certainty.into()
    }
}
