//! `Source`: where facts come from.

mod write;

use std::sync::Arc;

use async_graphql::{ID, Object};
use entity::vocabulary::SubjectKind;
use entity::{record_source, source};

use super::error::Result;
use super::list::List;
use super::partial_date::PartialDate;
use super::scalar::{DateTime, Url};
use super::vocabulary::SourceKind;
use crate::error::ApiError;
use crate::model::id::{RecordKind, encode};
use crate::model::instant::Instant;
use crate::scope::Scope;

pub(super) use write::{SourceCreatePayload, SourceMutation, SourceUpdatePayload};

/// Where facts come from.
#[derive(Clone)]
pub(crate) struct Source(pub(crate) Arc<source::Model>);

/// The sources of a record, in the order of their ids.
pub(super) async fn sources_of(scope: &Scope, kind: SubjectKind, id: i64) -> Result<List<Source>> {
    let links = scope.about::<record_source::Entity>(kind, id).await?;
    let ids: Vec<i64> = links.iter().map(|link| link.source_id).collect();
    let sources = scope.find_all::<source::Entity>(&ids).await?;
    Ok(sources.into_iter().map(Source).collect())
}

/// Where facts come from: a data set, an article, an interview, an editor.
#[Object]
impl Source {
    /// The id of this source.
    pub(super) async fn id(&self) -> ID {
        ID(encode(RecordKind::Source, self.0.id))
    }

    /// How many versions there have been: 1 when it was made. Pass it as `expectedVersion`.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// When it was last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(Instant(self.0.updated_at))
    }

    /// What it is.
    async fn kind(&self) -> SourceKind {
        self.0.kind.into()
    }

    /// Which source wins between equals: greater is stronger.
    async fn priority(&self) -> i32 {
        self.0.priority
    }

    /// Its title.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// Who published it.
    async fn publisher(&self) -> Option<&str> {
        self.0.publisher.as_deref()
    }

    /// Its authors, in order.
    async fn authors(&self) -> Result<Vec<String>> {
        let text = self.0.authors.as_deref().unwrap_or("[]");
        serde_json::from_str(text).map_err(ApiError::internal)
    }

    /// Where it can be read.
    async fn url(&self) -> Option<Url> {
        self.0.url.clone().map(Url)
    }

    /// When it was published.
    async fn published_on(&self) -> Option<Result<PartialDate>> {
        PartialDate::stored(self.0.published_edtf.as_deref()).transpose()
    }

    /// When it was taken in.
    async fn retrieved_at(&self) -> Option<DateTime> {
        self.0.retrieved_at.map(|at| DateTime(Instant(at)))
    }

    /// Its licence, as an SPDX identifier where there is one.
    async fn license(&self) -> Option<&str> {
        self.0.license.as_deref()
    }

    /// The words that its licence asks to be shown.
    async fn attribution(&self) -> Option<&str> {
        self.0.attribution.as_deref()
    }
}
