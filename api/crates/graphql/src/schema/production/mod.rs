//! Who makes a work, how far it has come, and how it comes out.

pub(crate) mod company;
pub(crate) mod company_role;
pub(crate) mod deal;
pub(crate) mod milestone;
pub(crate) mod release;
pub(crate) mod work_location;
