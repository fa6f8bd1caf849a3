//! Reading: two shapes serve nearly everything.
//!
//! *A record by its id* and *the rows of an owner*. Each takes many keys at once and is one
//! statement whatever their number.

mod along;
mod claim;
mod company;
mod cut;
mod edge;
mod find;
mod header;
mod most;
mod rows;
mod server;
mod shapes;
mod source;
mod text;
mod vocabulary;

pub use self::claim::{Speaking, claims_about, claims_of_sources, leading, sources_named, voices};
pub use self::edge::{CareerOrList, EdgeLists, careers_of_people, edges_of_people, edges_of_works};
pub use super::log::log_head;
pub use along::{
    AwardsOfWork, CollectionsOfWork, EntriesOfWork, EpisodePlace, ListsAboutWork, Mention,
    NominationsOfPerson, QuotesOfSpeaker, RelationsFrom, RelationsTo, RolesOfCharacter, Row, Way,
    along, episodes_of, mentions_of, subject_of,
};
pub use company::{CompanyCredit, works_of_companies};
pub use cut::{Cut, CutOut, Listing, OfOwner, count_listed, counts_of_owners, cut_out};
pub use find::{ExternalKey, Finder, Named};
pub use header::{genres_of_works, headers};
pub use most::{Called, Knowledge, leading_person, most_known};
pub(super) use rows::{Decode, PORTION, decoded};
pub use rows::{Limit, Rows};
pub use server::data_sets;
pub use shapes::{
    Keyed, Owned, SubjectRows, by_ids, by_owners, by_subjects, bytes_of, records, rows_of_owners,
    subjects_of,
};
pub use source::SourcesAsked;
pub use text::Text;
pub use vocabulary::{MOST_LISTED, country_codes, genres, language_tags};
