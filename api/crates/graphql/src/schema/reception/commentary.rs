//! `Commentary`: what is said about works and people.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::{Context, Object};
use entity::vocabulary::RecordKind;
use entity::{commentary, source};
use model::id::{RecordId, encode};
use paging::{Page, PageRequest, Place, Placed};
use store::read::Mention;

use super::quote::excerpt;
use crate::loader::MentionsOf;
use crate::schema::kit::error::Result;
use crate::schema::kit::list::List;
use crate::schema::kit::paging::{connection, plain_edge, scope};
use crate::schema::kit::placed::{mentioned, placed_page};
use crate::schema::kit::record::RecordOf;
use crate::schema::kit::scalar::LanguageTag;
use crate::schema::kit::sure::Sure;
use crate::schema::knowledge::claim::Claimable;
use crate::schema::knowledge::source::Source;
use crate::schema::node::subjects_of;
use crate::schema::vocabulary::CommentaryKind;
use crate::scope::Scope;

/// What is said about works and people.
#[derive(Clone)]
pub(crate) struct Commentary(pub(crate) Arc<commentary::Model>);

/// What is said about works and people: reviews, readings, expectations.
#[Object]
impl Commentary {
    #[graphql(flatten)]
    async fn record(&self) -> RecordOf<Self> {
        RecordOf::of(self)
    }

    /// The commentary in a line: how its words begin.
    pub(crate) async fn label(
        &self,
        #[graphql(desc = "The language of the label; the words are as they were written in any.")]
        language: Option<LanguageTag>,
    ) -> Result<String> {
        drop(language);
        Ok(excerpt(&self.0.text))
    }

    /// What kind of commentary it is.
    async fn kind(&self) -> CommentaryKind {
        self.0.kind.into()
    }

    /// The words.
    async fn text(&self) -> &str {
        &self.0.text
    }

    /// Where it was published.
    async fn source(&self, ctx: &Context<'_>) -> Result<Source> {
        let source = scope(ctx)?.get::<source::Entity>(self.0.source_id).await?;
        Ok(Source(source))
    }

    /// The records that it is about, in order.
    async fn about(&self, ctx: &Context<'_>) -> Result<List<Claimable>> {
        let words = RecordId {
            kind: RecordKind::Commentary,
            id: self.0.id,
        };
        subjects_of(scope(ctx)?, words).await
    }
}

/// A commentary in a list.
pub(crate) type PlacedCommentary = Placed<Arc<commentary::Model>>;

/// What was written about a record, in the order of the ids. The texts of what is not on the page
/// are read only if a filter has to look at each.
pub(crate) async fn commentary_of(
    scope: &Scope,
    subject: RecordId,
    (kinds, sure): (Option<&[CommentaryKind]>, Sure),
    page: &PageRequest,
) -> Result<CommentaryConnection> {
    let owner = encode(subject.kind, subject.id);
    let name = (&*owner, "commentary");
    let mentions = scope
        .load(MentionsOf {
            words: RecordKind::Commentary,
            subject,
        })
        .await?;
    let placed_row = |row: &Arc<commentary::Model>| Placed {
        place: 0,
        id: row.id,
        item: row.clone(),
    };
    let Some(kinds) = kinds else {
        let place = |mention: &Mention| mentioned(mention, sure);
        let page = placed_page(scope, &mentions, place, name, page).await?;
        let ids: Vec<i64> = page.items.iter().map(|(_, item)| item.id).collect();
        let rows = scope.find_all::<commentary::Entity>(&ids).await?;
        let places = page.items.iter().map(|(place, item)| (item.id, place));
        let places: HashMap<i64, &Place> = places.collect();
        let item =
            |row: &Arc<commentary::Model>| Some(((*places.get(&row.id)?).clone(), placed_row(row)));
        let page = Page {
            list: page.list,
            items: rows.iter().filter_map(item).collect(),
            has_next: page.has_next,
            has_previous: page.has_previous,
            total: page.total,
        };
        return Ok(CommentaryConnection { page });
    };
    let ids: Vec<i64> = mentions.iter().map(|mention| mention.id).collect();
    let rows = scope.find_all::<commentary::Entity>(&ids).await?;
    let admitted = |row: &Arc<commentary::Model>| {
        let is_wanted = kinds.contains(&row.kind.into()) && sure.has(row.is_denied);
        is_wanted.then(|| placed_row(row))
    };
    let page = placed_page(scope, &rows, admitted, name, page).await?;
    Ok(CommentaryConnection { page })
}

async fn commentary_node(_: &Scope, placed: &PlacedCommentary) -> Result<Commentary> {
    Ok(Commentary(placed.item.clone()))
}

connection!(
    CommentaryConnection, CommentaryEdge, PlacedCommentary => Commentary = commentary_node,
    "A page of commentary, in the order of the ids.", "A commentary."
);
plain_edge!(
    CommentaryEdge, PlacedCommentary => Commentary = commentary_node,
    "A commentary in a list."
);
