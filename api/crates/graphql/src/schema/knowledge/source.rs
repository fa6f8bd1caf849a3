//! `Source`: where facts come from.

mod write;

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, InputObject, MaybeUndefined, Object};
use edge::ClaimEdge;
use entity::vocabulary::RecordKind;
use entity::{coverage, record_source, source};
use futures_util::FutureExt;
use model::id::{RecordId, encode};
use model::instant::Instant;
use store::read::{OfOwner, SourcesAsked};

use super::claim::{ClaimConnection, ClaimFilter, Claimable, claims_of_source};
use crate::loader::{About, ClaimsAbout};
use crate::schema::kit::cut::{PlacedRecord, cut_page};
use crate::schema::kit::error::Result;
use crate::schema::kit::list::{List, stored_list};
use crate::schema::kit::paging::{connection, plain_edge, requested, scope};
use crate::schema::kit::partial_date::PartialDate;
use crate::schema::kit::reading::Reading;
use crate::schema::kit::scalar::{DateTime, Url};
use crate::schema::vocabulary::{Department, SourceKind, WorkKind};
use crate::scope::Scope;

pub(crate) use write::SourceMutation;

/// Where facts come from.
#[derive(Clone)]
pub(crate) struct Source(pub(crate) Arc<source::Model>);

/// The sources of a record and those of the claims about it that count, in the order of their ids.
/// Both are bounded where records and claims are written.
pub(crate) async fn sources_of(scope: &Scope, kind: RecordKind, id: i64) -> Result<List<Source>> {
    let links = async {
        scope
            .load(About::<record_source::Entity>::of(kind, id))
            .await
    };
    let (links, claims) =
        futures_util::future::try_join(links, scope.load(ClaimsAbout(RecordId { kind, id })))
            .await?;
    let ids = links.iter().map(|link| link.source_id);
    with_claimants(scope, ids.collect(), &claims).await
}

/// The same of a record that names its one source itself.
pub(crate) async fn with_source(
    scope: &Scope,
    kind: RecordKind,
    id: i64,
    source: i64,
) -> Result<List<Source>> {
    let claims = scope.load(ClaimsAbout(RecordId { kind, id })).await?;
    with_claimants(scope, vec![source], &claims).await
}

async fn with_claimants(
    scope: &Scope,
    mut ids: Vec<i64>,
    claims: &[ClaimEdge],
) -> Result<List<Source>> {
    let counting = claims.iter().filter(|claim| claim.is_current);
    ids.extend(counting.filter_map(|claim| claim.source));
    ids.sort_unstable();
    ids.dedup();
    let sources = scope.find_all::<source::Entity>(&ids).await?;
    Ok(sources.into_iter().map(Source).collect())
}

/// Where facts come from: a data set, an article, an interview, an editor.
#[Object]
impl Source {
    /// The id of this source.
    pub(crate) async fn id(&self) -> ID {
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
        stored_list(self.0.authors.as_deref(), |author| author)
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

    /// What it says, in the order in which it came in. What records rest on without an explicit claim is listed with the records: see their `claims`.
    async fn claims(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which claims.")] filter: Option<ClaimFilter>,
        #[graphql(
            desc = "How many from the start, at most 100; 20 if neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what stands behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 100. Not together with first.")]
        last: Option<i32>,
        #[graphql(desc = "Only what stands before this cursor.")] before: Option<String>,
    ) -> Result<ClaimConnection> {
        async move {
            let page = requested(first, after, last, before);
            claims_of_source(scope(ctx)?, self.0.id, filter, &page).await
        }
        .boxed()
        .await
    }

    /// How much it has of the careers of people and of the casts and crews of works, in the order of the ids of these records.
    async fn coverage(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the start, at most 100; 20 if neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what stands behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 100. Not together with first.")]
        last: Option<i32>,
        #[graphql(desc = "Only what stands before this cursor.")] before: Option<String>,
    ) -> Result<CoverageConnection> {
        async move {
            let list = OfOwner {
                kind: RecordKind::Coverage,
                column: "source_id",
                owner: self.0.id,
            };
            let name = (&*encode(RecordKind::Source, self.0.id), "coverage");
            let page = cut_page(ctx, &list, name, &requested(first, after, last, before)).await?;
            Ok(CoverageConnection { page })
        }
        .boxed()
        .await
    }
}

async fn source_node(scope: &Scope, placed: &PlacedRecord) -> Result<Source> {
    Ok(Source(scope.get::<source::Entity>(placed.id).await?))
}

connection!(
    SourceConnection, SourceEdge, PlacedRecord => Source = source_node,
    "A page of sources, in the order of their ids.", "A source."
);
plain_edge!(SourceEdge, PlacedRecord => Source = source_node, "A source in a list.");

/// How much a source has of what there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "coverage::CoverageExtent")]
pub(crate) enum CoverageExtent {
    /// All of it.
    Complete,
    /// A part of it: there is more than the source has.
    Partial,
}

/// How much a source has of a career, or of a cast and crew.
#[derive(Clone)]
pub(crate) struct Coverage(pub(crate) Arc<coverage::Model>);

/// How much a source has of the career of a person, or of the cast and crew of a work.
#[Object]
impl Coverage {
    /// The id of this record.
    pub(crate) async fn id(&self) -> ID {
        ID(encode(RecordKind::Coverage, self.0.id))
    }

    /// The person whose career it is about, or the work whose cast and crew.
    async fn subject(&self, ctx: &Context<'_>) -> Result<Claimable> {
        let (kind, id) = (self.0.subject_kind, self.0.subject_id);
        Claimable::get(scope(ctx)?, RecordId { kind, id }).await
    }

    /// In which departments; empty means in all.
    async fn departments(&self) -> Result<Vec<Department>> {
        stored_list::<entity::vocabulary::Department, _>(self.0.departments.as_deref(), Into::into)
    }

    /// For works of which kinds; empty means for all.
    async fn kinds(&self) -> Result<Vec<WorkKind>> {
        stored_list::<entity::vocabulary::WorkKind, _>(self.0.kinds.as_deref(), Into::into)
    }

    /// Up to which date; null where the source names none.
    async fn until(&self) -> Option<Result<PartialDate>> {
        PartialDate::stored(self.0.until_edtf.as_deref()).transpose()
    }

    /// Whether the source has all of it, or a part.
    async fn extent(&self) -> CoverageExtent {
        self.0.extent.into()
    }

    /// The source that has it.
    async fn source(&self, ctx: &Context<'_>) -> Result<Source> {
        let source = self.0.source_id;
        Ok(Source(scope(ctx)?.get::<source::Entity>(source).await?))
    }
}

async fn coverage_node(scope: &Scope, placed: &PlacedRecord) -> Result<Coverage> {
    Ok(Coverage(scope.get::<coverage::Entity>(placed.id).await?))
}

connection!(
    CoverageConnection, CoverageEdge, PlacedRecord => Coverage = coverage_node,
    "A page of what a source has, in the order of their ids.", "What a source has."
);
plain_edge!(CoverageEdge, PlacedRecord => Coverage = coverage_node, "What a source has, in a list.");

/// Which sources.
#[derive(InputObject, Clone, Debug, Default)]
pub(crate) struct SourceFilter {
    /// Only sources whose title contains this text, without regard to case and accents.
    title_contains: MaybeUndefined<String>,
    /// Only sources of these kinds.
    kinds: MaybeUndefined<Vec<SourceKind>>,
}

/// The queries for sources.
#[derive(Default)]
pub(crate) struct SourceQuery;

#[Object]
impl SourceQuery {
    /// The sources: data sets, articles, interviews, editors. What each of them says is in its `claims`.
    async fn sources(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which sources; all if left out.")] filter: Option<SourceFilter>,
        #[graphql(
            desc = "How many from the start, at most 100; 20 if neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what stands behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 100. Not together with first.")]
        last: Option<i32>,
        #[graphql(desc = "Only what stands before this cursor.")] before: Option<String>,
    ) -> Result<SourceConnection> {
        let filter = filter.unwrap_or_default();
        let mut read = Reading::default();
        let asked = SourcesAsked {
            title_contains: read.words("titleContains", filter.title_contains),
            kinds: read.list("kinds", filter.kinds),
        };
        read.done()?;
        let page = requested(first, after, last, before);
        let page = cut_page(ctx, &asked, ("query", "sources"), &page).await?;
        Ok(SourceConnection { page })
    }
}
