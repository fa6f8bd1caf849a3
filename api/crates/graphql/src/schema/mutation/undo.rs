//! Taking deletions back.

use async_graphql::{Context, ID, InputObject, Object};
use model::count::counted;
use model::id::{RecordId, encode};
use serde::{Deserialize, Serialize};
use store::write::{ByKind, PutBack, WriteTransaction};

use super::delete::RecordCount;
use super::{Effect, Failure, Faults, MutationRequest, UserErrorCode, payload, run};
use crate::schema::kit::error::Result;
use crate::schema::kit::paging::scope;
use crate::schema::knowledge::claim::Claimable;

/// Which deletion is to be taken back.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct DeleteUndoInput {
    /// The id of the record whose deletion was asked for, of any type.
    id: ID,
    /// A text of your choice, of at most 200 characters, by which a repetition of this mutation is known: it is answered and not done again.
    idempotency_key: Option<String>,
    /// Whether to say what would be, and change nothing.
    #[graphql(default = false)]
    dry_run: bool,
}

payload! {
    /// What taking back a deletion gave.
    DeleteUndoPayload {
        /// The id of the record whose deletion was taken back, or in a dry run would be.
        restored_id: Option<ID>,
        /// The record, as it was before it was deleted; its version goes on from there. Null in a dry run.
        record: Option<Claimable>,
        /// How many records of each type are there again, itself included.
        restored: Vec<RecordCount>,
    }
}

/// Mutations that take deletions back.
#[derive(Default)]
pub(crate) struct DeleteUndoMutation;

#[Object]
impl DeleteUndoMutation {
    /// Takes a deletion back: the record and all that went with it are there again as they were. Refused where something that they refer to was deleted meanwhile, and where another record has taken the place of one of them. What was deleted in another installation is not known here: then a file can bring it again.
    async fn delete_undo(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which deletion.")] input: DeleteUndoInput,
    ) -> Option<Result<DeleteUndoPayload>> {
        Some(undo(ctx, input).await)
    }
}

/// What is kept of it for a repetition.
#[derive(Clone, Serialize, Deserialize)]
struct Kept {
    id: String,
    restored: ByKind,
}

async fn undo(ctx: &Context<'_>, input: DeleteUndoInput) -> Result<DeleteUndoPayload> {
    let scope = scope(ctx)?;
    let editor = scope.editor()?;
    let mut faults = Faults::default();
    let key = input.idempotency_key.as_deref();
    let request = MutationRequest::new(ctx, "deleteUndo", &input, key, input.dry_run, &mut faults);
    let subject = faults.any_id(&["id"], &input.id);
    let Some(subject) = subject.filter(|_| faults.is_empty()) else {
        return Ok(DeleteUndoPayload::refused(faults.into_errors()));
    };
    let work = async |tx: &mut WriteTransaction| {
        let done = put_back(tx, subject).await?;
        let mut warnings = Faults::default();
        if done.unknown > 0 {
            let (were, they, them) = match done.unknown {
                1 => ("was", "it", "it"),
                _ => ("were", "they", "them"),
            };
            let message = format!(
                "{} {were} deleted elsewhere, and what {they} held is not known here: a file can bring {them} again",
                counted(done.unknown, "record")
            );
            warnings.note(&["id"], UserErrorCode::NotFound, message);
        }
        let kept = Kept {
            id: encode(subject.kind, subject.id),
            restored: done.records,
        };
        Ok((kept.clone(), kept, warnings.into_errors()))
    };
    let applied = match run(scope, &editor, &request, work).await? {
        Ok(applied) => applied,
        Err(errors) => return Ok(DeleteUndoPayload::refused(errors)),
    };
    let (Effect::Fresh(kept) | Effect::Repeated(kept)) = applied.effect;
    Ok(DeleteUndoPayload {
        record: Claimable::find(scope, subject).await?,
        restored_id: Some(ID(kept.id)),
        restored: RecordCount::each(&kept.restored),
        change_cursor: applied.change_cursor,
        warnings: applied.warnings,
        user_errors: Vec::new(),
    })
}

/// Takes the deletion of a record back, if there is one.
async fn put_back(
    tx: &mut WriteTransaction,
    subject: RecordId,
) -> std::result::Result<PutBack, Failure> {
    let row = tx.tombstone(subject).await?;
    let root = row.map(|row| (row.root_kind, row.root_id));
    if let Some((kind, id)) = root.filter(|root| *root != (subject.kind, subject.id)) {
        let root = encode(kind, id);
        let message = format!("it went with {root}: take that deletion back");
        return Err(Faults::one(&["id"], UserErrorCode::InvalidValue, message).into());
    }
    let done = tx.put_back(subject).await;
    let done = done.map_err(|error| Failure::of_another(error, "", &["id"]))?;
    let done = done.map_err(|gone| {
        let mut faults = Faults::default();
        faults.of_record(&[], &gone);
        faults
    })?;
    if done.records.is_empty() && done.unknown == 0 {
        let message = "nothing with this id is deleted";
        return Err(Faults::one(&["id"], UserErrorCode::NotFound, message).into());
    }
    Ok(done)
}
