//! What the types of the schema are made with.

mod candidates;
mod completion;
mod cost;
#[cfg(test)]
mod cost_tests;
pub(crate) mod covered;
pub(crate) mod credited;
pub(crate) mod cut;
pub(crate) mod error;
pub(crate) mod filter;
pub(crate) mod gone;
mod interface;
pub(crate) mod list;
pub(crate) mod listing;
pub(crate) mod money;
pub(crate) mod paging;
pub(crate) mod partial_date;
pub(crate) mod placed;
pub(crate) mod public_id;
pub(crate) mod reading;
pub(crate) mod record;
pub(crate) mod reference;
pub(crate) mod scalar;
mod shared;
pub(crate) mod sure;
#[cfg(test)]
mod tests;

pub(crate) use completion::Completed;
pub(crate) use cost::{CONNECTION, Cost, HEADERS, ValueCost};
pub(crate) use interface::{Abstract, interface};
pub(crate) use shared::{Called, Shared, object_of};
