//! Edge lists: filter, order and count over the roles of an owner.
//!
//! An owner's roles are read whole as [`Edge`]s (see `docs/architecture.md`), so that totals and
//! filters are exact; everything here is pure, and goes through long lists in portions (see
//! [`budget`]). Only the records of the page that is returned are loaded afterwards.

mod career;
#[cfg(test)]
mod career_tests;
mod claim;
mod coverage;
mod credit;
mod filter;
mod header;
mod list;
mod order;
pub mod packed;
mod prior;
mod reunion;
#[cfg(test)]
mod tests;
mod whole;

use entity::role::DENIED;
use entity::vocabulary::{Certainty, Department, WorkKind};

pub use career::{Career, NEWEST_FIRST, NEWEST_ROLES, Named, Newest, NewestRoles};
pub use claim::{ClaimConditions, ClaimEdge};
pub use coverage::{Coverage, Held, Reach};
pub use credit::{Credit, CreditEntry, Gathered, gathered};
pub use filter::{Attributes, DayWindow, EdgeFilter};
pub use header::{HeaderFilter, Headers, NoHeaders, Terms, WorkHeader};
pub use list::EdgeList;
pub use order::{EdgeOrder, Listed, OrderField, sorted};
pub use prior::{DateMatch, Moment, is_later, is_prior};
pub use reunion::{Base, Met, Reunion, Reunions, reunions};
pub use whole::{Entries, Extent, admitted, in_order, passing};

/// `billing` of a role that is not in the billing: behind every place.
pub const UNBILLED: i32 = i32::MAX;

/// A role as read from an index: what filters and orders look at, and nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The role.
    pub role: i64,
    /// Its work.
    pub work: i64,
    /// Its person.
    pub person: i64,
    /// The work's series, for an episode.
    pub series: Option<i64>,
    /// The job, 0 where none is named.
    pub job: i64,
    /// The department.
    pub department: Department,
    /// The work's kind.
    pub kind: WorkKind,
    /// How sure the role is.
    pub certainty: Certainty,
    /// Bit set of role attributes, with those that say that something is denied.
    pub attributes: i16,
    /// Place in the billing, or [`UNBILLED`].
    pub billing: i32,
    /// First day on which the work may have been released.
    pub released_from: i32,
    /// First day as stated: what orders by release.
    pub released_on: i32,
    /// Last day on which the work may have been released.
    pub released_to: i32,
}

impl Edge {
    /// Whether claims deny the role.
    #[must_use]
    pub fn is_denied(&self) -> bool {
        self.attributes & DENIED != 0
    }

    /// The work that a career lists the role under: an episode's series, else the work itself.
    #[must_use]
    pub fn listed_work(&self) -> i64 {
        self.series.unwrap_or(self.work)
    }

    /// When its work was released, as far as is known.
    #[must_use]
    pub fn moment(&self) -> Moment {
        Moment {
            from: self.released_from,
            to: self.released_to,
        }
    }
}
