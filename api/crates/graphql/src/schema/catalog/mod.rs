//! What works are sorted by, and their names elsewhere.

pub(crate) mod collection;
pub(crate) mod country;
pub(crate) mod external_id;
pub(crate) mod external_link;
pub(crate) mod genre;
pub(crate) mod keyword;
pub(crate) mod language;
