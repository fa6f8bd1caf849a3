//! What all mutations share: how one is run, and what it answers.
//!
//! The mutations themselves stand with their types. Each takes one input, asks the scope for the
//! right to write, gathers what is wrong with the input, and runs in one transaction.

// Two fields of the interface are of one type.
#![allow(clippy::duplicated_attributes)]

mod change;
mod delete;
mod edit;
mod faults;
mod field_change;
mod given;
mod input;
mod payload;
mod preview;
mod provenance;
mod records;
mod run;
mod undo;

use delete::{
    DealDeletePayload, MilestoneDeletePayload, PersonDeletePayload, ReleaseDeletePayload,
    RoleDeletePayload, WorkDeletePayload,
};
use undo::DeleteUndoPayload;

pub(super) use change::{Change, Clear, at_version};
pub(super) use delete::DeleteMutation;
pub(super) use edit::Seen;
pub(super) use faults::Faults;
pub(super) use field_change::FieldChange;
pub(super) use given::Given;
pub(super) use payload::{UserError, UserErrorCode, payload};
pub(super) use provenance::{Provenance, ProvenanceInput};
pub(super) use records::RecordMutations;
pub(super) use run::{Ask, Did, Failure, Wrote, run};
pub(super) use undo::DeleteUndoMutation;

use super::claim::{ClaimRecordPayload, ClaimRetractPayload};
use super::source::{SourceCreatePayload, SourceUpdatePayload};
use async_graphql::Interface;
use records::{
    DealCreatePayload, DealUpdatePayload, MilestoneCreatePayload, MilestoneUpdatePayload,
    PersonCreatePayload, PersonUpdatePayload, ReleaseCreatePayload, ReleaseUpdatePayload,
    RoleCreatePayload, RoleUpdatePayload, WorkCreatePayload, WorkUpdatePayload,
};

/// What every mutation answers.
#[derive(Interface)]
#[graphql(
    field(
        name = "change_cursor",
        ty = "&Option<String>",
        desc = "The place in the log of changes after this mutation; null where nothing was to be written: with user errors, and in a dry run."
    ),
    field(
        name = "user_errors",
        ty = "&Vec<UserError>",
        desc = "What is wrong with the input. Where there are any, nothing was changed."
    ),
    field(
        name = "warnings",
        ty = "&Vec<UserError>",
        desc = "What may be wrong, and did not keep the change from being made. A repeated answer has none."
    )
)]
#[allow(clippy::enum_variant_names, reason = "each is called as its type")]
pub(crate) enum MutationPayload {
    /// A recorded claim.
    ClaimRecordPayload(ClaimRecordPayload),
    /// A claim taken back.
    ClaimRetractPayload(ClaimRetractPayload),
    /// A deleted deal.
    DealDeletePayload(DealDeletePayload),
    /// A deletion taken back.
    DeleteUndoPayload(DeleteUndoPayload),
    /// A deleted milestone.
    MilestoneDeletePayload(MilestoneDeletePayload),
    /// A deleted person.
    PersonDeletePayload(PersonDeletePayload),
    /// A deleted release.
    ReleaseDeletePayload(ReleaseDeletePayload),
    /// A deleted role.
    RoleDeletePayload(RoleDeletePayload),
    /// A created source.
    SourceCreatePayload(SourceCreatePayload),
    /// An updated source.
    SourceUpdatePayload(SourceUpdatePayload),
    /// A deleted work.
    WorkDeletePayload(WorkDeletePayload),
    /// A work that was made.
    WorkCreatePayload(WorkCreatePayload),
    /// A changed work.
    WorkUpdatePayload(WorkUpdatePayload),
    /// A person that was made.
    PersonCreatePayload(PersonCreatePayload),
    /// A changed person.
    PersonUpdatePayload(PersonUpdatePayload),
    /// A role that was made.
    RoleCreatePayload(RoleCreatePayload),
    /// A changed role.
    RoleUpdatePayload(RoleUpdatePayload),
    /// A milestone that was made.
    MilestoneCreatePayload(MilestoneCreatePayload),
    /// A changed milestone.
    MilestoneUpdatePayload(MilestoneUpdatePayload),
    /// A release that was made.
    ReleaseCreatePayload(ReleaseCreatePayload),
    /// A changed release.
    ReleaseUpdatePayload(ReleaseUpdatePayload),
    /// A deal that was made.
    DealCreatePayload(DealCreatePayload),
    /// A changed deal.
    DealUpdatePayload(DealUpdatePayload),
}
