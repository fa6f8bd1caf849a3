//! `Claimable`: records that claims are about.

use async_graphql::Context;
use model::id::RecordId;

use crate::error::{ApiError, ErrorCode};
use crate::schema::kit::error::Result;
use crate::schema::kit::interface;
use crate::schema::node::Node;
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
use crate::schema::work::work_relation::WorkRelation;
use crate::schema::work::{Episode, Film, Game, Recording, Series};
use crate::scope::Scope;

interface! {
    /// A record that claims are about: it says what is known of it, who says so, how surely, and since when.
    #[derive(Clone)]
    Claimable {
        Film, Series, Episode, Recording, Game, Person, Role, Company, CompanyRole, Release,
        Milestone, Deal, WorkLocation, AwardNomination, WorkRelation, Quote, Commentary,
        CuratedList, Character,
    }
    with label: "The record in a line."
}

/// Does the same with the record in each variant.
macro_rules! each {
    ($claimable:expr, $record:ident => $do:expr) => {
        match $claimable {
            Claimable::Film($record) => $do,
            Claimable::Series($record) => $do,
            Claimable::Episode($record) => $do,
            Claimable::Recording($record) => $do,
            Claimable::Game($record) => $do,
            Claimable::Person($record) => $do,
            Claimable::Role($record) => $do,
            Claimable::Company($record) => $do,
            Claimable::CompanyRole($record) => $do,
            Claimable::Release($record) => $do,
            Claimable::Milestone($record) => $do,
            Claimable::Deal($record) => $do,
            Claimable::WorkLocation($record) => $do,
            Claimable::AwardNomination($record) => $do,
            Claimable::WorkRelation($record) => $do,
            Claimable::Quote($record) => $do,
            Claimable::Commentary($record) => $do,
            Claimable::CuratedList($record) => $do,
            Claimable::Character($record) => $do,
        }
    };
}

impl Claimable {
    /// The record in a line.
    pub(super) async fn label(&self, ctx: &Context<'_>) -> Result<String> {
        each!(self, record => record.label(ctx, None).await.map(|label| label.to_string()))
    }

    /// The record, if there is one, and claims can be about it.
    pub(crate) async fn find(scope: &Scope, subject: RecordId) -> Result<Option<Self>> {
        let RecordId { kind, id } = subject;
        let node = Node::find(scope, RecordId { kind, id }).await?;
        Ok(node.and_then(Self::of))
    }

    /// The record that a claim names.
    pub(crate) async fn get(scope: &Scope, subject: RecordId) -> Result<Self> {
        Self::find(scope, subject).await?.ok_or_else(|| {
            // Read between two statements that were not one: a deletion came between.
            ApiError::new(
                ErrorCode::Gone,
                "a record was deleted while it was being read; ask again",
            )
        })
    }

    fn of(node: Node) -> Option<Self> {
        Some(match node {
            Node::Film(record) => record.into(),
            Node::Series(record) => record.into(),
            Node::Episode(record) => record.into(),
            Node::Recording(record) => record.into(),
            Node::Game(record) => record.into(),
            Node::Person(record) => record.into(),
            Node::Role(record) => record.into(),
            Node::Company(record) => record.into(),
            Node::CompanyRole(record) => record.into(),
            Node::Release(record) => record.into(),
            Node::Milestone(record) => record.into(),
            Node::Deal(record) => record.into(),
            Node::WorkLocation(record) => record.into(),
            Node::AwardNomination(record) => record.into(),
            Node::WorkRelation(record) => record.into(),
            Node::Quote(record) => record.into(),
            Node::Commentary(record) => record.into(),
            Node::CuratedList(record) => record.into(),
            Node::Character(record) => record.into(),
            _ => return None,
        })
    }
}
