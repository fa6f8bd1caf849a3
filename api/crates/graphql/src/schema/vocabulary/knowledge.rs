//! The vocabularies of awards, relations, words and lists.

use async_graphql::Enum;
use entity::vocabulary;

/// What came of a nomination.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "vocabulary::AwardResult")]
pub(crate) enum AwardResult {
    /// It won.
    Won,
    /// It was nominated.
    Nominated,
    /// It was on the shortlist.
    Shortlisted,
    /// An honorary award.
    Honorary,
    /// Something that the vocabulary has no word for.
    Other,
}

/// How one work relates to another: read it as a sentence from `from` to `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "vocabulary::WorkRelationKind")]
pub(crate) enum WorkRelationKind {
    /// It continues the other.
    SequelOf,
    /// It makes the other anew.
    RemakeOf,
    /// It is based on the other.
    BasedOn,
    /// It grew out of the other.
    SpinOffOf,
    /// It is compared with the other.
    ComparedWith,
    /// It is seen in one trend with the other.
    SameTrendAs,
    /// It refers to the other.
    References,
    /// Something that the vocabulary has no word for.
    Other,
}

/// Which way a relation goes, seen from the work that was asked for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum RelationDirection {
    /// It is said of this work: this one is the sequel.
    Outgoing,
    /// It is said of the other work: the other one is the sequel.
    Incoming,
}

/// What is said about works and people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "vocabulary::CommentaryKind")]
pub(crate) enum CommentaryKind {
    /// A judgement of the work.
    Review,
    /// A reading of it.
    Analysis,
    /// How it was received.
    Reception,
    /// What is expected of it.
    Expectation,
    /// A fact by the way.
    Trivia,
    /// Something that the vocabulary has no word for.
    Other,
}

/// What a work is to a curated list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum ListRelation {
    /// The list is about it.
    About,
    /// It stands on the list.
    Entry,
}
