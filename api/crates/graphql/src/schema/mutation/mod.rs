//! What all mutations share: how one is run, and what it answers.
//!
//! The mutations themselves stand with their types. Each takes one input, asks the scope for the
//! right to write, gathers what is wrong with the input, and runs in one transaction.

mod change;
mod delete;
mod edit;
mod faults;
mod field_change;
mod fingerprint;
mod input;
mod payload;
mod preview;
mod provenance;
mod records;
mod run;
mod supplied;
mod undo;

use change::given_too;
pub(super) use change::{Change, Clear, at_version};
pub(super) use delete::DeleteMutation;
pub(super) use edit::Seen;
pub(super) use faults::Faults;
pub(super) use field_change::FieldChange;
pub(super) use payload::{MutationPayload, UserError, UserErrorCode, payload};
pub(super) use provenance::{Provenance, ProvenanceInput};
pub(super) use records::RecordMutations;
pub(super) use run::{Applied, Effect, Failure, MutationRequest, run};
pub(super) use supplied::Supplied;
pub(super) use undo::DeleteUndoMutation;
