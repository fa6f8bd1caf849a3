//! `Person`, and the query for people.

use std::sync::Arc;

use async_graphql::{Context, Object};
use budget::STEP;
use edge::NEWEST_FIRST;
use entity::vocabulary::{
    Department as StoredDepartment, ExternalAuthority as Authority, RecordKind,
};
use entity::{person, person_name};
use futures_util::FutureExt;
use model::day::CalendarDay;
use model::edtf::Edtf;
use model::external::ExternalSubject;
use model::id::encode;
use model::language::best_for;
use model::slug::slug;
use paging::PageRequest;

use super::career::Career;
use super::filmography::FilmographyConnection;
use super::person_name::PersonName;
use super::portrayal::Portrayal;
use super::role::{RoleConnection, age_between};
use crate::error::ApiError;
use crate::loader::OwnedBy;
use crate::schema::catalog::external_id::{ExternalId, ExternalIds};
use crate::schema::kit::covered::Covers;
use crate::schema::kit::error::Result;
use crate::schema::kit::filter::{RoleFilter, RoleOrder};
use crate::schema::kit::list::List;
use crate::schema::kit::listing::Listing;
use crate::schema::kit::paging::{requested, scope};
use crate::schema::kit::partial_date::PartialDate;
use crate::schema::kit::record::RecordOf;
use crate::schema::kit::reference::PersonRef;
use crate::schema::kit::scalar::{Date, LanguageTag};
use crate::schema::vocabulary::Department;
use crate::scope::Scope;

/// Somebody who has roles.
#[derive(Clone)]
pub(crate) struct Person(pub(crate) Arc<person::Model>);

impl Person {
    fn public_id(&self) -> String {
        encode(RecordKind::Person, self.0.id)
    }

    async fn name_in(&self, scope: &Scope, language: Option<&LanguageTag>) -> Result<String> {
        let own = || self.0.name.clone();
        let Some(wanted) = scope.language(language.map(|tag| tag.0.as_str())) else {
            return Ok(own());
        };
        let names = scope
            .load(OwnedBy::<person_name::Entity>::of(self.0.id))
            .await?;
        let best = best_for(wanted, &names, |name| name.language.as_deref());
        Ok(best.map_or_else(own, |name| name.name.clone()))
    }

    async fn external(&self, ctx: &Context<'_>) -> Result<ExternalIds> {
        ExternalIds::of(scope(ctx)?, RecordKind::Person, self.0.id).await
    }

    fn listing(
        &self,
        field: &'static str,
        filter: Option<Box<RoleFilter>>,
        order: Option<RoleOrder>,
        page: PageRequest,
    ) -> Listing {
        Listing {
            name: (self.public_id(), field),
            filter,
            order,
            default_order: NEWEST_FIRST,
            page,
        }
    }
}

/// Somebody who worked on films, series, recordings or games. People's work only: nothing private.
#[Object]
impl Person {
    #[graphql(flatten)]
    async fn career(&self) -> Career {
        Career(self.0.clone())
    }

    #[graphql(flatten)]
    async fn record(&self) -> RecordOf<Self> {
        RecordOf::of(self)
    }

    /// The person in a line: the name.
    pub(crate) async fn label(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language asked for; the request's own if left out.")]
        language: Option<LanguageTag>,
    ) -> Result<String> {
        self.name_in(scope(ctx)?, language.as_ref()).await
    }

    /// The person for addresses: `natalie-portman-pvl`. Only its last part is read, so it outlives a
    /// change of name.
    async fn slug(&self) -> String {
        slug(&self.0.name, &self.public_id())
    }

    /// The name: in the language asked for where there is one, else the one they are known by.
    async fn name(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language asked for; the request's own if left out.")]
        language: Option<LanguageTag>,
    ) -> Result<String> {
        self.name_in(scope(ctx)?, language.as_ref()).await
    }

    /// Their other names, in the order of their data: birth name, stage names, aliases.
    async fn names(&self, ctx: &Context<'_>) -> Result<List<PersonName>> {
        let rows = scope(ctx)?
            .load(OwnedBy::<person_name::Entity>::of(self.0.id))
            .await?;
        Ok(rows.iter().cloned().map(PersonName).collect())
    }

    /// False for a mere name that no identity is known for.
    async fn is_resolved(&self) -> bool {
        self.0.is_resolved
    }

    /// Date of birth, as precise as it is known.
    async fn birth_date(&self) -> Option<Result<PartialDate>> {
        PartialDate::stored(self.0.birth_edtf.as_deref()).transpose()
    }

    /// Place of birth.
    async fn birth_place(&self) -> Option<&str> {
        self.0.birth_place.as_deref()
    }

    /// Date of death, as precise as it is known.
    async fn death_date(&self) -> Option<Result<PartialDate>> {
        PartialDate::stored(self.0.death_edtf.as_deref()).transpose()
    }

    /// Place of death.
    async fn death_place(&self) -> Option<&str> {
        self.0.death_place.as_deref()
    }

    /// Age in whole years on a day, or at death if that was earlier. Where only years are known,
    /// their difference, which may be one too high. Null where the date of birth is missing.
    async fn age(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The day; today (UTC) if left out.")] at: Option<Date>,
    ) -> Option<Result<i32>> {
        let read = async {
            let day = at.map_or(scope(ctx)?.today(), |date| date.0);
            let death = self.0.death_edtf.as_deref();
            let died = death
                .map(Edtf::parse)
                .transpose()
                .map_err(ApiError::internal)?;
            let dead = died
                .and_then(|date| date.earliest())
                .is_some_and(|died| died < day);
            let day = CalendarDay::from_day(day).map(|day| day.to_string());
            let until = if dead { death } else { day.as_deref() };
            age_between(self.0.birth_edtf.as_deref(), until)
        };
        read.await.transpose()
    }

    /// The department in which they have most roles; of equals, the first in the order of the
    /// departments. Null for somebody without a role.
    async fn known_for_department(&self, ctx: &Context<'_>) -> Option<Result<Department>> {
        async move {
            let read = async {
                let scope = scope(ctx)?;
                let edges = scope.edges_of_person(self.0.id).await?;
                let career = RoleFilter::conditions(None, scope).await?.of_career();
                let mut counts: Vec<(StoredDepartment, usize)> = Vec::new();
                let mut turn = scope.work().turn().await;
                for part in edges.chunks(STEP) {
                    for edge in part.iter().filter(|edge| career.edges.admits(edge)) {
                        let mut known = counts.iter_mut();
                        match known.find(|(department, _)| *department == edge.department) {
                            Some((_, count)) => *count += 1,
                            None => counts.push((edge.department, 1)),
                        }
                    }
                    turn.look(part.len()).await?;
                }
                let most = |(department, count): &(StoredDepartment, usize)| {
                    (*count, std::cmp::Reverse(*department))
                };
                Ok(counts
                    .into_iter()
                    .max_by_key(most)
                    .map(|(department, _)| department.into()))
            };
            read.await.transpose()
        }
        .boxed()
        .await
    }

    /// How much they are looked at; greater is more. Null where nothing is known.
    async fn popularity(&self) -> Option<f64> {
        self.0.popularity
    }

    #[graphql(flatten)]
    async fn portrayal(&self) -> Portrayal {
        Portrayal(self.0.id)
    }

    /// Their roles, newest first, episodes one by one. Appearances as oneself and in archive footage
    /// are left out unless the filter names them.
    async fn roles(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which roles.")] filter: Option<Box<RoleFilter>>,
        #[graphql(desc = "In which order: newest first if left out.")] order_by: Option<RoleOrder>,
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
            let listing = self.listing(
                "roles",
                filter,
                order_by,
                requested(first, after, last, before),
            );
            let (page, holding) = listing.roles_of_person(scope, self.0.id).await?;
            let covers = Covers::career(self.0.id, holding);
            Ok(RoleConnection { page, covers })
        }
        .boxed()
        .await
    }

    /// Their works, each once, newest first, with what they did on it. Episodes are rolled up into
    /// their series unless the filter names EPISODE; appearances as oneself and in archive footage
    /// are left out unless it names them.
    async fn filmography(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which roles.")] filter: Option<Box<RoleFilter>>,
        #[graphql(desc = "In which order: newest first if left out.")] order_by: Option<RoleOrder>,
        #[graphql(
            desc = "How many from the start, at most 100; 20 if neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what stands behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 100. Not together with first.")]
        last: Option<i32>,
        #[graphql(desc = "Only what stands before this cursor.")] before: Option<String>,
    ) -> Result<FilmographyConnection> {
        async move {
            let scope = scope(ctx)?;
            let listing = self.listing(
                "filmography",
                filter,
                order_by,
                requested(first, after, last, before),
            );
            let (page, holding) = listing.credits(scope, self.0.id, None).await?;
            let covers = Covers::career(self.0.id, holding);
            Ok(FilmographyConnection { page, covers })
        }
        .boxed()
        .await
    }

    /// Their IMDb id: `nm0000204`.
    async fn imdb_id(&self, ctx: &Context<'_>) -> Option<Result<String>> {
        let ids = async { self.external(ctx).await };
        ids.await.map(|ids| ids.value(Authority::Imdb)).transpose()
    }

    /// Their TMDB number, among people.
    async fn tmdb_id(&self, ctx: &Context<'_>) -> Option<Result<i32>> {
        let ids = async { self.external(ctx).await };
        let number = |ids: ExternalIds| ids.value(Authority::Tmdb).and_then(|id| id.parse().ok());
        ids.await.map(number).transpose()
    }

    /// Their Wikidata id: `Q37876`.
    async fn wikidata_id(&self, ctx: &Context<'_>) -> Option<Result<String>> {
        let ids = async { self.external(ctx).await };
        ids.await
            .map(|ids| ids.value(Authority::Wikidata))
            .transpose()
    }

    /// What other authorities call them.
    async fn external_ids(&self, ctx: &Context<'_>) -> Result<List<ExternalId>> {
        Ok(self.external(ctx).await?.list(ExternalSubject::Person))
    }
}

/// The query for people.
#[derive(Default)]
pub(crate) struct PersonQuery;

#[Object]
impl PersonQuery {
    /// A person.
    async fn person(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who, named in exactly one way.")] by: PersonRef,
    ) -> Option<Result<Person>> {
        let found = async { by.find(scope(ctx)?).await };
        found.await.map(|row| row.map(Person)).transpose()
    }
}
