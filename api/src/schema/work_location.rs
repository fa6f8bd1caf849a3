//! `WorkLocation`: a place of a work.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use entity::vocabulary::SubjectKind;
use entity::work_location;

use super::claim::ClaimsOf;
use super::error::Result;
use super::list::List;
use super::paging::scope;
use super::scalar::{CountryCode, DateTime, LanguageTag};
use super::source::{Source, sources_of};
use super::vocabulary::{Certainty, LocationKind};
use super::work::Work;
use crate::model::id::{RecordKind, encode};
use crate::model::instant::Instant;

/// A place of a work: where it was shot, or where it plays.
#[derive(Clone)]
pub(crate) struct WorkLocation(pub(crate) Arc<work_location::Model>);

/// A place of a work: where it was shot, or where it plays.
#[Object]
impl WorkLocation {
    /// The id of this location.
    pub(super) async fn id(&self) -> ID {
        ID(encode(RecordKind::Location, self.0.id))
    }

    /// The place in a line: `Lisbon, FILMING of Good Sex`.
    pub(super) async fn label(
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

    /// Counts the changes of this location, from 1.
    pub(super) async fn version(&self) -> i32 {
        self.0.version
    }

    /// When this location last changed.
    pub(super) async fn updated_at(&self) -> DateTime {
        DateTime(Instant(self.0.updated_at))
    }

    /// The sources that this location rests on, and those of the claims about it that count.
    pub(super) async fn sources(&self, ctx: &Context<'_>) -> Result<List<Source>> {
        sources_of(scope(ctx)?, SubjectKind::Location, self.0.id).await
    }

    #[graphql(flatten)]
    async fn claimed(&self) -> ClaimsOf<Self> {
        ClaimsOf::of(self)
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
