//! What the types of the schema are made with.

mod completion;
mod cost;
#[cfg(test)]
mod cost_tests;
mod interface;
mod shared;
#[cfg(test)]
mod tests;

pub(crate) use completion::Completed;
pub(crate) use cost::{CONNECTION, Cost, HEADERS, ValueCost};
pub(crate) use interface::{Abstract, interface};
pub(crate) use shared::{Called, Shared, object_of};
