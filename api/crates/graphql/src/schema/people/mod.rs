//! People, what they did, and the lists of it.

pub(crate) mod career;
pub(crate) mod character;
pub(crate) mod filmography;
pub(crate) mod person;
pub(crate) mod person_name;
pub(crate) mod portrayal;
pub(crate) mod profession;
pub(crate) mod reunion;
pub(crate) mod role;
