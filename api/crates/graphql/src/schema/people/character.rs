//! `Character`: a character that several works share.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use async_graphql::{Context, Object};
use budget::STEP;
use edge::{Edge, Entries, Extent, NEWEST_FIRST, NoHeaders, admitted, in_order};
use entity::role::ANY_DENIED;
use entity::vocabulary::{ExternalAuthority as Authority, RecordKind};
use entity::{character, role};
use futures_util::FutureExt;
use model::id::encode;
use store::read::RolesOfCharacter;

use super::role::RoleConnection;
use crate::loader::{EdgesOfWork, RowsAlong};
use crate::schema::catalog::external_id::ExternalIds;
use crate::schema::kit::covered::Covers;
use crate::schema::kit::error::Result;
use crate::schema::kit::paging::{paged, requested, scope};
use crate::schema::kit::record::RecordOf;
use crate::schema::kit::scalar::LanguageTag;
use crate::schema::kit::sure::Sure;
use crate::scope::Scope;

/// A character that several works share.
#[derive(Clone)]
pub(crate) struct Character(pub(crate) Arc<character::Model>);

impl Character {
    fn public_id(&self) -> String {
        encode(RecordKind::Character, self.0.id)
    }
}

/// A character that several works share, whoever plays it.
#[Object]
impl Character {
    #[graphql(flatten)]
    async fn record(&self) -> RecordOf<Self> {
        RecordOf::of(self)
    }

    /// The character in a line: the name.
    pub(crate) async fn label(
        &self,
        #[graphql(desc = "The language of the label; every one has the same for now.")]
        language: Option<LanguageTag>,
    ) -> Result<&str> {
        drop(language);
        Ok(&self.0.name)
    }

    /// The name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The roles in which it was played, newest work first.
    async fn roles(
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
    ) -> Result<RoleConnection> {
        async move {
            let scope = scope(ctx)?;
            let links = scope
                .load(RowsAlong::<RolesOfCharacter>::of(self.0.id))
                .await?;
            let ids: Vec<i64> = links.iter().map(|link| link.role_id).collect();
            let edges = edges_of_roles(scope, &ids).await?;
            let mut turn = scope.work().turn().await;
            let sure = Sure::of(None, include_denied);
            let stands = |edge: &Edge| sure.has(edge.attributes & ANY_DENIED != 0);
            let all = admitted(&mut turn, &edges, stands).await?;
            let entries = in_order(
                &mut turn,
                &edges,
                all,
                NEWEST_FIRST,
                Extent::All,
                &NoHeaders,
            )
            .await?;
            let list = Entries {
                items: &edges,
                entries: &entries,
                order: NEWEST_FIRST,
                headers: &NoHeaders,
                give: |edge: &Edge| *edge,
            };
            let page = requested(first, after, last, before);
            let name = (&*self.public_id(), "roles");
            let page = paged(scope, &list, name, NEWEST_FIRST, &page)?;
            let covers = Covers::nothing();
            Ok(RoleConnection { page, covers })
        }
        .boxed()
        .await
    }

    /// Its Wikidata id.
    async fn wikidata_id(&self, ctx: &Context<'_>) -> Option<Result<String>> {
        let ids = async { ExternalIds::of(scope(ctx)?, RecordKind::Character, self.0.id).await };
        ids.await
            .map(|ids| ids.value(Authority::Wikidata))
            .transpose()
    }
}

/// The edges of some roles, from the lists of their works.
async fn edges_of_roles(scope: &Scope, ids: &[i64]) -> Result<Vec<Edge>> {
    let roles = scope.find_all::<role::Entity>(ids).await?;
    let wanted: HashSet<i64> = roles.iter().map(|row| row.id).collect();
    let works: BTreeSet<i64> = roles.iter().map(|row| row.work_id).collect();
    let lists = scope.load_all(works.into_iter().map(EdgesOfWork)).await?;
    let mut turn = scope.work().turn().await;
    let mut edges = Vec::with_capacity(roles.len());
    for list in lists {
        for part in list?.chunks(STEP) {
            let of_these = part.iter().filter(|edge| wanted.contains(&edge.role));
            edges.extend(of_these.copied());
            turn.look(part.len()).await?;
        }
    }
    Ok(edges)
}
