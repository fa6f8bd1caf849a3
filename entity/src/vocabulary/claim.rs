//! What claims are about, and which way they point.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// What a claim says something about. Which record has which of them, and of what type their
/// values are, is said by the registry of claimable properties.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[sea_orm(rs_type = "i16", db_type = "SmallInteger")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Property {
    /// That the record is: there is such a role, milestone, deal.
    #[sea_orm(num_value = 1)]
    Record,
    /// The title.
    #[sea_orm(num_value = 2)]
    Title,
    /// When a work was or will be released.
    #[sea_orm(num_value = 3)]
    ReleaseDate,
    /// How far a production has come.
    #[sea_orm(num_value = 4)]
    Status,
    /// What a work is about.
    #[sea_orm(num_value = 5)]
    Synopsis,
    /// Running time.
    #[sea_orm(num_value = 6)]
    Runtime,
    /// A genre.
    #[sea_orm(num_value = 7)]
    Genre,
    /// A keyword.
    #[sea_orm(num_value = 8)]
    Keyword,
    /// Who has a role.
    #[sea_orm(num_value = 9)]
    Cast,
    /// The name of a character.
    #[sea_orm(num_value = 10)]
    Character,
    /// The place in the billing.
    #[sea_orm(num_value = 11)]
    Billing,
    /// The job within a department.
    #[sea_orm(num_value = 12)]
    Job,
    /// A name.
    #[sea_orm(num_value = 13)]
    Name,
    /// When somebody was born.
    #[sea_orm(num_value = 14)]
    BirthDate,
    /// For how much.
    #[sea_orm(num_value = 15)]
    Price,
    /// Who bought.
    #[sea_orm(num_value = 16)]
    Buyer,
    /// When.
    #[sea_orm(num_value = 17)]
    Date,
    /// What kind it is.
    #[sea_orm(num_value = 18)]
    Kind,
    /// A company.
    #[sea_orm(num_value = 19)]
    Company,
    /// What a work cost.
    #[sea_orm(num_value = 20)]
    Budget,
    /// The title in the language of origin.
    #[sea_orm(num_value = 21)]
    OriginalTitle,
    /// The name as it stood in the credits.
    #[sea_orm(num_value = 22)]
    CreditedAs,
    /// Something that the vocabulary has no word for; the property's key says what.
    #[sea_orm(num_value = 99)]
    Other,
}

/// Whether a claim says that something is so, or that it is not.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[sea_orm(rs_type = "i16", db_type = "SmallInteger")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ClaimStance {
    /// It is so.
    #[sea_orm(num_value = 1)]
    Asserts,
    /// It is not so.
    #[sea_orm(num_value = 2)]
    Denies,
}
