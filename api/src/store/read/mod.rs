//! Reading: two shapes serve nearly everything.
//!
//! *A record by its id* and *the rows of an owner*. Each takes many keys at once and is one
//! statement whatever their number.

mod edge;
mod find;
mod shapes;

pub use edge::{edges_of_people, edges_of_works};
pub use find::{
    ExternalKey, find_by_external, find_people_named, find_works_named, genres_named, jobs_named,
};
pub use shapes::{Keyed, Owned, Subject, SubjectRows, by_ids, by_owners, by_subjects};
