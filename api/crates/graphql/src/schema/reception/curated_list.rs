//! `CuratedList`: a list of works with a note for each.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_graphql::{Context, ID, Object, OneofObject};
use entity::vocabulary::RecordKind;
use entity::{curated_list, list_entry, work};
use futures_util::FutureExt;
use model::id::{RecordId, encode};
use model::slug::slug;
use paging::{PageRequest, Placed};
use store::read::{EntriesOfWork, ListsAboutWork};

use crate::loader::{OwnedBy, RowsAlong};
use crate::schema::kit::error::Result;
use crate::schema::kit::gone::or_gone;
use crate::schema::kit::list::List;
use crate::schema::kit::paging::{connection, scope};
use crate::schema::kit::placed::placed_page;
use crate::schema::kit::public_id::record_id;
use crate::schema::kit::record::RecordOf;
use crate::schema::kit::reference::slug_id;
use crate::schema::kit::scalar::LanguageTag;
use crate::schema::kit::sure::Sure;
use crate::schema::vocabulary::ListRelation;
use crate::schema::work::{Work, denied_works};
use crate::scope::{Scope, Weighed};

/// A curated list, named in exactly one of these ways. A well-formed reference to nothing is null
/// without an error.
#[derive(Clone, Debug, OneofObject)]
pub(crate) enum ListRef {
    /// Its id.
    Id(ID),
    /// Its slug. Only the last part is read, so a slug outlives a change of title.
    Slug(String),
}

/// A list of works with a note for each.
#[derive(Clone)]
pub(crate) struct CuratedList(pub(crate) Arc<curated_list::Model>);

impl CuratedList {
    fn public_id(&self) -> String {
        encode(RecordKind::List, self.0.id)
    }
}

/// A list of works with a note for each, made by somebody: what to watch before a film, the best of
/// a year.
#[Object]
impl CuratedList {
    #[graphql(flatten)]
    async fn record(&self) -> RecordOf<Self> {
        RecordOf::of(self)
    }

    /// The list in a line: its title.
    pub(crate) async fn label(
        &self,
        #[graphql(desc = "The language of the label; every one has the same for now.")]
        language: Option<LanguageTag>,
    ) -> Result<&str> {
        drop(language);
        Ok(&self.0.title)
    }

    /// The list for addresses. Only its last part is read, so it outlives a change of title.
    async fn slug(&self) -> String {
        slug(&self.0.title, &self.public_id())
    }

    /// Its title.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// The work that it is about; null where it is about none.
    async fn about(&self, ctx: &Context<'_>) -> Option<Result<Work>> {
        let id = self.0.about_work_id?;
        let found = async { scope(ctx)?.find::<work::Entity>(id).await };
        found.await.map(|row| row.map(Work::of)).transpose()
    }

    /// Its entries, in order.
    async fn entries(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Whether entries that are works which claims deny are among them.",
            default_with = "Some(false)"
        )]
        include_denied: Option<bool>,
    ) -> Result<List<CuratedListEntry>> {
        async move {
            let scope = scope(ctx)?;
            let rows = scope
                .load(OwnedBy::<list_entry::Entity>::of(self.0.id))
                .await?;
            let works = rows.iter().filter_map(|row| row.work_id).collect();
            let denied = denied_works(scope, works, Sure::of(None, include_denied)).await?;
            let stands =
                |row: &&list_entry::Model| row.work_id.is_none_or(|id| !denied.contains(&id));
            let entry = |row: &list_entry::Model| CuratedListEntry(Arc::new(row.clone()));
            Ok(rows.iter().filter(stands).map(entry).collect())
        }
        .boxed()
        .await
    }
}

/// An entry of a curated list.
#[derive(Clone)]
pub(crate) struct CuratedListEntry(pub(crate) Arc<list_entry::Model>);

/// An entry of a curated list.
#[Object]
impl CuratedListEntry {
    /// The id of this entry.
    pub(crate) async fn id(&self) -> ID {
        ID(encode(RecordKind::ListEntry, self.0.id))
    }

    /// Its place in the list, from 1.
    async fn position(&self) -> i32 {
        self.0.position
    }

    /// The work; null for something that is not here, which the note names.
    async fn work(&self, ctx: &Context<'_>) -> Option<Result<Work>> {
        let id = self.0.work_id?;
        let found = async { scope(ctx)?.find::<work::Entity>(id).await };
        found.await.map(|row| row.map(Work::of)).transpose()
    }

    /// Why it is on the list.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }
}

/// A list in the lists of a work, to be read when it stands on the page.
type PlacedList = Placed<ListRelation>;

/// Lists by id, with what they are to some works.
struct Lists(Vec<(i64, ListRelation)>);

impl Weighed for Lists {
    fn bytes(&self) -> usize {
        size_of_val(self.0.as_slice())
    }
}

/// The lists about one of some works, then those that one of them stands on; each once.
pub(crate) async fn lists_of_works(
    scope: &Scope,
    works: impl Future<Output = Result<Vec<i64>>>,
    (owner, sure): (&str, Sure),
    page: &PageRequest,
) -> Result<CuratedListConnection> {
    let lists = async {
        let works = works.await?;
        let (about, entries) = futures_util::future::try_join(
            scope.load_all(
                works
                    .iter()
                    .map(|work| RowsAlong::<ListsAboutWork>::of(*work)),
            ),
            scope.load_all(
                works
                    .iter()
                    .map(|work| RowsAlong::<EntriesOfWork>::of(*work)),
            ),
        )
        .await?;
        let entries = entries.iter().flat_map(|rows| rows.iter());
        let entries = entries.map(|row| (row.list_id, ListRelation::Entry));
        let about = about.iter().flat_map(|rows| rows.iter());
        let about = about.map(|row| (row.id, ListRelation::About));
        let mut lists: BTreeMap<i64, ListRelation> = entries.chain(about).collect();
        if !sure.has(true) {
            let ids: Vec<i64> = lists.keys().copied().collect();
            let rows = scope.find_all::<curated_list::Entity>(&ids).await?;
            for row in rows.iter().filter(|row| row.is_denied) {
                lists.remove(&row.id);
            }
        }
        Ok(Lists(lists.into_iter().collect()))
    };
    let name = (owner.to_owned(), "lists");
    let lists = scope.once(name, sure, lists).await?;
    let place = |(id, relation): &(i64, ListRelation)| {
        Some(Placed {
            place: i64::from(*relation == ListRelation::Entry),
            id: *id,
            item: *relation,
        })
    };
    let page = placed_page(scope, &lists.0, place, (owner, "lists"), page).await?;
    Ok(CuratedListConnection { page })
}

async fn list_node(scope: &Scope, list: &PlacedList) -> Result<CuratedList> {
    Ok(CuratedList(
        scope.get::<curated_list::Entity>(list.id).await?,
    ))
}

connection!(
    CuratedListConnection, CuratedListEdge, PlacedList => CuratedList = list_node,
    "A page of the lists of a work, or of the works of a person: those about it first, then those that it stands on.",
    "A curated list."
);

/// A list with what the work, or a work of the person, is to it.
pub(crate) struct CuratedListEdge {
    cursor: String,
    item: PlacedList,
}

/// A list with what the work, or a work of the person, is to it.
#[Object]
impl CuratedListEdge {
    /// The place of this item in the list, to page from: pass it back as it is.
    async fn cursor(&self) -> &str {
        &self.cursor
    }

    /// The list.
    async fn node(&self, ctx: &Context<'_>) -> Result<CuratedList> {
        list_node(scope(ctx)?, &self.item).await
    }

    /// Whether the list is about the work (or about a work of the person), or that stands on it. A
    /// list that both holds for is ABOUT.
    async fn relation(&self) -> ListRelation {
        self.item.item
    }
}

/// The query for curated lists.
#[derive(Default)]
pub(crate) struct ListQuery;

#[Object]
impl ListQuery {
    /// A curated list.
    async fn list(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which list, named in exactly one way.")] by: ListRef,
    ) -> Option<Result<CuratedList>> {
        let found = async {
            let id = match by {
                ListRef::Id(id) => record_id("by.id", &id, RecordKind::List)?,
                ListRef::Slug(slug) => slug_id(&slug, RecordKind::List)?,
            };
            let scope = scope(ctx)?;
            let found = scope.find::<curated_list::Entity>(id).await?;
            let kind = RecordKind::List;
            or_gone(scope, RecordId { kind, id }, found).await
        };
        found.await.map(|row| row.map(CuratedList)).transpose()
    }
}
