//! Claims in, facts out: what can be claimed of a record, and which of many claims is served.
//!
//! Pure: nothing here knows the database or GraphQL. A claim says something about one *property* of
//! one record, which an [`Entry`] describes; what entries there are follows from the declarations of
//! records. [`resolve`] finds what the claims on one property amount to.

mod entry;
mod resolve;
#[cfg(test)]
mod resolve_tests;
mod time;
mod value;

pub use entry::{Entry, MAX_KEY_CHARS, Topic, UnknownTopic, ValueType};
pub use resolve::{Candidate, Fact, HEARD, Holds, Meaning, Verdict, Voice, resolve};
pub use time::{known_from, known_until};
pub use value::{ClaimValue, Money, ValueFault};
