//! What every record has that claims are about.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use entity::role;
use entity::vocabulary::{Property as StoredProperty, RecordKind};
use futures_util::FutureExt;
use model::id::{RecordId, encode};
use model::instant::Instant;

use super::error::Result;
use super::list::List;
use super::paging::{requested, scope};
use super::scalar::{Date, DateTime};
use crate::schema::kit::{Called, Shared};
use crate::schema::knowledge::claim::{
    ClaimConnection, ClaimFilter, Fact, claims_about, facts_of, status_fact, subject,
};
use crate::schema::knowledge::source::{Source, sources_of, with_source};
use crate::schema::people::character::Character;
use crate::schema::people::person::Person;
use crate::schema::people::role::Role;
use crate::schema::production::company::Company;
use crate::schema::production::company_role::CompanyRole;
use crate::schema::production::deal::Deal;
use crate::schema::production::milestone::Milestone;
use crate::schema::production::release::Release;
use crate::schema::production::work_location::WorkLocation;
use crate::schema::reception::award::AwardNomination;
use crate::schema::reception::commentary::Commentary;
use crate::schema::reception::curated_list::CuratedList;
use crate::schema::reception::quote::Quote;
use crate::schema::vocabulary::Property;
use crate::schema::work::WorkCore;
use crate::schema::work::work_relation::WorkRelation;
use crate::scope::Scope;

/// What every record has, flattened into the types of records.
pub(crate) struct RecordCore {
    subject: RecordId,
    /// What is to be read where it is null: a role is made from its edge.
    stamp: Option<Stamp>,
    is_denied: bool,
    /// The one source of a record that names it itself.
    source: Option<i64>,
}

/// How often a record changed, and when it did last.
#[derive(Clone, Copy)]
struct Stamp {
    version: i32,
    updated_at: i64,
}

impl RecordCore {
    async fn stamp(&self, scope: &Scope) -> Result<Stamp> {
        if let Some(stamp) = self.stamp {
            return Ok(stamp);
        }
        let row: Arc<role::Model> = scope.get::<role::Entity>(self.subject.id).await?;
        Ok(Stamp {
            version: row.version,
            updated_at: row.updated_at,
        })
    }
}

#[Object]
impl RecordCore {
    /// The id of this record.
    async fn id(&self) -> ID {
        ID(encode(self.subject.kind, self.subject.id))
    }

    /// Counts the changes of this record, from 1.
    async fn version(&self, ctx: &Context<'_>) -> Result<i32> {
        Ok(self.stamp(scope(ctx)?).await?.version)
    }

    /// When this record last changed.
    async fn updated_at(&self, ctx: &Context<'_>) -> Result<DateTime> {
        Ok(DateTime(Instant(self.stamp(scope(ctx)?).await?.updated_at)))
    }

    /// Whether claims deny that there is such a record. A denied record is in no list unless that is asked to include it, and still found by its id.
    async fn is_denied(&self) -> bool {
        self.is_denied
    }

    /// The sources that this record rests on, and those of the claims about it that count.
    async fn sources(&self, ctx: &Context<'_>) -> Result<List<Source>> {
        async move {
            let (scope, RecordId { kind, id }) = (scope(ctx)?, self.subject);
            match self.source {
                Some(source) => with_source(scope, kind, id, source).await,
                None => sources_of(scope, kind, id).await,
            }
        }
        .boxed()
        .await
    }

    /// What is known of it, property by property: of those asked for each, else of all on which something is known or claimed. With `knownAt`, as it had been said by that day.
    async fn facts(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Only these properties; of each there is a fact, even where nothing is known."
        )]
        properties: Option<Vec<Property>>,
        #[graphql(desc = "Only what had been said by this day, and not yet taken back.")]
        known_at: Option<Date>,
    ) -> Result<List<Fact>> {
        async move {
            let wanted: Option<Vec<_>> =
                properties.map(|list| list.into_iter().map(Into::into).collect());
            let known_at = known_at.map(|date| date.0);
            let (scope, wanted) = (scope(ctx)?, wanted.as_deref());
            let mut facts = facts_of(scope, self.subject, wanted, known_at).await?;
            let is_status = wanted.is_some_and(|wanted| wanted.contains(&StoredProperty::Status));
            if is_status && self.subject.kind == RecordKind::Work {
                facts.extend(status_fact(scope, self.subject, known_at).await?);
            }
            Ok(List(facts))
        }
        .boxed()
        .await
    }

    /// Who says what about it: what was claimed of it, in the order in which it came in, then what its own sources say without more words.
    async fn claims(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which claims.")] filter: Option<ClaimFilter>,
        #[graphql(
            desc = "How many from the start, at most 100; 20 if neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what stands behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 100. Not together with first.")]
        last: Option<i32>,
        #[graphql(desc = "Only what stands before this cursor.")] before: Option<String>,
    ) -> Result<ClaimConnection> {
        async move {
            let page = requested(first, after, last, before);
            claims_about(scope(ctx)?, self.subject, filter, &page).await
        }
        .boxed()
        .await
    }
}

/// What every record has, as the fields of one type of record.
pub(crate) type RecordOf<T> = Shared<RecordCore, T>;

/// A type of record.
pub(crate) trait Record: Called {
    /// What it has as every record has it.
    fn core(&self) -> RecordCore;
}

impl<T: Record> RecordOf<T> {
    /// What a record has.
    pub(crate) fn of(record: &T) -> Self {
        Self::new(record.core())
    }
}

/// Says of types of rows how claims name their kind, what a record is called, and where its one
/// source is, if it names that itself.
macro_rules! records {
    (@source) => { None };
    (@source $source:expr) => { Some($source) };
    ($($record:ident: $kind:ident, $noun:literal $(, $source:ident)?;)+) => {$(
        impl Called for $record {
            const NOUN: &'static str = $noun;
        }

        impl Record for $record {
            fn core(&self) -> RecordCore {
                RecordCore {
                    subject: subject(RecordKind::$kind, self.0.id),
                    stamp: Some(Stamp {
                        version: self.0.version,
                        updated_at: self.0.updated_at,
                    }),
                    is_denied: self.0.is_denied,
                    source: records!(@source $(self.0.$source)?),
                }
            }
        }
    )+};
}
records! {
    WorkCore: Work, "work";
    Person: Person, "person";
    Company: Company, "company";
    CompanyRole: CompanyRole, "role of a company";
    Release: Release, "release";
    Milestone: Milestone, "milestone";
    Deal: Deal, "deal";
    WorkLocation: Location, "location";
    AwardNomination: Award, "nomination";
    WorkRelation: Relation, "relation";
    Quote: Quote, "quote", source_id;
    Commentary: Commentary, "commentary", source_id;
    CuratedList: List, "list";
    Character: Character, "character";
}

impl Called for Role {
    const NOUN: &'static str = "role";
}

impl Record for Role {
    fn core(&self) -> RecordCore {
        RecordCore {
            subject: subject(RecordKind::Role, self.id()),
            stamp: None,
            is_denied: self.is_denied(),
            source: None,
        }
    }
}
