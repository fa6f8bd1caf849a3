//! Pure values: dates, public ids, slugs, folded text, ids of other catalogues.
//!
//! Nothing here knows of the database, of GraphQL or of another module of Filmgraph (but for the
//! vocabularies of `entity`), so every part of the server can use it and every rule of it can be
//! tested alone.

pub mod check;
pub mod clock;
pub mod code;
pub mod count;
pub mod country;
pub mod day;
pub mod edtf;
pub mod external;
pub mod fold;
pub mod id;
pub mod instant;
pub mod language;
pub mod mapping;
pub mod money;
pub mod near;
pub mod slug;
pub mod status;
pub mod text;
