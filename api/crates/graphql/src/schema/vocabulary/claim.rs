//! The vocabularies of claims.

use async_graphql::Enum;
use entity::vocabulary;

/// What a claim or a fact is about. Which of them a record has depends on its type; `propertyKey` names each, those of OTHER included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "vocabulary::Property")]
pub(crate) enum Property {
    /// The record as such: that there is such a role, milestone, deal. How sure that is, is how sure the record is.
    Record,
    /// The title of a work: text.
    Title,
    /// When a work was or will be released: a date.
    ReleaseDate,
    /// How far a production has come. Not claimed: it follows from the milestones of the work, each of which is a record with claims of its own, and from its release. The fact is given only where it is asked for: that of today, as sure as what decided it.
    Status,
    /// What a work is about: text in a language, one or more.
    Synopsis,
    /// The running time of a work: whole minutes.
    Runtime,
    /// A genre of a work by its canonical English name: text, one or more.
    Genre,
    /// A keyword of a work: text, one or more.
    Keyword,
    /// Who has a role: a person.
    Cast,
    /// The name of a character of a role: text, one or more.
    Character,
    /// The place of a role in the billing: a whole number from 1.
    Billing,
    /// The job of a role: text.
    Job,
    /// The name of a person, company, character or place: text.
    Name,
    /// When a person was born: a date.
    BirthDate,
    /// The price of a deal: money.
    Price,
    /// Who bought in a deal: a company.
    Buyer,
    /// When a release, milestone, deal or quote was: a date.
    Date,
    /// What kind a record is: a word of its vocabulary.
    Kind,
    /// The company of a release: its platform.
    Company,
    /// What a work cost: money.
    Budget,
    /// The title of a work in its language of origin, where that differs: text.
    OriginalTitle,
    /// The name as it stood in the credits of a role: text.
    CreditedAs,
    /// Anything else; `propertyKey` says what: `education`, `characterDescription`, `seller`.
    Other,
}

/// Whether a claim says that something is so, or that it is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "vocabulary::ClaimStance")]
pub(crate) enum ClaimStance {
    /// It is so.
    Asserts,
    /// It is not so. A denial without a value denies every value.
    Denies,
}
