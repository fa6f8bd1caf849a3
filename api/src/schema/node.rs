//! `Node`: every record by its id.

use async_graphql::{Context, ID, Interface, Object};
use entity::{genre, milestone, person, person_name, role, source, title, work};

use super::error::{Result, invalid};
use super::genre::Genre;
use super::list::List;
use super::milestone::Milestone;
use super::paging::scope;
use super::person::Person;
use super::person_name::PersonName;
use super::role::Role;
use super::source::Source;
use super::title::Title;
use super::work::{AnyWork, Episode, Film, Game, Recording, Series, Work};
use crate::model::id::{RecordId, RecordKind, decode};
use crate::scope::Scope;

/// A record with an id of its own.
#[derive(Clone, Interface)]
#[graphql(field(
    name = "id",
    ty = "ID",
    desc = "The id of this record: opaque, global, stable for ever."
))]
pub(crate) enum Node {
    /// A film.
    Film(Film),
    /// A series.
    Series(Series),
    /// An episode.
    Episode(Episode),
    /// A recording.
    Recording(Recording),
    /// A game.
    Game(Game),
    /// A person.
    Person(Person),
    /// A role.
    Role(Role),
    /// A title.
    Title(Title),
    /// A name of a person.
    PersonName(PersonName),
    /// A genre.
    Genre(Genre),
    /// A source.
    Source(Source),
    /// A milestone.
    Milestone(Milestone),
}

impl From<Work> for Node {
    fn from(work: Work) -> Self {
        match work.0 {
            AnyWork::Film(work) => Self::Film(work),
            AnyWork::Series(work) => Self::Series(work),
            AnyWork::Episode(work) => Self::Episode(work),
            AnyWork::Recording(work) => Self::Recording(work),
            AnyWork::Game(work) => Self::Game(work),
        }
    }
}

impl Node {
    async fn find(scope: &Scope, RecordId { kind, id }: RecordId) -> Result<Option<Self>> {
        Ok(match kind {
            RecordKind::Work => {
                let row = scope.find::<work::Entity>(id).await?;
                row.map(|row| Work::of(row).into())
            }
            RecordKind::Person => {
                let row = scope.find::<person::Entity>(id).await?;
                row.map(|row| Self::Person(Person(row)))
            }
            RecordKind::Role => {
                let row = scope.find::<role::Entity>(id).await?;
                row.map(|row| Self::Role(Role::of_record(&row)))
            }
            RecordKind::Title => {
                let row = scope.find::<title::Entity>(id).await?;
                row.map(|row| Self::Title(Title(row.as_ref().clone())))
            }
            RecordKind::PersonName => {
                let row = scope.find::<person_name::Entity>(id).await?;
                row.map(|row| Self::PersonName(PersonName(row.as_ref().clone())))
            }
            RecordKind::Genre => {
                let row = scope.find::<genre::Entity>(id).await?;
                row.map(|row| Self::Genre(Genre(row)))
            }
            RecordKind::Source => {
                let row = scope.find::<source::Entity>(id).await?;
                row.map(|row| Self::Source(Source(row)))
            }
            RecordKind::Milestone => {
                let row = scope.find::<milestone::Entity>(id).await?;
                row.map(|row| Self::Milestone(Milestone(row)))
            }
            _ => None,
        })
    }
}

fn read_id(place: &str, id: &ID) -> Result<RecordId> {
    decode(id).map_err(|error| invalid(place, format!("\"{}\": {error}", id.as_str())))
}

/// The queries for records of any kind.
#[derive(Default)]
pub(crate) struct NodeQuery;

#[Object]
impl NodeQuery {
    /// The record with this id, of any kind; null if there is none.
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "An id, as any answer gives it.")] id: ID,
    ) -> Option<Result<Node>> {
        let find = async { Node::find(scope(ctx)?, read_id("id", &id)?).await };
        find.await.transpose()
    }

    /// The records with these ids, in this order, null where there is none.
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Ids, as any answer gives them; at most as many as the largest page has."
        )]
        ids: Vec<ID>,
    ) -> Result<List<Option<Result<Node>>>> {
        let scope = scope(ctx)?;
        let (count, most) = (ids.len(), scope.bounds().max_page as usize);
        if count > most {
            let reason = format!("has {count} members; at most {most} fit");
            return Err(invalid("ids", reason)
                .with("limit", most)
                .with("actual", count));
        }
        let find = |id: ID| async move {
            let find = async { Node::find(scope, read_id("ids", &id)?).await };
            find.await.transpose()
        };
        let found = futures_util::future::join_all(ids.into_iter().map(find));
        Ok(List(found.await))
    }
}
