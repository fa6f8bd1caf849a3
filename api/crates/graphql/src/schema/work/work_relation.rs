//! `WorkRelation`: how one work relates to another.

use std::sync::Arc;

use async_graphql::{Context, Object};
use entity::{work, work_relation};
use paging::{PageRequest, Placed};
use store::read::{RelationsFrom, RelationsTo};

use crate::loader::RowsAlong;
use crate::schema::kit::error::Result;
use crate::schema::kit::paging::{connection, scope};
use crate::schema::kit::placed::placed_page;
use crate::schema::kit::record::RecordOf;
use crate::schema::kit::scalar::LanguageTag;
use crate::schema::kit::sure::Sure;
use crate::schema::vocabulary::{Certainty, RelationDirection, WorkRelationKind};
use crate::schema::work::{Work, denied_works};
use crate::scope::Scope;

/// How one work relates to another.
#[derive(Clone)]
pub(crate) struct WorkRelation(pub(crate) Arc<work_relation::Model>);

/// How one work relates to another: the sequel of it, based on it, compared with it.
#[Object]
impl WorkRelation {
    #[graphql(flatten)]
    async fn record(&self) -> RecordOf<Self> {
        RecordOf::of(self)
    }

    /// The relation in a line: `Good Sex COMPARED_WITH No Strings Attached`.
    pub(crate) async fn label(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language of the titles; the request's own if left out.")]
        language: Option<LanguageTag>,
    ) -> Result<String> {
        let scope = scope(ctx)?;
        let title = |id| {
            let language = language.as_ref();
            async move {
                let work = Work::of(scope.get::<work::Entity>(id).await?);
                work.core().title_in(scope, language).await
            }
        };
        let (from, to) =
            futures_util::future::try_join(title(self.0.from_id), title(self.0.to_id)).await?;
        let kind = async_graphql::resolver_utils::enum_value(WorkRelationKind::from(self.0.kind));
        Ok(format!("{from} {kind} {to}"))
    }

    /// How.
    async fn kind(&self) -> WorkRelationKind {
        self.0.kind.into()
    }

    /// The work that it is said of: the sequel.
    async fn from(&self, ctx: &Context<'_>) -> Result<Work> {
        let row = scope(ctx)?.get::<work::Entity>(self.0.from_id).await?;
        Ok(Work::of(row))
    }

    /// The other work: what the sequel continues.
    async fn to(&self, ctx: &Context<'_>) -> Result<Work> {
        let row = scope(ctx)?.get::<work::Entity>(self.0.to_id).await?;
        Ok(Work::of(row))
    }

    /// In what respect.
    async fn aspect(&self) -> Option<&str> {
        self.0.aspect.as_deref()
    }

    /// How sure it is.
    async fn certainty(&self) -> Certainty {
        self.0.certainty.into()
    }
}

/// A relation seen from one of its works.
#[derive(Clone)]
pub(crate) struct Related {
    row: Arc<work_relation::Model>,
    direction: RelationDirection,
}

type PlacedRelation = Placed<Related>;

/// Which relations of a work are asked for.
pub(crate) struct RelationsAsked {
    pub(crate) kinds: Option<Vec<WorkRelationKind>>,
    pub(crate) sure: Sure,
}

/// The relations of a work: those said of it, then those said of others.
pub(crate) async fn relations_of_work(
    scope: &Scope,
    work: i64,
    asked: &RelationsAsked,
    owner: &str,
    page: &PageRequest,
) -> Result<WorkRelationConnection> {
    let (from, to) = futures_util::future::try_join(
        scope.load(RowsAlong::<RelationsFrom>::of(work)),
        scope.load(RowsAlong::<RelationsTo>::of(work)),
    )
    .await?;
    let others = from.iter().map(|row| row.to_id);
    let others = others.chain(to.iter().map(|row| row.from_id));
    let denied = denied_works(scope, others.collect(), asked.sure).await?;
    let stands = |row: &work_relation::Model| {
        let ends = [row.from_id, row.to_id];
        let other = ends.iter().find(|id| **id != work);
        let is_denied = row.is_denied || other.is_some_and(|id| denied.contains(id));
        asked.sure.admits(row.certainty, is_denied)
    };
    let from = from.iter().map(|row| (row, RelationDirection::Outgoing));
    let to = to.iter().map(|row| (row, RelationDirection::Incoming));
    let admits = |row: &work_relation::Model| {
        let kinds = asked.kinds.as_ref();
        kinds.is_none_or(|kinds| kinds.contains(&row.kind.into())) && stands(row)
    };
    let place = |(row, direction): &(&work_relation::Model, RelationDirection)| {
        admits(row).then(|| Placed {
            place: i64::from(*direction == RelationDirection::Incoming),
            id: row.id,
            item: Related {
                row: Arc::new((*row).clone()),
                direction: *direction,
            },
        })
    };
    let rows: Vec<(&work_relation::Model, RelationDirection)> = from.chain(to).collect();
    let page = placed_page(scope, &rows, place, (owner, "relations"), page).await?;
    Ok(WorkRelationConnection { page })
}

async fn other_work(scope: &Scope, placed: &PlacedRelation) -> Result<Work> {
    let Related { row, direction } = &placed.item;
    let other = match direction {
        RelationDirection::Outgoing => row.to_id,
        RelationDirection::Incoming => row.from_id,
    };
    Ok(Work::of(scope.get::<work::Entity>(other).await?))
}

connection!(
    WorkRelationConnection, WorkRelationEdge, PlacedRelation => Work = other_work,
    "A page of the relations of a work: those said of it first, then those said of others.",
    "The other work."
);

/// A relation of a work, with the work at its other end.
pub(crate) struct WorkRelationEdge {
    cursor: String,
    item: PlacedRelation,
}

/// A relation of a work, with the work at its other end.
#[Object]
impl WorkRelationEdge {
    /// The place of this item in the list, to page from: pass it back as it is.
    async fn cursor(&self) -> &str {
        &self.cursor
    }

    /// The other work.
    async fn node(&self, ctx: &Context<'_>) -> Result<Work> {
        other_work(scope(ctx)?, &self.item).await
    }

    /// How the two relate.
    async fn relation(&self) -> WorkRelation {
        WorkRelation(self.item.item.row.clone())
    }

    /// Which way the relation goes, seen from the work that was asked for it.
    async fn direction(&self) -> RelationDirection {
        self.item.item.direction
    }
}
