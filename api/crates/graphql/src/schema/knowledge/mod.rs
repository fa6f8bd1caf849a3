//! Who says what, and from where.

pub(crate) mod attribution;
pub(crate) mod claim;
pub(crate) mod source;
