//! What is said of works, and what they won and earned.

pub(crate) mod award;
pub(crate) mod box_office;
pub(crate) mod commentary;
pub(crate) mod curated_list;
pub(crate) mod quote;
pub(crate) mod rating;
