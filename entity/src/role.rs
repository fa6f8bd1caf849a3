//! Who did what on which work: the edge that everything is read along.

use sea_orm::entity::prelude::*;

use crate::vocabulary::{Certainty, Department, MissingReason};

/// Who did what on which work: the edge that everything is read along.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "role")]
pub struct Model {
    /// The record's id: authority and number in one, see the id rules.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// The work.
    pub work_id: i64,
    /// The person.
    pub person_id: i64,
    /// The department.
    pub department: Department,
    /// The job within the department; 0 where none is named.
    pub job_id: i64,
    /// Place in the billing, from 1.
    pub billing: Option<i32>,
    /// The characters in order: JSON, a list of objects with `name` and `description`.
    pub characters: Option<String>,
    /// Why no character is named.
    pub characters_missing: Option<MissingReason>,
    /// The name as it stood in the credits.
    pub credited_as: Option<String>,
    /// What is special about it: a bit set of role attributes, with [`DENIED`].
    pub attributes: i16,
    /// In how many episodes, for a role on a whole series.
    pub episode_count: Option<i32>,
    /// How sure the role is.
    pub certainty: Certainty,
    /// Counts the record's own changes, from 1.
    pub version: i32,
    /// Microseconds since 1970 (UTC) of its last change.
    pub updated_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}

/// The bit in `attributes` of a role that claims deny. None of these bits is an attribute's.
pub const DENIED: i16 = 1 << 13;
/// The bit of an edge to a work that claims deny, or to an episode of such a series.
pub const WORK_DENIED: i16 = 1 << 12;
/// The bit of an edge to a person whom claims deny.
pub const PERSON_DENIED: i16 = 1 << 11;

/// All of these bits.
pub const ANY_DENIED: i16 = DENIED | WORK_DENIED | PERSON_DENIED;

impl Model {
    /// Whether claims deny that there is such a role.
    #[must_use]
    pub fn is_denied(&self) -> bool {
        self.attributes & DENIED != 0
    }
}
