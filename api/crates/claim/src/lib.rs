//! Claims in, facts out: what can be claimed of a record, and which of many claims is served.
//!
//! Pure: nothing here knows the database or GraphQL. A claim says something about one *property* of
//! one record. The [`registry`](self) knows the properties of each kind of record, [`resolve`]
//! finds what the claims on one property amount to, and [`held`] and [`set`] move values between
//! claims and records.

mod character;
mod overlay;
mod registry;
mod resolve;
#[cfg(test)]
mod resolve_tests;
mod time;
mod value;

pub use overlay::{Held, held, set};
pub use registry::{
    Entry, MAX_KEY_CHARS, Topic, UnknownTopic, ValueType, entries, is_claimable, known, topic,
};
pub use resolve::{Candidate, Fact, Verdict, Voice, resolve};
pub use time::{known_from, known_until};
pub use value::{ClaimValue, Money, ValueFault};
