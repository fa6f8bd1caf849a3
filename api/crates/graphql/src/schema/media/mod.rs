//! Pictures and moving pictures.

pub(crate) mod image;
pub(crate) mod video;
