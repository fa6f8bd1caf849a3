//! `ReunionConnection`: the earlier works on which people of a work had met before.

use std::collections::HashSet;
use std::sync::Arc;

use async_graphql::{Context, Object};
use edge::{
    Attributes, Base, Edge, EdgeFilter, EdgeList, Met, Moment, Reunion, Reunions, reunions,
};
use entity::role::{ANY_DENIED, WORK_DENIED};
use entity::vocabulary::{Certainty, Department as StoredDepartment, RecordKind};
use entity::{person, work};
use futures_util::FutureExt;
use futures_util::future::try_join_all;
use paging::{PageRequest, Placed};

use super::filmography::limited;
use super::person::Person;
use super::role::Role;
use crate::error::ApiError;
use crate::loader::EdgesOfWork;
use crate::schema::kit::error::{Result, invalid};
use crate::schema::kit::list::List;
use crate::schema::kit::listing::{BILLING, by_billing};
use crate::schema::kit::paging::{connection, paged, scope};
use crate::schema::vocabulary::Department;
use crate::schema::work::Work;
use crate::scope::{Scope, Weighed};

/// The most people of a work whose careers are read: more than the largest credits have, and no
/// more than a few hundred thousand roles.
const MAX_PEOPLE: usize = 5_000;
/// The most people or roles that one edge gives.
const MAX_LISTED: i32 = 100;
/// The same as a length.
const LISTED: usize = MAX_LISTED as usize;
/// The greatest `minPeople`.
const MAX_LEAST: i32 = 1_000;

/// Which reunions of a work are asked for.
pub(crate) struct ReunionQuery {
    pub(crate) least: Option<i32>,
    pub(crate) departments: Option<Vec<Department>>,
    pub(crate) page: PageRequest,
}

/// The reunions of a work. The edges take two statements, whatever their number.
pub(crate) async fn reunions_of(
    scope: &Scope,
    work: &work::Model,
    owner: &str,
    query: ReunionQuery,
) -> Result<ReunionConnection> {
    let least = limited("minPeople", query.least, 2, MAX_LEAST)?;
    let departments = query.departments.map(|list| {
        let stored = list.into_iter().map(StoredDepartment::from);
        stored.collect::<Vec<_>>()
    });
    if departments.as_ref().is_some_and(Vec::is_empty) {
        return Err(invalid(
            "departments",
            "must not be empty; leave it out for all",
        ));
    }
    let filter = EdgeFilter {
        denied: ANY_DENIED,
        departments,
        attributes: Attributes::default().performances(),
        min_certainty: Some(Certainty::Reported),
        ..EdgeFilter::default()
    };
    let name = (owner.to_owned(), "reunions");
    let make = meetings(scope, work, &filter, least);
    let made = scope.once(name, (least, filter.clone()), make).await?;
    let careers: Vec<&[Edge]> = made.careers.iter().map(|edges| &***edges).collect();
    let list = Met {
        reunions: &made.reunions,
        careers: &careers,
    };
    let page = paged(scope, &list, (owner, "reunions"), BILLING, &query.page)?;
    Ok(ReunionConnection { page })
}

/// Reunions with the careers that they were found in.
struct Meetings {
    careers: Vec<Arc<EdgeList>>,
    reunions: Reunions,
}

/// The careers are kept in any case.
impl Weighed for Meetings {
    fn bytes(&self) -> usize {
        self.reunions.bytes() + size_of_val(self.careers.as_slice())
    }
}

async fn meetings(
    scope: &Scope,
    work: &work::Model,
    filter: &EdgeFilter,
    least: usize,
) -> Result<Meetings> {
    // The work itself is at hand, denied or not.
    let of_work = EdgeFilter {
        denied: filter.denied & !WORK_DENIED,
        ..filter.clone()
    };
    let people = people_of(scope, work.id, &of_work).await?;
    let careers = people.iter().map(|person| scope.edges_of_person(*person));
    let careers: Vec<Arc<EdgeList>> = try_join_all(careers).await?;
    let base = Base {
        listed_work: work.series_id.unwrap_or(work.id),
        moment: Moment {
            from: work.released_from,
            to: work.released_to,
        },
    };
    let edges: Vec<&[Edge]> = careers.iter().map(|edges| &***edges).collect();
    let mut turn = scope.work().turn().await;
    let reunions = reunions(&mut turn, base, &edges, filter, least).await?;
    drop((turn, edges));
    Ok(Meetings { careers, reunions })
}

/// The people of a work, by billing, each once.
async fn people_of(scope: &Scope, work: i64, filter: &EdgeFilter) -> Result<Vec<i64>> {
    let edges = scope.load(EdgesOfWork(work)).await??;
    let edges = by_billing(scope, &edges, |edge| filter.admits(edge)).await?;
    let mut seen = HashSet::new();
    let people = edges.iter().map(|edge| edge.person);
    let people: Vec<i64> = people.filter(|person| seen.insert(*person)).collect();
    if people.len() <= MAX_PEOPLE {
        return Ok(people);
    }
    let message = format!(
        "{} people have a role in this work; reunions are counted for at most {MAX_PEOPLE}: name \
         departments",
        people.len()
    );
    let actual = Some(people.len() as u64);
    Err(ApiError::bound(
        message,
        "reunion_people",
        MAX_PEOPLE as u64,
        actual,
    ))
}

type PlacedReunion = Placed<Reunion>;

/// That people had met there rests on the first role of each of them, of those that can be listed.
async fn reunion_node(scope: &Scope, reunion: &PlacedReunion) -> Result<Work> {
    let people = reunion.item.people.len().min(LISTED);
    for edge in reunion.item.edges.iter().take(people) {
        scope.rests_on(RecordKind::Role, edge.role, &[]);
    }
    Ok(Work::of(scope.get::<work::Entity>(reunion.id).await?))
}

connection!(
    ReunionConnection, ReunionEdge, PlacedReunion => Work = reunion_node,
    "A page of the earlier works on which people of a work had met: most people first, then newest.",
    "An earlier work."
);

/// An earlier work, with those who were in both.
pub(crate) struct ReunionEdge {
    cursor: String,
    item: PlacedReunion,
}

/// An earlier work, with those who were in both.
#[Object]
impl ReunionEdge {
    /// The place of this item in the list, to page from: pass it back as it is.
    async fn cursor(&self) -> &str {
        &self.cursor
    }

    /// The earlier work; for episodes, their series.
    async fn node(&self, ctx: &Context<'_>) -> Result<Work> {
        reunion_node(scope(ctx)?, &self.item).await
    }

    /// Who was in both, by their billing in the work that was asked for its reunions.
    async fn people(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many at most, 1 to 100.", default_with = "Some(10)")] limit: Option<
            i32,
        >,
    ) -> Result<List<Person>> {
        async move {
            let limit = limited("limit", limit, 10, MAX_LISTED)?;
            let people = self.item.item.people.iter().take(limit).copied();
            let people: Vec<i64> = people.collect();
            let people = scope(ctx)?.find_all::<person::Entity>(&people).await?;
            Ok(people.into_iter().map(Person).collect())
        }
        .boxed()
        .await
    }

    /// What they did on the earlier work: everybody's first role, then everybody's second.
    async fn roles(
        &self,
        #[graphql(desc = "How many at most, 1 to 100.", default_with = "Some(10)")] limit: Option<
            i32,
        >,
    ) -> Result<List<Role>> {
        let limit = limited("limit", limit, 10, MAX_LISTED)?;
        let edges = self.item.item.edges.iter().take(limit);
        Ok(edges.map(Role::of).collect())
    }
}
