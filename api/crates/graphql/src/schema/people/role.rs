//! `Role`: who did what on which work.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, Object, SimpleObject};
use edge::{Edge, NEWEST_FIRST, UNBILLED};
use entity::vocabulary::{RoleAttribute as Attribute, WorkKind};
use entity::{character, job, person, role, work};
use futures_util::FutureExt;
use model::edtf::{Edtf, Precision, UNDATED, age};
use model::fold::fold;
use model::id::encode;
use record::CharacterRecord;

use super::character::Character;
use super::filmography::FilmographyConnection;
use super::person::Person;
use crate::error::ApiError;
use crate::schema::kit::covered::Covers;
use crate::schema::kit::error::Result;
use crate::schema::kit::filter::{RoleFilter, RoleOrder};
use crate::schema::kit::list::{List, stored_list};
use crate::schema::kit::listing::{Listing, Relative, Side, is_debut};
use crate::schema::kit::paging::{connection, plain_edge, requested, scope};
use crate::schema::kit::record::RecordOf;
use crate::schema::kit::scalar::LanguageTag;
use crate::schema::vocabulary::{Certainty, DateMatch, Department, MissingReason, RoleAttribute};
use crate::schema::work::Work;
use crate::scope::Scope;
use entity::vocabulary::RecordKind;

/// Who did what on which work. Made from its edge: the record is read only when a field of it is
/// asked for.
#[derive(Clone, Copy)]
pub(crate) struct Role(Edge, OfWork);

/// Whether the edge tells what edges have of the work.
#[derive(Clone, Copy)]
enum OfWork {
    Told,
    /// It is made from the record, which does not know.
    Untold,
}

impl Role {
    pub(crate) fn of(edge: &Edge) -> Self {
        Self(*edge, OfWork::Told)
    }

    /// The role of a record.
    pub(crate) fn of_record(row: &role::Model) -> Self {
        let edge = Edge {
            role: row.id,
            work: row.work_id,
            person: row.person_id,
            series: None,
            job: row.job_id,
            department: row.department,
            kind: WorkKind::Other,
            certainty: row.certainty,
            attributes: row.attributes,
            billing: row.billing.unwrap_or(UNBILLED),
            released_from: UNDATED,
            released_on: UNDATED,
            released_to: UNDATED,
        };
        Self(edge, OfWork::Untold)
    }

    pub(crate) fn id(&self) -> i64 {
        self.0.role
    }

    /// Whether claims deny it.
    pub(crate) fn is_denied(&self) -> bool {
        self.0.is_denied()
    }

    /// The edge, with what edges have of the work.
    async fn edge(&self, scope: &Scope) -> Result<Edge> {
        if let OfWork::Told = self.1 {
            return Ok(self.0);
        }
        let work = scope.get::<work::Entity>(self.0.work).await?;
        Ok(Edge {
            series: work.series_id,
            kind: work.kind,
            released_from: work.released_from,
            released_on: work.released_on,
            released_to: work.released_to,
            ..self.0
        })
    }

    pub(crate) fn public_id(&self) -> String {
        encode(RecordKind::Role, self.0.role)
    }

    async fn row(&self, scope: &Scope) -> Result<Arc<role::Model>> {
        scope.get::<role::Entity>(self.0.role).await
    }

    /// The characters, as the record has them.
    pub(crate) async fn character_list(&self, scope: &Scope) -> Result<Vec<RoleCharacter>> {
        let record = self.row(scope).await?;
        let character = |c: CharacterRecord| RoleCharacter {
            name: c.name,
            description: c.description,
            character: c.character.map(|id| id.0),
        };
        stored_list(record.characters.as_deref(), character)
    }

    /// The works of this person on one side of this role's work.
    async fn side(
        &self,
        ctx: &Context<'_>,
        side: Side,
        dates: Option<DateMatch>,
        listing: Listing,
    ) -> Result<FilmographyConnection> {
        let scope = scope(ctx)?;
        let relative = Relative {
            base: self.edge(scope).await?,
            side,
            dates: dates.map(Into::into).unwrap_or_default(),
        };
        let (page, holding) = listing
            .credits(scope, self.0.person, Some(relative))
            .await?;
        let covers = Covers::career(self.0.person, holding);
        Ok(FilmographyConnection { page, covers })
    }
}

/// A character in a role: a name, a description, or both.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(crate) struct RoleCharacter {
    /// The name; null where it is not known.
    name: Option<String>,
    /// Who that is, in a few words.
    description: Option<String>,
    #[graphql(skip)]
    character: Option<i64>,
}

impl RoleCharacter {
    /// What tells a character from the others that somebody plays on a work: the character that works
    /// share, else what it is called.
    pub(crate) fn identity(&self) -> (Option<i64>, String) {
        let called = self.name.as_ref().or(self.description.as_ref());
        match self.character {
            Some(id) => (Some(id), String::new()),
            None => (None, fold(called.map_or("", String::as_str))),
        }
    }
}

#[ComplexObject]
impl RoleCharacter {
    /// The character as several works share it; null for one that is known from this role alone.
    async fn character(&self, ctx: &Context<'_>) -> Option<Result<Character>> {
        let id = self.character?;
        let found = async { scope(ctx)?.find::<character::Entity>(id).await };
        found.await.map(|row| row.map(Character)).transpose()
    }
}

/// Who did what on which work. One role a person, work, department and job: somebody who plays three
/// characters in a film has one role with three characters.
#[Object]
impl Role {
    #[graphql(flatten)]
    async fn record(&self) -> RecordOf<Self> {
        RecordOf::of(self)
    }

    /// The role in a line: `Natalie Portman as Ally in Good Sex`.
    pub(crate) async fn label(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language of the title; the request's own if left out.")]
        language: Option<LanguageTag>,
    ) -> Result<String> {
        let scope = scope(ctx)?;
        scope.rests_on(RecordKind::Person, self.0.person, &["name"]);
        let person = scope.get::<person::Entity>(self.0.person).await?;
        let work = Work::of(scope.get::<work::Entity>(self.0.work).await?);
        let title = work.core().title_in(scope, language.as_ref()).await?;
        let characters = self.character_list(scope).await?;
        let name = characters.into_iter().find_map(|character| character.name);
        let part = name.map_or_else(String::new, |name| format!(" as {name}"));
        Ok(format!("{}{part} in {title}", person.name))
    }

    /// Who it is.
    async fn person(&self, ctx: &Context<'_>) -> Result<Person> {
        Ok(Person(
            scope(ctx)?.get::<person::Entity>(self.0.person).await?,
        ))
    }

    /// On which work.
    async fn work(&self, ctx: &Context<'_>) -> Result<Work> {
        Ok(Work::of(
            scope(ctx)?.get::<work::Entity>(self.0.work).await?,
        ))
    }

    /// In which department.
    async fn department(&self) -> Department {
        self.0.department.into()
    }

    /// The job within the department, in the words of the source: `director of photography`. Null
    /// where none is named, as for most actors.
    async fn job(&self, ctx: &Context<'_>) -> Option<Result<String>> {
        let read = async { scope(ctx)?.find::<job::Entity>(self.0.job).await };
        let job = read.await.transpose()?;
        job.map(|job| Some(job.name.clone()).filter(|name| !name.is_empty()))
            .transpose()
    }

    /// The characters, in order. Empty where none is known: `charactersMissing` says why.
    async fn characters(&self, ctx: &Context<'_>) -> Result<List<RoleCharacter>> {
        Ok(List(self.character_list(scope(ctx)?).await?))
    }

    /// Why no character is named: not announced, not applicable, unknown. Null where one is, and
    /// where nobody says why.
    async fn characters_missing(&self, ctx: &Context<'_>) -> Option<Result<MissingReason>> {
        let read = async { self.row(scope(ctx)?).await };
        let record = read
            .await
            .map(|record| record.characters_missing)
            .transpose()?;
        Some(record.map(Into::into))
    }

    /// The name as it stood in the credits, where it is not the person's own.
    async fn credited_as(&self, ctx: &Context<'_>) -> Option<Result<String>> {
        let read = async { self.row(scope(ctx)?).await };
        read.await
            .map(|record| record.credited_as.clone())
            .transpose()
    }

    /// Place in the billing, from 1. Null where they are not in it.
    async fn billing(&self) -> Option<i32> {
        Some(self.0.billing).filter(|place| *place != UNBILLED)
    }

    /// What is special about it.
    async fn attributes(&self) -> Vec<RoleAttribute> {
        let list = Attribute::list(self.0.attributes);
        list.into_iter().map(Into::into).collect()
    }

    /// In how many episodes, for a role on a whole series, where it is known.
    async fn episode_count(&self, ctx: &Context<'_>) -> Option<Result<i32>> {
        let read = async { self.row(scope(ctx)?).await };
        read.await.map(|record| record.episode_count).transpose()
    }

    /// How sure this role is; of a denied one, how sure those are who say that there is one.
    async fn certainty(&self) -> Certainty {
        self.0.certainty.into()
    }

    /// What this person had done before this work: every work that was certainly released before it,
    /// newest first. An undated work counts as the newest, so all dated works are prior to it.
    /// Episodes are rolled up into their series, and appearances as oneself or in archive footage
    /// are left out, unless the filter names them. Never the work itself, nor its own series.
    async fn prior_work(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which roles count.")] filter: Option<Box<RoleFilter>>,
        #[graphql(desc = "In which order: newest first if left out.")] order_by: Option<RoleOrder>,
        #[graphql(
            desc = "Whether works count that only may have been earlier.",
            default_with = "Some(DateMatch::Certain)"
        )]
        date_match: Option<DateMatch>,
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
            let listing = Listing {
                name: (self.public_id(), "priorWork"),
                filter,
                order: order_by,
                default_order: NEWEST_FIRST,
                page: requested(first, after, last, before),
            };
            self.side(ctx, Side::Prior, date_match, listing).await
        }
        .boxed()
        .await
    }

    /// What this person did after this work: the mirror of `priorWork`. Undated works count only
    /// with `dateMatch: POSSIBLE`.
    async fn later_work(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which roles count.")] filter: Option<Box<RoleFilter>>,
        #[graphql(desc = "In which order: newest first if left out.")] order_by: Option<RoleOrder>,
        #[graphql(
            desc = "Whether works count that only may have been later.",
            default_with = "Some(DateMatch::Certain)"
        )]
        date_match: Option<DateMatch>,
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
            let listing = Listing {
                name: (self.public_id(), "laterWork"),
                filter,
                order: order_by,
                default_order: NEWEST_FIRST,
                page: requested(first, after, last, before),
            };
            self.side(ctx, Side::Later, date_match, listing).await
        }
        .boxed()
        .await
    }

    /// How old the person was when the work was released, in whole years. Where only years are
    /// known, their difference, which may be one too high. Null where a date is missing.
    async fn age_at_release(&self, ctx: &Context<'_>) -> Option<Result<i32>> {
        let read = async {
            let scope = scope(ctx)?;
            scope.rests_on(RecordKind::Person, self.0.person, &["birthDate"]);
            scope.rests_on(RecordKind::Work, self.0.work, &["releaseDate"]);
            let person = scope.get::<person::Entity>(self.0.person).await?;
            let work = scope.get::<work::Entity>(self.0.work).await?;
            age_between(person.birth_edtf.as_deref(), work.release_date())
        };
        read.await.transpose()
    }

    /// Whether it is their first: nothing that the filter admits was released, or may have been
    /// released, before it. False where something was; true only where a source has all of their
    /// career before it, in the departments and of the kinds of works that the filter admits (see
    /// `coverage`); else null, for nobody says that there is no more.
    async fn is_debut(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which roles count.")] filter: Option<Box<RoleFilter>>,
    ) -> Option<Result<bool>> {
        async move {
            let found = async {
                let scope = scope(ctx)?;
                let edges = scope.edges_of_person(self.0.person).await?;
                let base = self.edge(scope).await?;
                is_debut(scope, &edges, filter, base).await
            };
            found.await.transpose()
        }
        .boxed()
        .await
    }
}

/// Whole years between two stored dates: exact between two days, else the difference of the years.
pub(crate) fn age_between(born: Option<&str>, on: Option<&str>) -> Result<Option<i32>> {
    let (Some(born), Some(on)) = (born, on) else {
        return Ok(None);
    };
    let born = Edtf::parse(born).map_err(ApiError::internal)?;
    let on = Edtf::parse(on).map_err(ApiError::internal)?;
    let is_day = |date: &Edtf| date.precision() == Precision::Day;
    if let (true, true, Some(b), Some(o)) =
        (is_day(&born), is_day(&on), born.earliest(), on.earliest())
    {
        return Ok(age(b, o));
    }
    let years = born.year().zip(on.year()).map(|(born, on)| on - born);
    Ok(years.filter(|years| *years >= 0))
}

async fn role_node(_: &Scope, edge: &Edge) -> Result<Role> {
    Ok(Role::of(edge))
}

connection!(
    RoleConnection, RoleEdge, Edge => Role = role_node,
    "A page of roles.", "A role.", covered
);
plain_edge!(RoleEdge, Edge => Role = role_node, "A role in a list.");
