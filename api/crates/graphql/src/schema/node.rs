//! `Node`: every record by its id.

use async_graphql::{Context, ID, Object};
use entity::vocabulary::RecordKind;
use entity::work;
use model::code::{country_of_number, language_of_number};
use model::count::too_many;
use model::id::RecordId;

use crate::loader::SubjectsOf;
use crate::schema::catalog::country::Country;
use crate::schema::catalog::language::Language;
use crate::schema::kit::error::{Result, invalid};
use crate::schema::kit::gone::or_gone;
use crate::schema::kit::interface;
use crate::schema::kit::list::List;
use crate::schema::kit::paging::scope;
use crate::schema::kit::public_id::{any_id, record_id};
use crate::schema::knowledge::claim::{Claimable, claim_of_id, is_implied_id};
use crate::schema::reception::rating::{rated_by_record, rating_of_record};
use crate::schema::types::with_types;
use crate::schema::work::{Episode, Film, Game, Recording, Series, Work};
use crate::scope::Scope;

macro_rules! node {
    (
        claimable { $($kind:ident $table:ident: $type:ident in $($at:ident)::+ = $made:expr;)+ }
        others { $($other_kind:ident $other_table:ident: $other:ident in $($other_at:ident)::+ = $other_made:expr;)+ }
    ) => {
        $(use crate::schema::$($at)::+::$type;)+
        $(use crate::schema::$($other_at)::+::$other;)+

        interface! {
            /// A record with an id of its own.
            #[derive(Clone)]
            Node {
                Film, Series, Episode, Recording, Game, $($type,)+ $($other,)+ Country, Language,
            }
            with id: "The id of this record: opaque, global, stable for ever."
        }

        impl Node {
            /// The record with this id, if it is there.
            pub(super) async fn find(
                scope: &Scope,
                RecordId { kind, id }: RecordId,
            ) -> Result<Option<Self>> {
                Ok(match kind {
                    RecordKind::Work => {
                        let row = scope.find::<work::Entity>(id).await?;
                        row.map(|row| Work::of(row).into())
                    }
                    $(RecordKind::$kind => {
                        let row = scope.find::<entity::$table::Entity>(id).await?;
                        row.map($made).map(Self::$type)
                    })+
                    $(RecordKind::$other_kind => {
                        let row = scope.find::<entity::$other_table::Entity>(id).await?;
                        row.map($other_made).map(Self::$other)
                    })+
                    RecordKind::Country => country_of_number(id).map(Country).map(Self::Country),
                    RecordKind::Language => language_of_number(id).map(Language).map(Self::Language),
                    RecordKind::Job => None,
                })
            }
        }

        /// What the records of a kind are called in the schema; works of every type are `Work`.
        pub(super) const fn type_of(kind: RecordKind) -> &'static str {
            match kind {
                RecordKind::Work => "Work",
                $(RecordKind::$kind => stringify!($type),)+
                $(RecordKind::$other_kind => stringify!($other),)+
                RecordKind::Country => "Country",
                RecordKind::Language => "Language",
                RecordKind::Job => "Job",
            }
        }
    };
}
with_types!(node);

impl From<Work> for Node {
    fn from(work: Work) -> Self {
        match work {
            Work::Film(work) => work.into(),
            Work::Series(work) => work.into(),
            Work::Episode(work) => work.into(),
            Work::Recording(work) => work.into(),
            Work::Game(work) => work.into(),
        }
    }
}

/// What a quote or a commentary is about, in order, as far as it is there.
pub(super) async fn subjects_of(scope: &Scope, words: RecordId) -> Result<List<Claimable>> {
    let subjects = scope.load(SubjectsOf(words)).await?;
    let find = |subject: &RecordId| Claimable::find(scope, *subject);
    let found = futures_util::future::try_join_all(subjects.iter().map(find)).await?;
    Ok(found.into_iter().flatten().collect())
}

/// The record with an id that came in as `place`.
async fn find(scope: &Scope, place: &str, id: &ID) -> Result<Option<Node>> {
    if let Some(work) = rated_by_record(id) {
        let work = record_id(place, work, RecordKind::Work)?;
        return Ok(rating_of_record(scope, work).await?.map(Node::Rating));
    }
    if is_implied_id(id) {
        return Ok(claim_of_id(scope, place, id).await?.map(Node::Claim));
    }
    let id = any_id(id).map_err(|reason| invalid(place, reason))?;
    let found = Node::find(scope, id).await?;
    let RecordId { kind, id } = id;
    or_gone(scope, RecordId { kind, id }, found).await
}

/// The queries for records of any kind.
#[derive(Default)]
pub(crate) struct NodeQuery;

#[Object]
impl NodeQuery {
    /// The record with this id, of any kind; null if there is none, with an error GONE that says why if it was deleted.
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "An id, as any answer gives it.")] id: ID,
    ) -> Option<Result<Node>> {
        let find = async { find(scope(ctx)?, "id", &id).await };
        find.await.transpose()
    }

    /// The records with these ids, in this order, null where there is none, with an error GONE for each that was deleted.
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
            let reason = too_many(count, "member", most);
            return Err(invalid("ids", reason)
                .with("limit", most)
                .with("actual", count));
        }
        let find = |id: ID| async move { find(scope, "ids", &id).await.transpose() };
        let found = futures_util::future::join_all(ids.into_iter().map(find));
        Ok(List(found.await))
    }
}
