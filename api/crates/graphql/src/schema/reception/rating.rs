//! `Rating`: what the users of a source think of a work.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use entity::vocabulary::RecordKind;
use entity::{rating, source};
use model::id::encode;
use model::instant::Instant;

use crate::loader::OwnedBy;
use crate::schema::kit::error::Result;
use crate::schema::kit::paging::scope;
use crate::schema::kit::scalar::DateTime;
use crate::schema::knowledge::source::Source;
use crate::scope::Scope;

/// What the users of a source think of a work.
#[derive(Clone)]
pub(crate) struct Rating(pub(crate) Arc<rating::Model>);

/// What the users of a source think of a work, on average.
#[Object]
impl Rating {
    /// The id of this rating.
    pub(crate) async fn id(&self) -> ID {
        ID(encode(RecordKind::Rating, self.0.id))
    }

    /// The average.
    async fn average(&self) -> f64 {
        self.0.average
    }

    /// The best that can be given: 10, 100, 5.
    async fn out_of(&self) -> f64 {
        self.0.out_of
    }

    /// How many people rated; null where that is not known.
    async fn vote_count(&self) -> Option<i32> {
        self.0.votes
    }

    /// Whose users they are.
    async fn source(&self, ctx: &Context<'_>) -> Result<Source> {
        let source = scope(ctx)?.get::<source::Entity>(self.0.source_id);
        Ok(Source(source.await?))
    }

    /// When it was read there.
    async fn retrieved_at(&self) -> Option<DateTime> {
        self.0.retrieved_at.map(|at| DateTime(Instant(at)))
    }
}

/// The rating of the source with the highest priority; of equals the one with most votes.
pub(crate) async fn best_rating(scope: &Scope, work: i64) -> Result<Option<Rating>> {
    let ratings = scope.load(OwnedBy::<rating::Entity>::of(work)).await?;
    let ids: Vec<i64> = ratings.iter().map(|rating| rating.source_id).collect();
    if ids.is_empty() {
        return Ok(None);
    }
    let sources = scope.find_all::<source::Entity>(&ids).await?;
    let priority = |rating: &rating::Model| {
        let source = sources.iter().find(|source| source.id == rating.source_id);
        source.map(|source| source.priority)
    };
    let best = ratings
        .iter()
        .max_by_key(|rating| (priority(rating), rating.votes, std::cmp::Reverse(rating.id)));
    Ok(best.map(|rating| Rating(Arc::new(rating.clone()))))
}
