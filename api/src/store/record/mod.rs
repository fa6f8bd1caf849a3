//! Records: what is written, logged and exchanged, one type a kind.
//!
//! A record is a row with everything that belongs to it (a work with its titles, genres and
//! external identifiers). The interchange format is these types as JSON; the log holds the
//! difference of two of them. Names and vocabularies are those of the GraphQL schema.

mod check;
mod external;
mod ids;
mod milestone;
mod person;
mod role;
mod source;
mod work;

use serde::{Deserialize, Serialize};

pub use check::{Check, Fault};
pub use external::ExternalIds;
pub(in crate::store) use external::work_space;
pub use ids::{GenreId, MilestoneId, PersonId, PersonNameId, RoleId, SourceId, TitleId, WorkId};
pub use milestone::MilestoneRecord;
pub use person::{NameRecord, PersonRecord};
pub use role::{CharacterRecord, RoleRecord};
pub use source::{GenreRecord, SourceRecord};
pub use work::{TitleRecord, WorkRecord};

/// A record of any kind, as one line of the interchange format.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum Record {
    /// Where facts come from.
    Source(SourceRecord),
    /// A genre.
    Genre(GenreRecord),
    /// Somebody.
    Person(PersonRecord),
    /// A film, series, episode, recording, game.
    Work(WorkRecord),
    /// Who did what on which work.
    Role(RoleRecord),
    /// A stage in the life of a production.
    Milestone(MilestoneRecord),
}

/// For `skip_serializing_if`: false is what a field has when it is not written.
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
