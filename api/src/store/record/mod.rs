//! Records: what is written, logged and exchanged, one type a kind.
//!
//! A record is a row with everything that belongs to it (a work with its titles, genres and
//! external identifiers). The interchange format is these types as JSON; the log holds the
//! difference of two of them. Names and vocabularies are those of the GraphQL schema.

mod award;
mod check;
mod claim;
mod company;
mod external;
mod ids;
mod list;
mod media;
mod milestone;
mod person;
mod production;
mod role;
mod source;
mod speech;
mod value;
mod vocabulary;
mod work;

use serde::{Deserialize, Serialize};

pub use award::{AwardRecord, RatingRecord, RelationRecord};
pub use check::{Check, Fault, FaultKind};
pub use claim::{ClaimRecord, EXCERPT_CHARS};
pub use company::{CompanyRecord, CompanyRoleRecord};
pub use external::ExternalIds;
pub(in crate::store) use external::work_space;
pub use ids::{
    AnyId, AwardId, CharacterId, ClaimId, CollectionId, CommentaryId, CompanyId, CompanyRoleId,
    DealId, GenreId, ImageId, KeywordId, ListEntryId, ListId, LocationId, MilestoneId, PersonId,
    PersonNameId, ProfessionId, QuoteId, RatingId, RelationId, ReleaseId, RoleId, SeasonId,
    SourceId, TitleId, VideoId, WorkId,
};
pub use list::{CollectionRecord, EntryRecord, ListRecord, SeasonRecord};
pub use media::{ImageRecord, VideoRecord};
pub use milestone::MilestoneRecord;
pub use person::{NameRecord, PersonRecord};
pub use production::{DealRecord, LocationRecord, ReleaseRecord};
pub use role::{CharacterRecord, RoleRecord};
pub use source::SourceRecord;
pub use speech::{CommentaryRecord, QuoteRecord};
pub use value::{BoxOfficeRecord, CertificationRecord, LinkRecord, MoneyRecord, TextRecord};
pub use vocabulary::{GenreRecord, KeywordRecord, ProfessionRecord, SharedCharacterRecord};
pub use work::{TitleRecord, WorkRecord};

/// A record of any kind, as one line of the interchange format.
// A work is larger than the others; a batch holds some hundreds of one kind.
#[allow(clippy::large_enum_variant)]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum Record {
    /// Where facts come from.
    Source(SourceRecord),
    /// A genre.
    Genre(GenreRecord),
    /// A keyword.
    Keyword(KeywordRecord),
    /// A profession.
    Profession(ProfessionRecord),
    /// A company.
    Company(CompanyRecord),
    /// A character that several works share.
    Character(SharedCharacterRecord),
    /// Somebody.
    Person(PersonRecord),
    /// A film, series, episode, recording, game.
    Work(WorkRecord),
    /// A season of a series.
    Season(SeasonRecord),
    /// Who did what on which work.
    Role(RoleRecord),
    /// What a company did for a work.
    CompanyRole(CompanyRoleRecord),
    /// A release of a work.
    Release(ReleaseRecord),
    /// A stage in the life of a production.
    Milestone(MilestoneRecord),
    /// A deal about a work.
    Deal(DealRecord),
    /// A place of a work.
    Location(LocationRecord),
    /// A nomination for an award, or the award.
    Award(AwardRecord),
    /// A rating of a work.
    Rating(RatingRecord),
    /// How one work relates to another.
    Relation(RelationRecord),
    /// What somebody said.
    Quote(QuoteRecord),
    /// What is said about works and people.
    Commentary(CommentaryRecord),
    /// A list of works with a note for each.
    List(ListRecord),
    /// Works that belong together.
    Collection(CollectionRecord),
    /// An image of a work or a person.
    Image(ImageRecord),
    /// A video about a work.
    Video(VideoRecord),
    /// Who says what about a property of a record.
    Claim(ClaimRecord),
}

macro_rules! from_each {
    ($($kind:ident($record:ident)),+ $(,)?) => {$(
        impl From<$record> for Record {
            fn from(record: $record) -> Self {
                Self::$kind(record)
            }
        }
    )+};
}
from_each!(
    Source(SourceRecord),
    Genre(GenreRecord),
    Keyword(KeywordRecord),
    Profession(ProfessionRecord),
    Company(CompanyRecord),
    Character(SharedCharacterRecord),
    Person(PersonRecord),
    Work(WorkRecord),
    Season(SeasonRecord),
    Role(RoleRecord),
    CompanyRole(CompanyRoleRecord),
    Release(ReleaseRecord),
    Milestone(MilestoneRecord),
    Deal(DealRecord),
    Location(LocationRecord),
    Award(AwardRecord),
    Rating(RatingRecord),
    Relation(RelationRecord),
    Quote(QuoteRecord),
    Commentary(CommentaryRecord),
    List(ListRecord),
    Collection(CollectionRecord),
    Image(ImageRecord),
    Video(VideoRecord),
    Claim(ClaimRecord),
);

impl Record {
    /// Its id, with its kind.
    #[must_use]
    pub fn any_id(&self) -> AnyId {
        use entity::vocabulary::SubjectKind;
        let (kind, id) = match self {
            Self::Source(record) => (SubjectKind::Source, record.id.0),
            Self::Genre(record) => (SubjectKind::Genre, record.id.0),
            Self::Keyword(record) => (SubjectKind::Keyword, record.id.0),
            Self::Profession(record) => (SubjectKind::Profession, record.id.0),
            Self::Company(record) => (SubjectKind::Company, record.id.0),
            Self::Character(record) => (SubjectKind::Character, record.id.0),
            Self::Person(record) => (SubjectKind::Person, record.id.0),
            Self::Work(record) => (SubjectKind::Work, record.id.0),
            Self::Season(record) => (SubjectKind::Season, record.id.0),
            Self::Role(record) => (SubjectKind::Role, record.id.0),
            Self::CompanyRole(record) => (SubjectKind::CompanyRole, record.id.0),
            Self::Release(record) => (SubjectKind::Release, record.id.0),
            Self::Milestone(record) => (SubjectKind::Milestone, record.id.0),
            Self::Deal(record) => (SubjectKind::Deal, record.id.0),
            Self::Location(record) => (SubjectKind::Location, record.id.0),
            Self::Award(record) => (SubjectKind::Award, record.id.0),
            Self::Rating(record) => (SubjectKind::Rating, record.id.0),
            Self::Relation(record) => (SubjectKind::Relation, record.id.0),
            Self::Quote(record) => (SubjectKind::Quote, record.id.0),
            Self::Commentary(record) => (SubjectKind::Commentary, record.id.0),
            Self::List(record) => (SubjectKind::List, record.id.0),
            Self::Collection(record) => (SubjectKind::Collection, record.id.0),
            Self::Image(record) => (SubjectKind::Image, record.id.0),
            Self::Video(record) => (SubjectKind::Video, record.id.0),
            Self::Claim(record) => (SubjectKind::Claim, record.id.0),
        };
        AnyId { kind, id }
    }
}

/// For `skip_serializing_if`: false is what a field has when it is not written.
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
