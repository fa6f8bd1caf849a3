//! The fields of a person about what stands out: best known, still to come, awards, words.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::{Context, Object};
use budget::{STEP, sorted_by};
use edge::{Credit, CreditEntry, Edge, Gathered, Headers, admitted, gathered};
use entity::vocabulary::{AwardResult, RecordKind, WorkKind};
use entity::{award_nomination, person, person_profession, profession, quote, work};
use futures_util::FutureExt;
use model::edtf::UNDATED;
use model::id::encode;
use store::read::{NominationsOfPerson, QuotesOfSpeaker};

use super::filmography::{limited, rests_on_credit};
use super::profession::Profession;
use crate::loader::{OwnedBy, RowsAlong};
use crate::schema::kit::error::Result;
use crate::schema::kit::filter::RoleFilter;
use crate::schema::kit::list::List;
use crate::schema::kit::paging::{requested, scope};
use crate::schema::kit::placed::{by_id, placed_page};
use crate::schema::kit::sure::Sure;
use crate::schema::reception::award::{AwardFilter, AwardNominationConnection, award_page};
use crate::schema::reception::curated_list::{CuratedListConnection, lists_of_works};
use crate::schema::reception::quote::QuoteConnection;
use crate::schema::work::Work;
use crate::scope::Scope;

/// The most works that are given.
const MAX_WORKS: i32 = 100;

/// What stands out in a career: fields of `Person`, flattened into it.
pub(crate) struct Career(pub(crate) Arc<person::Model>);

impl Career {
    fn public_id(&self) -> String {
        encode(RecordKind::Person, self.0.id)
    }

    /// The works that may stand on a list of theirs, each once.
    async fn works_of_lists(&self, scope: &Scope) -> Result<Vec<i64>> {
        let conditions = RoleFilter::conditions(None, scope).await?.of_career();
        let edges = scope.edges_of_person(self.0.id).await?;
        let mut turn = scope.work().turn().await;
        let mut works = Vec::new();
        for part in edges.chunks(STEP) {
            let admitted = part.iter().filter(|edge| conditions.edges.admits(edge));
            works.extend(admitted.flat_map(|edge| [edge.work, edge.listed_work()]));
            turn.look(part.len()).await?;
        }
        let mut works = sorted_by(&mut turn, works, Ord::cmp).await?;
        works.dedup();
        Ok(works)
    }

    /// How many awards they won for each work, and for how many they were nominated.
    async fn honours(&self, scope: &Scope) -> Result<HashMap<i64, (usize, usize)>> {
        let rows = self.nominations(scope).await?;
        let mut honours: HashMap<i64, (usize, usize)> = HashMap::new();
        for row in rows.iter().filter(|row| !row.is_denied) {
            let Some(work) = row.work_id else { continue };
            let (won, nominated) = honours.entry(work).or_default();
            *won += usize::from(row.result == AwardResult::Won);
            *nominated += 1;
        }
        Ok(honours)
    }

    /// The nominations of theirs, as rows.
    async fn nominations(&self, scope: &Scope) -> Result<Vec<Arc<award_nomination::Model>>> {
        let links = scope
            .load(RowsAlong::<NominationsOfPerson>::of(self.0.id))
            .await?;
        let ids: Vec<i64> = links.iter().map(|link| link.nomination_id).collect();
        scope.find_all::<award_nomination::Entity>(&ids).await
    }

    /// The works with the roles that pass, episodes rolled up.
    async fn credits(
        &self,
        scope: &Scope,
        edges: &[Edge],
        passes: impl Fn(&Edge) -> bool,
    ) -> Result<Gathered> {
        let conditions = RoleFilter::conditions(None, scope).await?.of_career();
        let mut turn = scope.work().turn().await;
        let admits = |edge: &Edge| conditions.edges.admits(edge) && passes(edge);
        let numbers = admitted(&mut turn, edges, admits).await?;
        Ok(gathered(&mut turn, edges, numbers, true).await?)
    }
}

/// The works with the least keys.
async fn first_works<K: Copy + Ord>(
    scope: &Scope,
    edges: &[Edge],
    gathered: &Gathered,
    limit: usize,
    key: impl Fn(&CreditEntry) -> K,
) -> Result<List<Work>> {
    let mut turn = scope.work().turn().await;
    let mut keys = Vec::with_capacity(gathered.credits.len());
    for part in gathered.credits.chunks(STEP) {
        keys.extend(
            part.iter()
                .map(|credit| (key(credit), credit.work, *credit)),
        );
        turn.look(part.len()).await?;
    }
    let by_key = |a: &(K, i64, CreditEntry), b: &(K, i64, CreditEntry)| (a.0, a.1).cmp(&(b.0, b.1));
    let keys = sorted_by(&mut turn, keys, by_key).await?;
    drop(turn);
    let first = keys.iter().take(limit);
    let credits: Vec<Credit> = first.map(|(.., e)| gathered.credit(edges, e)).collect();
    for credit in &credits {
        rests_on_credit(scope, credit);
    }
    let ids: Vec<i64> = credits.iter().map(|credit| credit.work).collect();
    let works = scope.find_all::<work::Entity>(&ids).await?;
    Ok(works.into_iter().map(Work::of).collect())
}

/// What stands out in a career.
#[Object]
impl Career {
    /// What they are called by trade, in the order of their data.
    async fn professions(&self, ctx: &Context<'_>) -> Result<List<Profession>> {
        let scope = scope(ctx)?;
        let links = scope
            .load(OwnedBy::<person_profession::Entity>::of(self.0.id))
            .await?;
        let ids: Vec<i64> = links.iter().map(|link| link.profession_id).collect();
        let professions = scope.find_all::<profession::Entity>(&ids).await?;
        Ok(professions.into_iter().map(Profession).collect())
    }

    /// The works they are best known for: those that most people have rated; where nobody has, those
    /// for which they won most awards and were nominated for most; then what is out before what is
    /// still to come, then by their billing, then those of which most is known, then newest first.
    /// Episodes are rolled up into their series; appearances as oneself and in archive footage are
    /// left out.
    async fn known_for(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many at most, 1 to 100.", default_with = "Some(4)")] limit: Option<
            i32,
        >,
    ) -> Result<List<Work>> {
        async move {
            let limit = limited("limit", limit, 4, MAX_WORKS)?;
            let scope = scope(ctx)?;
            let edges = scope.edges_of_person(self.0.id).await?;
            let gathered = self.credits(scope, &edges, |_| true).await?;
            let mut headers = scope.wanted_headers();
            let mut turn = scope.work().turn().await;
            for part in gathered.credits.chunks(STEP) {
                headers.add(&turn, part.iter().map(|credit| credit.work));
                turn.look(part.len()).await?;
            }
            drop(turn);
            headers.read().await?;
            let honours = self.honours(scope).await?;
            let (books, today) = (scope.books(), scope.today());
            let key = |credit: &CreditEntry| {
                let header = books.header(credit.work);
                let votes = header.as_ref().and_then(|header| header.votes);
                let known = header.map(|header| header.known);
                let mut roles = gathered.roles(&edges, credit);
                let comes = roles.all(|edge| edge.released_to > today);
                let honours = honours.get(&credit.work).copied().unwrap_or_default();
                (
                    (Reverse(votes), Reverse(honours), comes),
                    (credit.billing, Reverse(known), Reverse(credit.released_on)),
                )
            };
            first_works(scope, &edges, &gathered, limit, key).await
        }
        .boxed()
        .await
    }

    /// What is still to come: works that may be released after today (UTC), soonest
    /// first, then the undated ones. Episodes are rolled up into their series, undated ones aside;
    /// appearances as oneself and in archive footage are left out.
    async fn upcoming(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many at most, 1 to 100.", default_with = "Some(10)")] limit: Option<
            i32,
        >,
    ) -> Result<List<Work>> {
        async move {
            let limit = limited("limit", limit, 10, MAX_WORKS)?;
            let scope = scope(ctx)?;
            let today = scope.today();
            // Of many episodes no data set has the date, however old they are.
            let comes = |edge: &Edge| {
                edge.released_to > today
                    && (edge.released_from != UNDATED || edge.kind != WorkKind::Episode)
            };
            let edges = scope.edges_of_person(self.0.id).await?;
            let gathered = self.credits(scope, &edges, comes).await?;
            let soonest = |credit: &CreditEntry| credit.released_on;
            first_works(scope, &edges, &gathered, limit, soonest).await
        }
        .boxed()
        .await
    }

    /// The awards they were nominated for, newest first.
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
            let rows = self.nominations(scope).await?;
            let page = requested(first, after, last, before);
            award_page(scope, &rows, filter, &self.public_id(), &page).await
        }
        .boxed()
        .await
    }

    /// What they said, word for word.
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
        let rows = scope
            .load(RowsAlong::<QuotesOfSpeaker>::of(self.0.id))
            .await?;
        let page = requested(first, after, last, before);
        let sure = Sure::of(None, include_denied);
        let place = |row: &quote::Model| by_id(row.id).filter(|_| sure.has(row.is_denied));
        let name = (&*self.public_id(), "quotes");
        let page = placed_page(scope, &rows, place, name, &page).await?;
        Ok(QuoteConnection { page })
    }

    /// The curated lists about a work of theirs, then those that a work of theirs stands on.
    /// Appearances as oneself and in archive footage are left out; of a series they worked on, the
    /// episodes and the series count.
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
            let scope = scope(ctx)?;
            let works = self.works_of_lists(scope);
            let page = requested(first, after, last, before);
            let owner = self.public_id();
            lists_of_works(
                scope,
                works,
                (&owner, Sure::of(None, include_denied)),
                &page,
            )
            .await
        }
        .boxed()
        .await
    }
}
