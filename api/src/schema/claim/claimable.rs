//! `Claimable`: records that claims are about.

// The lint takes the fields and arguments of the interface for attributes given twice.
#![allow(clippy::duplicated_attributes)]

use std::borrow::Cow;
use std::marker::PhantomData;

use async_graphql::parser::types::Field;
use async_graphql::registry::Registry;
use async_graphql::{
    Context, ContextSelectionSet, ID, Interface, Object, OutputType, Positioned, ServerResult,
    TypeName, Value,
};
use entity::vocabulary::{Property as StoredProperty, SubjectKind};

use super::list::claims_about;
use super::status::status_fact;
use super::{ClaimConnection, ClaimFilter, Fact, facts_of};
use crate::error::{ApiError, ErrorCode};
use crate::model::id::RecordId;
use crate::schema::award::AwardNomination;
use crate::schema::character::Character;
use crate::schema::commentary::Commentary;
use crate::schema::company::Company;
use crate::schema::company_role::CompanyRole;
use crate::schema::curated_list::CuratedList;
use crate::schema::deal::Deal;
use crate::schema::error::Result;
use crate::schema::list::List;
use crate::schema::milestone::Milestone;
use crate::schema::node::Node;
use crate::schema::paging::{requested, scope};
use crate::schema::person::Person;
use crate::schema::quote::Quote;
use crate::schema::release::Release;
use crate::schema::role::Role;
use crate::schema::scalar::{Date, DateTime, LanguageTag};
use crate::schema::source::Source;
use crate::schema::vocabulary::Property;
use crate::schema::work::{Episode, Film, Game, Recording, Series};
use crate::schema::work_location::WorkLocation;
use crate::schema::work_relation::WorkRelation;
use crate::scope::Scope;
use crate::store::read::Subject;

/// A type of record that claims are about.
pub(crate) trait Claimed: Send + Sync + 'static {
    /// What its part that tells of claims is called while the schema is built; it appears nowhere.
    const CLAIMS: &'static str;

    /// The record, as claims name it.
    fn subject(&self) -> Subject;
}

/// What is known of a record, and who says so: flattened into each type. One type a type of
/// record, for async-graphql registers types depth first.
pub(crate) struct ClaimsOf<T> {
    subject: Subject,
    of: PhantomData<fn() -> T>,
}

impl<T: Claimed> ClaimsOf<T> {
    pub(crate) fn of(record: &T) -> Self {
        Self::about(record.subject())
    }

    pub(crate) fn about(subject: Subject) -> Self {
        Self {
            subject,
            of: PhantomData,
        }
    }
}

impl<T: Claimed> TypeName for ClaimsOf<T> {
    fn type_name() -> Cow<'static, str> {
        T::CLAIMS.into()
    }
}

#[Object(name_type)]
impl<T: Claimed> ClaimsOf<T> {
    /// What is known of it, property by property: of those asked for each, else of all on which something is known or was claimed. With `knownAt`, as it had been said by that day.
    pub(crate) async fn facts(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Only these properties; of each there is a fact, even where nothing is known."
        )]
        properties: Option<Vec<Property>>,
        #[graphql(desc = "Only what had been said by this day, and not yet taken back.")]
        known_at: Option<Date>,
    ) -> Result<List<Fact>> {
        let wanted: Option<Vec<_>> =
            properties.map(|list| list.into_iter().map(Into::into).collect());
        let known_at = known_at.map(|date| date.0);
        let (scope, wanted) = (scope(ctx)?, wanted.as_deref());
        let mut facts = facts_of(scope, self.subject, wanted, known_at).await?;
        let is_status = wanted.is_some_and(|wanted| wanted.contains(&StoredProperty::Status));
        if is_status && self.subject.kind == SubjectKind::Work {
            facts.extend(status_fact(scope, self.subject, known_at).await?);
        }
        Ok(List(facts))
    }

    /// Who says what about it: what was claimed of it, in the order in which it came in, then what its own sources say without more words.
    pub(crate) async fn claims(
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
        let page = requested(first, after, last, before);
        claims_about(scope(ctx)?, self.subject, filter, &page).await
    }
}

/// The same fields where an interface looks for them.
pub(crate) trait Claims: Claimed + Sized {
    /// See [`ClaimsOf`].
    fn facts(
        &self,
        ctx: &Context<'_>,
        properties: Option<Vec<Property>>,
        known_at: Option<Date>,
    ) -> impl Future<Output = Result<List<Fact>>> + Send {
        let claims = ClaimsOf::of(self);
        async move { claims.facts(ctx, properties, known_at).await }
    }

    /// See [`ClaimsOf`].
    fn claims(
        &self,
        ctx: &Context<'_>,
        filter: Option<ClaimFilter>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> impl Future<Output = Result<ClaimConnection>> + Send {
        let claims = ClaimsOf::of(self);
        async move { claims.claims(ctx, filter, first, after, last, before).await }
    }
}

impl<T: Claimed> Claims for T {}

/// A record that claims are about: it says what is known of it, who says so, how surely, and since when.
#[derive(Clone, Interface)]
#[graphql(
    name = "Claimable",
    field(name = "id", ty = "ID", desc = "The id of this record."),
    field(
        name = "label",
        ty = "String",
        desc = "The record in a line.",
        arg(
            name = "language",
            ty = "Option<LanguageTag>",
            desc = "The language asked for; the request's own if left out."
        )
    ),
    field(
        name = "version",
        ty = "i32",
        desc = "Counts the changes of this record, from 1."
    ),
    field(
        name = "updated_at",
        ty = "DateTime",
        desc = "When this record last changed."
    ),
    field(
        name = "sources",
        ty = "List<Source>",
        desc = "The sources that this record rests on, and those of the claims about it that count."
    ),
    field(
        name = "facts",
        ty = "List<Fact>",
        desc = "What is known of it, property by property: of those asked for each, else of all on which something is known or was claimed. With `knownAt`, as it had been said by that day.",
        arg(
            name = "properties",
            ty = "Option<Vec<Property>>",
            desc = "Only these properties; of each there is a fact, even where nothing is known."
        ),
        arg(
            name = "known_at",
            ty = "Option<Date>",
            desc = "Only what had been said by this day, and not yet taken back."
        )
    ),
    field(
        name = "claims",
        ty = "ClaimConnection",
        desc = "Who says what about it: what was claimed of it, in the order in which it came in, then what its own sources say without more words.",
        arg(name = "filter", ty = "Option<ClaimFilter>", desc = "Which claims."),
        arg(
            name = "first",
            ty = "Option<i32>",
            desc = "How many from the start, at most 100; 20 if neither first nor last is given."
        ),
        arg(
            name = "after",
            ty = "Option<String>",
            desc = "Only what stands behind this cursor."
        ),
        arg(
            name = "last",
            ty = "Option<i32>",
            desc = "How many from the end, at most 100. Not together with first."
        ),
        arg(
            name = "before",
            ty = "Option<String>",
            desc = "Only what stands before this cursor."
        )
    )
)]
pub(crate) enum AnyClaimable {
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
    /// A company.
    Company(Company),
    /// What a company did for a work.
    CompanyRole(CompanyRole),
    /// A release.
    Release(Release),
    /// A milestone.
    Milestone(Milestone),
    /// A deal.
    Deal(Deal),
    /// A place of a work.
    WorkLocation(WorkLocation),
    /// A nomination for an award.
    AwardNomination(AwardNomination),
    /// A relation between works.
    WorkRelation(WorkRelation),
    /// A quote.
    Quote(Quote),
    /// A commentary.
    Commentary(Commentary),
    /// A curated list.
    CuratedList(CuratedList),
    /// A character.
    Character(Character),
}

/// A record that claims are about, answered as what it is and not as the interface: the fields of
/// an interface give errors without a path.
#[derive(Clone)]
pub(crate) struct Claimable(AnyClaimable);

/// Does the same with the record in each variant.
macro_rules! each {
    ($claimable:expr, $record:ident => $do:expr) => {
        match $claimable {
            AnyClaimable::Film($record) => $do,
            AnyClaimable::Series($record) => $do,
            AnyClaimable::Episode($record) => $do,
            AnyClaimable::Recording($record) => $do,
            AnyClaimable::Game($record) => $do,
            AnyClaimable::Person($record) => $do,
            AnyClaimable::Role($record) => $do,
            AnyClaimable::Company($record) => $do,
            AnyClaimable::CompanyRole($record) => $do,
            AnyClaimable::Release($record) => $do,
            AnyClaimable::Milestone($record) => $do,
            AnyClaimable::Deal($record) => $do,
            AnyClaimable::WorkLocation($record) => $do,
            AnyClaimable::AwardNomination($record) => $do,
            AnyClaimable::WorkRelation($record) => $do,
            AnyClaimable::Quote($record) => $do,
            AnyClaimable::Commentary($record) => $do,
            AnyClaimable::CuratedList($record) => $do,
            AnyClaimable::Character($record) => $do,
        }
    };
}

impl OutputType for Claimable {
    fn type_name() -> Cow<'static, str> {
        AnyClaimable::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        AnyClaimable::create_type_info(registry)
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        field: &Positioned<Field>,
    ) -> ServerResult<Value> {
        each!(&self.0, record => record.resolve(ctx, field).await)
    }
}

impl Claimable {
    /// The record in a line.
    pub(super) async fn label(&self, ctx: &Context<'_>) -> Result<String> {
        each!(&self.0, record => record.label(ctx, None).await.map(|label| label.to_string()))
    }

    /// The record, if there is one, and claims can be about it.
    pub(crate) async fn find(scope: &Scope, subject: Subject) -> Result<Option<Self>> {
        let Subject { kind, id } = subject;
        let node = Node::find(scope, RecordId { kind, id }).await?;
        Ok(node.and_then(Self::of))
    }

    /// The record that a claim names.
    pub(super) async fn get(scope: &Scope, subject: Subject) -> Result<Self> {
        Self::find(scope, subject).await?.ok_or_else(|| {
            // Read between two statements that were not one: a deletion came between.
            ApiError::new(
                ErrorCode::Gone,
                "a record was deleted while it was being read; ask again",
            )
        })
    }

    fn of(node: Node) -> Option<Self> {
        Some(Self(match node {
            Node::Film(record) => AnyClaimable::Film(record),
            Node::Series(record) => AnyClaimable::Series(record),
            Node::Episode(record) => AnyClaimable::Episode(record),
            Node::Recording(record) => AnyClaimable::Recording(record),
            Node::Game(record) => AnyClaimable::Game(record),
            Node::Person(record) => AnyClaimable::Person(record),
            Node::Role(record) => AnyClaimable::Role(record),
            Node::Company(record) => AnyClaimable::Company(record),
            Node::CompanyRole(record) => AnyClaimable::CompanyRole(record),
            Node::Release(record) => AnyClaimable::Release(record),
            Node::Milestone(record) => AnyClaimable::Milestone(record),
            Node::Deal(record) => AnyClaimable::Deal(record),
            Node::WorkLocation(record) => AnyClaimable::WorkLocation(record),
            Node::AwardNomination(record) => AnyClaimable::AwardNomination(record),
            Node::WorkRelation(record) => AnyClaimable::WorkRelation(record),
            Node::Quote(record) => AnyClaimable::Quote(record),
            Node::Commentary(record) => AnyClaimable::Commentary(record),
            Node::CuratedList(record) => AnyClaimable::CuratedList(record),
            Node::Character(record) => AnyClaimable::Character(record),
            _ => return None,
        }))
    }
}

/// Says of types of rows how claims name them.
macro_rules! claimed {
    ($($record:ident = $kind:ident, $claims:literal);+ $(;)?) => {$(
        impl Claimed for $record {
            const CLAIMS: &'static str = $claims;

            fn subject(&self) -> Subject {
                Subject { kind: SubjectKind::$kind, id: self.0.id }
            }
        }
    )+};
}
claimed! {
    Person = Person, "PersonClaims";
    Company = Company, "CompanyClaims";
    CompanyRole = CompanyRole, "CompanyRoleClaims";
    Release = Release, "ReleaseClaims";
    Milestone = Milestone, "MilestoneClaims";
    Deal = Deal, "DealClaims";
    WorkLocation = Location, "WorkLocationClaims";
    AwardNomination = Award, "AwardNominationClaims";
    WorkRelation = Relation, "WorkRelationClaims";
    Quote = Quote, "QuoteClaims";
    Commentary = Commentary, "CommentaryClaims";
    CuratedList = List, "CuratedListClaims";
    Character = Character, "CharacterClaims";
}

impl Claimed for Role {
    const CLAIMS: &'static str = "RoleClaims";

    fn subject(&self) -> Subject {
        Subject {
            kind: SubjectKind::Role,
            id: self.0.role,
        }
    }
}

/// The same of types of works.
macro_rules! claimed_works {
    ($($record:ident = $claims:literal),+ $(,)?) => {$(
        impl Claimed for $record {
            const CLAIMS: &'static str = $claims;

            fn subject(&self) -> Subject {
                Subject { kind: SubjectKind::Work, id: self.row().id }
            }
        }
    )+};
}
claimed_works!(
    Film = "FilmClaims",
    Series = "SeriesClaims",
    Episode = "EpisodeClaims",
    Recording = "RecordingClaims",
    Game = "GameClaims",
);
