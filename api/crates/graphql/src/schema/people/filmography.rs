//! `FilmographyConnection`: a person's works, each with what they did on it.

use std::collections::HashSet;

use async_graphql::{Context, Object};
use edge::Credit;
use entity::vocabulary::RecordKind;
use entity::{role, work};
use futures_util::future::try_join_all;

use super::role::{Role, RoleCharacter};
use crate::schema::kit::Cost;
use crate::schema::kit::credited::Credited;
use crate::schema::kit::error::{Result, invalid};
use crate::schema::kit::list::List;
use crate::schema::kit::paging::{connection, scope};
use crate::schema::kit::partial_date::PartialDate;
use crate::schema::work::Work;
use crate::scope::Scope;

async fn work_node(scope: &Scope, credited: &Credited) -> Result<Work> {
    if scope.names_sources() {
        rests_on_credit(scope, &credited.credit(scope).await?);
    }
    Ok(Work::of(scope.get::<work::Entity>(credited.work()).await?))
}

connection!(
    FilmographyConnection, FilmographyEdge, Credited => Work = work_node,
    "A page of the works of a person, each once, with the person's roles on it.", "A work.", covered
);

/// That somebody worked on it rests on their first role there.
pub(crate) fn rests_on_credit(scope: &Scope, credit: &Credit) {
    if let Some(first) = credit.edges.first() {
        scope.rests_on(RecordKind::Role, first.role, &[]);
    }
}

/// A work in the career of a person.
pub(crate) struct FilmographyEdge {
    cursor: String,
    item: Credited,
}

/// The most roles that one edge gives.
const MAX_ROLES: i32 = 100;

/// A work in the career of a person, with what they did on it.
#[Object]
impl FilmographyEdge {
    /// The place of this item in the list, to page from: pass it back as it is.
    async fn cursor(&self) -> &str {
        &self.cursor
    }

    /// The work; for episodes that were rolled up, their series.
    async fn node(&self, ctx: &Context<'_>) -> Result<Work> {
        work_node(scope(ctx)?, &self.item).await
    }

    /// What they did on it, earliest first, then by billing. For episodes that were rolled up, the
    /// roles on the episodes.
    async fn roles(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many at most, 1 to 100.", default_with = "Some(10)")] limit: Option<
            i32,
        >,
    ) -> Result<List<Role>> {
        let limit = limited("limit", limit, 10, MAX_ROLES)?;
        let credit = self.item.credit(scope(ctx)?).await?;
        Ok(credit.edges.iter().take(limit).map(Role::of).collect())
    }

    /// The characters they played on it, each once, in the order of the roles. Of the first 100 roles; for
    /// episodes that were rolled up, those of the episodes.
    #[graphql(directive = Cost::apply(MAX_ROLES))]
    async fn characters(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many at most, 1 to 100.", default_with = "Some(10)")] limit: Option<
            i32,
        >,
    ) -> Result<List<RoleCharacter>> {
        let limit = limited("limit", limit, 10, MAX_ROLES)?;
        let scope = scope(ctx)?;
        let most = limited("limit", None, MAX_ROLES, MAX_ROLES)?;
        let credit = self.item.credit(scope).await?;
        let roles = credit.edges.iter().take(most);
        let lists = roles.map(|edge| async {
            scope.rests_on(RecordKind::Role, edge.role, &["characters"]);
            Role::of(edge).character_list(scope).await
        });
        let played = try_join_all(lists).await?.into_iter().flatten();
        let mut seen = HashSet::new();
        let once = played.filter(|character| seen.insert(character.identity()));
        Ok(once.take(limit).collect())
    }

    /// In how many episodes of the series, of those that the filter admits; where only the series as
    /// a whole is known, as its data say. Null for anything but a series.
    async fn episode_count(&self, ctx: &Context<'_>) -> Option<Result<i32>> {
        let read = async {
            let scope = scope(ctx)?;
            let credit = self.item.credit(scope).await?;
            let Some(first) = credit.edges.first() else {
                return Ok(None);
            };
            rests_on_credit(scope, &credit);
            if credit.episodes > 0 {
                return Ok(Some(i32::try_from(credit.episodes).unwrap_or(i32::MAX)));
            }
            let role = scope.get::<role::Entity>(first.role).await?;
            Ok(role.episode_count)
        };
        read.await.transpose()
    }

    /// The release of the earliest work that this edge stands for.
    async fn first_date(&self, ctx: &Context<'_>) -> Option<Result<PartialDate>> {
        self.date(ctx, Credit::first_work).await.transpose()
    }

    /// The release of the latest work that this edge stands for.
    async fn last_date(&self, ctx: &Context<'_>) -> Option<Result<PartialDate>> {
        self.date(ctx, Credit::last_work).await.transpose()
    }
}

impl FilmographyEdge {
    /// The release of one of the works of the credit.
    async fn date(
        &self,
        ctx: &Context<'_>,
        work: impl Fn(&Credit) -> i64,
    ) -> Result<Option<PartialDate>> {
        let scope = scope(ctx)?;
        let work = work(&self.item.credit(scope).await?);
        scope.rests_on(RecordKind::Work, work, &["releaseDate"]);
        let work = scope.get::<work::Entity>(work).await?;
        PartialDate::stored(work.release_date())
    }
}

/// A `limit` argument.
pub(crate) fn limited(place: &str, value: Option<i32>, default: i32, most: i32) -> Result<usize> {
    let value = value.unwrap_or(default);
    let limit = usize::try_from(value)
        .ok()
        .filter(|limit| (1..=most).contains(&value) && *limit > 0);
    limit.ok_or_else(|| {
        invalid(
            place,
            format!("must lie between 1 and {most}; it is {value}"),
        )
        .with("limit", most)
        .with("actual", value)
    })
}
