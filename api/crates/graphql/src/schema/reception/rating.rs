//! `Rating`: what the users of a source think of a work.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use entity::vocabulary::RecordKind;
use entity::{rating, record_source, source, work};
use model::id::encode;
use model::instant::Instant;
use store::read::leading;

use crate::loader::{About, OwnedBy};
use crate::schema::kit::error::Result;
use crate::schema::kit::list::List;
use crate::schema::kit::paging::scope;
use crate::schema::kit::scalar::DateTime;
use crate::schema::knowledge::source::Source;
use crate::scope::Scope;

/// The end of the id of a rating that the record of a work holds itself; before it stands the work's.
const OF_RECORD: &str = ".rating";
/// The best that the rating of a record can be.
const BEST: f64 = 10.0;

/// What the users of a source think of a work: as a record of its own, or as the record of the work
/// says. The latter has no number.
#[derive(Clone)]
pub(crate) struct Rating(pub(crate) Arc<rating::Model>);

/// What the users of a source think of a work, on average.
#[Object]
impl Rating {
    /// The id of this rating.
    pub(crate) async fn id(&self) -> ID {
        ID(match self.0.id {
            NO_NUMBER => format!("{}{OF_RECORD}", encode(RecordKind::Work, self.0.work_id)),
            id => encode(RecordKind::Rating, id),
        })
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

/// In place of the number of a rating that is no record.
const NO_NUMBER: i64 = 0;

/// What the record of a work says itself, by the source that speaks for it: what holds where no rating
/// is a record of its own.
async fn own_rating(scope: &Scope, work: &work::Model) -> Result<Option<Rating>> {
    let Some(average) = work.own_rating else {
        return Ok(None);
    };
    let links = scope
        .load(About::<record_source::Entity>::of(
            RecordKind::Work,
            work.id,
        ))
        .await?;
    let ids: Vec<i64> = links.iter().map(|link| link.source_id).collect();
    let sources = scope.find_all::<source::Entity>(&ids).await?;
    let speaks = leading(sources.iter().map(AsRef::as_ref));
    let rating = |source: &source::Model| rating::Model {
        id: NO_NUMBER,
        work_id: work.id,
        source_id: source.id,
        average,
        out_of: BEST,
        votes: work.own_votes,
        retrieved_at: source.retrieved_at,
        version: work.version,
        updated_at: work.updated_at,
    };
    Ok(speaks.map(|source| Rating(Arc::new(rating(source)))))
}

/// The work whose record has a rating with this id, if the id is of that form.
pub(crate) fn rated_by_record(id: &str) -> Option<&str> {
    id.strip_suffix(OF_RECORD)
}

/// The rating that the record of a work holds itself.
pub(crate) async fn rating_of_record(scope: &Scope, work: i64) -> Result<Option<Rating>> {
    let Some(work) = scope.find::<work::Entity>(work).await? else {
        return Ok(None);
    };
    let ratings = scope.load(OwnedBy::<rating::Entity>::of(work.id)).await?;
    if ratings.is_empty() {
        own_rating(scope, &work).await
    } else {
        Ok(None)
    }
}

/// The ratings of a work, one a source.
pub(crate) async fn ratings_of(scope: &Scope, work: &work::Model) -> Result<List<Rating>> {
    let rows = scope.load(OwnedBy::<rating::Entity>::of(work.id)).await?;
    if rows.is_empty() {
        let own = own_rating(scope, work).await?;
        return Ok(own.into_iter().collect());
    }
    let rating = |row: &rating::Model| Rating(Arc::new(row.clone()));
    Ok(rows.iter().map(rating).collect())
}

/// The rating of the source with the highest priority; of equals the one with most votes; without any,
/// what the record of the work says itself. The figures of works follow the same rule where they are
/// written.
pub(crate) async fn best_rating(scope: &Scope, work: &work::Model) -> Result<Option<Rating>> {
    let ratings = scope.load(OwnedBy::<rating::Entity>::of(work.id)).await?;
    let ids: Vec<i64> = ratings.iter().map(|rating| rating.source_id).collect();
    if ids.is_empty() {
        return own_rating(scope, work).await;
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
