//! The fields that every work has about what is known of it: reunions, awards, relations, words,
//! lists.

use std::sync::Arc;

use async_graphql::{Context, Object};
use entity::vocabulary::RecordKind;
use entity::{award_nomination, keyword, work_keyword};
use futures_util::FutureExt;
use model::id::RecordId;
use store::read::AwardsOfWork;

use super::core::WorkCore;
use crate::loader::{MentionsOf, OwnedBy, RowsAlong};
use crate::schema::catalog::keyword::Keyword;
use crate::schema::kit::error::Result;
use crate::schema::kit::list::List;
use crate::schema::kit::paging::{requested, scope};
use crate::schema::kit::placed::{mentioned, placed_page};
use crate::schema::kit::sure::Sure;
use crate::schema::people::filmography::limited;
use crate::schema::people::reunion::{ReunionConnection, ReunionQuery, reunions_of};
use crate::schema::reception::award::{AwardFilter, AwardNominationConnection, award_page};
use crate::schema::reception::commentary::{CommentaryConnection, commentary_of};
use crate::schema::reception::curated_list::{CuratedListConnection, lists_of_works};
use crate::schema::reception::quote::QuoteConnection;
use crate::schema::vocabulary::{Certainty, CommentaryKind, Department, WorkRelationKind};
use crate::schema::work::work_relation::{
    RelationsAsked, WorkRelationConnection, relations_of_work,
};

/// The most keywords that are given.
const MAX_KEYWORDS: i32 = 100;

/// What is known of every work.
pub(crate) struct WorkKnowledge(pub(super) WorkCore);

impl WorkKnowledge {
    fn subject(&self) -> RecordId {
        RecordId {
            kind: RecordKind::Work,
            id: self.0.row().id,
        }
    }
}

#[Object]
impl WorkKnowledge {
    /// Which of its people had worked together before, on what: each other work that is certainly prior to this one and in which at least `minPeople` of its people have a role of certainty REPORTED or above, most people first, then newest. Episodes are rolled up into their series; appearances as oneself and in archive footage are left out, and so is its own series.
    async fn reunions(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many of its people at least, 1 to 1000.",
            default_with = "Some(2)"
        )]
        min_people: Option<i32>,
        #[graphql(desc = "Only roles in these departments, in both works; in any if left out.")]
        departments: Option<Vec<Department>>,
        #[graphql(
            desc = "How many from the start, at most 100; 20 if neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what stands behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 100. Not together with first.")]
        last: Option<i32>,
        #[graphql(desc = "Only what stands before this cursor.")] before: Option<String>,
    ) -> Option<Result<ReunionConnection>> {
        async move {
            let query = ReunionQuery {
                least: min_people,
                departments,
                page: requested(first, after, last, before),
            };
            let owner = self.0.public_id();
            Some(async { reunions_of(scope(ctx)?, self.0.row(), &owner, query).await }.await)
        }
        .boxed()
        .await
    }

    /// The awards it was nominated for, newest first.
    async fn awards(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which nominations.")] filter: Option<AwardFilter>,
        #[graphql(
            desc = "How many from the start, at most 100; 20 if neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what stands behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 100. Not together with first.")]
        last: Option<i32>,
        #[graphql(desc = "Only what stands before this cursor.")] before: Option<String>,
    ) -> Result<AwardNominationConnection> {
        async move {
            let scope = scope(ctx)?;
            let rows = scope
                .load(RowsAlong::<AwardsOfWork>::of(self.0.row().id))
                .await?;
            let rows = rows
                .iter()
                .map(|row: &award_nomination::Model| Arc::new(row.clone()))
                .collect::<Vec<_>>();
            let page = requested(first, after, last, before);
            award_page(scope, &rows, filter, &self.0.public_id(), &page).await
        }
        .boxed()
        .await
    }

    /// How it relates to other works: what is said of it first, then what is said of others, such as their being sequels of it.
    async fn relations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only these kinds.")] kinds: Option<Vec<WorkRelationKind>>,
        #[graphql(desc = "At least this certain; every certainty if left out.")]
        min_certainty: Option<Certainty>,
        #[graphql(
            desc = "Whether what claims deny is among them: relations, and those to works that are denied.",
            default_with = "Some(false)"
        )]
        include_denied: Option<bool>,
        #[graphql(
            desc = "How many from the start, at most 100; 20 if neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what stands behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 100. Not together with first.")]
        last: Option<i32>,
        #[graphql(desc = "Only what stands before this cursor.")] before: Option<String>,
    ) -> Result<WorkRelationConnection> {
        async move {
            let page = requested(first, after, last, before);
            let owner = self.0.public_id();
            let asked = RelationsAsked {
                kinds,
                sure: Sure::of(min_certainty, include_denied),
            };
            relations_of_work(scope(ctx)?, self.0.row().id, &asked, &owner, &page).await
        }
        .boxed()
        .await
    }

    /// What was said about it, word for word.
    async fn quotes(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Whether what claims deny is among them.",
            default_with = "Some(false)"
        )]
        include_denied: Option<bool>,
        #[graphql(
            desc = "How many from the start, at most 100; 20 if neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what stands behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 100. Not together with first.")]
        last: Option<i32>,
        #[graphql(desc = "Only what stands before this cursor.")] before: Option<String>,
    ) -> Result<QuoteConnection> {
        let scope = scope(ctx)?;
        let mentions = MentionsOf {
            words: RecordKind::Quote,
            subject: self.subject(),
        };
        let ids = scope.load(mentions).await?;
        let page = requested(first, after, last, before);
        let name = (&*self.0.public_id(), "quotes");
        let sure = Sure::of(None, include_denied);
        let page = placed_page(scope, &ids, |quote| mentioned(quote, sure), name, &page).await?;
        Ok(QuoteConnection { page })
    }

    /// What was written about it: reviews, readings, expectations.
    async fn commentary(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only these kinds.")] kinds: Option<Vec<CommentaryKind>>,
        #[graphql(
            desc = "Whether what claims deny is among them.",
            default_with = "Some(false)"
        )]
        include_denied: Option<bool>,
        #[graphql(
            desc = "How many from the start, at most 100; 20 if neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what stands behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 100. Not together with first.")]
        last: Option<i32>,
        #[graphql(desc = "Only what stands before this cursor.")] before: Option<String>,
    ) -> Result<CommentaryConnection> {
        async move {
            let scope = scope(ctx)?;
            let page = requested(first, after, last, before);
            let sure = Sure::of(None, include_denied);
            commentary_of(scope, self.subject(), (kinds.as_deref(), sure), &page).await
        }
        .boxed()
        .await
    }

    /// The curated lists about it, then those that it stands on.
    async fn lists(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Whether what claims deny is among them.",
            default_with = "Some(false)"
        )]
        include_denied: Option<bool>,
        #[graphql(
            desc = "How many from the start, at most 100; 20 if neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what stands behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 100. Not together with first.")]
        last: Option<i32>,
        #[graphql(desc = "Only what stands before this cursor.")] before: Option<String>,
    ) -> Result<CuratedListConnection> {
        async move {
            let page = requested(first, after, last, before);
            let owner = self.0.public_id();
            let works = async { Ok(vec![self.0.row().id]) };
            let sure = Sure::of(None, include_denied);
            lists_of_works(scope(ctx)?, works, (&owner, sure), &page).await
        }
        .boxed()
        .await
    }

    /// Its keywords, in the order of its data.
    async fn keywords(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many at most, 1 to 100.", default_with = "Some(20)")] limit: Option<
            i32,
        >,
    ) -> Result<List<Keyword>> {
        let limit = limited("limit", limit, 20, MAX_KEYWORDS)?;
        let scope = scope(ctx)?;
        let links = scope
            .load(OwnedBy::<work_keyword::Entity>::of(self.0.row().id))
            .await?;
        let ids: Vec<i64> = links
            .iter()
            .take(limit)
            .map(|link| link.keyword_id)
            .collect();
        let keywords = scope.find_all::<keyword::Entity>(&ids).await?;
        Ok(keywords.into_iter().map(Keyword).collect())
    }
}
