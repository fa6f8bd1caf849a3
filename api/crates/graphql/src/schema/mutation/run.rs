//! Running a mutation: one transaction, once for each idempotency key, or not at all in a dry run.

use async_graphql::{Context, InputType};
use model::count::too_many;
use model::text::is_blank;
use record::BLANK;
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::StoreError;
use store::change::cursor;
use store::write::{Committed, Memory, Remembered, WriteTransaction};

use super::fingerprint::fingerprint;
use super::{Faults, UserError, UserErrorCode};
use crate::error::ApiError;
use crate::schema::kit::error::Result;
use crate::scope::{Editor, Scope};

/// The longest idempotency key, in characters.
const KEY_CHARS: usize = 200;

/// How a mutation is to be run.
#[derive(Debug)]
pub(crate) struct MutationRequest {
    key: Option<String>,
    is_dry: bool,
    /// The hash of the mutation's name and input.
    input: String,
}

/// Why a mutation did nothing.
pub(crate) enum Failure {
    /// For the caller to mend.
    Input(Vec<UserError>),
    /// A failure of the store.
    Store(StoreError),
    /// Any other.
    Other(ApiError),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Faults> for Failure {
    fn from(faults: Faults) -> Self {
        Self::Input(faults.into_errors())
    }
}

impl Failure {
    /// A failure of writing the record with this id. Where another record cannot be as that would
    /// make it, what is to blame stands at this place in the input.
    pub(crate) fn of_another(error: StoreError, id: &str, path: &[&str]) -> Self {
        match error.fault_of_another(id) {
            Some(fault) => Faults::one(path, UserErrorCode::of(fault.kind), fault.reason).into(),
            None => Self::Store(error),
        }
    }
}

/// What a mutation did: `K` is what is kept of it, `T` what the transaction saw.
pub(crate) enum Effect<K, T> {
    /// It was done now, or would be.
    Fresh(T),
    /// It had been done before.
    Repeated(K),
}

/// What a mutation gave.
pub(crate) struct Applied<K, T> {
    /// What it did.
    pub(crate) effect: Effect<K, T>,
    /// The place in the log after it.
    pub(crate) change_cursor: Option<String>,
    /// What may be wrong.
    pub(crate) warnings: Vec<UserError>,
}

impl MutationRequest {
    /// A call of the mutation with this name.
    pub(crate) fn new<I: InputType>(
        ctx: &Context<'_>,
        mutation: &str,
        input: &I,
        key: Option<&str>,
        is_dry: bool,
        faults: &mut Faults,
    ) -> Self {
        if let Some(key) = key {
            check_key(key, faults);
        }
        Self {
            key: key.map(str::to_owned),
            is_dry,
            input: fingerprint(&ctx.schema_env.registry, mutation, input),
        }
    }
}

impl MutationRequest {
    /// Whether nothing is to be changed.
    pub(crate) const fn is_dry(&self) -> bool {
        self.is_dry
    }
}

fn check_key(key: &str, faults: &mut Faults) {
    let path = ["idempotencyKey"];
    let length = key.chars().count();
    if is_blank(key) {
        faults.note(&path, UserErrorCode::Required, BLANK);
    } else if length > KEY_CHARS {
        let reason = too_many(length, "character", KEY_CHARS);
        faults.note(&path, UserErrorCode::TooLong, reason);
    } else if key.chars().any(char::is_control) {
        let reason = "must not hold control characters";
        faults.note(&path, UserErrorCode::InvalidValue, reason);
    }
}

/// Runs a mutation in one transaction. `work` gives what to keep for a repetition, what it saw, and
/// warnings.
///
/// # Errors
/// What no other input would mend. What is wrong with the input is the inner error.
pub(crate) async fn run<K, T, F>(
    scope: &Scope,
    editor: &Editor<'_>,
    request: &MutationRequest,
    work: F,
) -> Result<std::result::Result<Applied<K, T>, Vec<UserError>>>
where
    K: Serialize + DeserializeOwned,
    F: AsyncFnOnce(&mut WriteTransaction) -> std::result::Result<(K, T, Vec<UserError>), Failure>,
{
    let memory = scope.bounds().memory;
    let once = async |tx: &mut WriteTransaction| once(tx, request, memory, work).await;
    let (actor, at) = (editor.actor, editor.at);
    let outcome = if request.is_dry {
        let done = editor.store.rehearse(actor, at, once).await;
        done.map(|done| (done, None))
    } else {
        let store = editor.store;
        let done = store.write_noting(actor, at, editor.progress, once).await;
        done.map(|Committed { value, head }| (value, Some(head)))
    };
    // Also after a repetition: what it did may be newer than what this request has read.
    let written = outcome.as_ref().ok().and_then(|(_, head)| *head);
    scope.forget(written).await;
    let ((effect, told_before, warnings), head) = match outcome {
        Ok(done) => done,
        Err(failure) => return explain(failure).map(Err),
    };
    Ok(Ok(Applied {
        effect,
        change_cursor: told_before.or(head).filter(|_| !request.is_dry).map(cursor),
        warnings,
    }))
}

/// What was done, the head that it had left if that was before, and warnings.
type Done<K, T> = (Effect<K, T>, Option<i64>, Vec<UserError>);

async fn once<K, T, F>(
    tx: &mut WriteTransaction,
    request: &MutationRequest,
    memory: Memory,
    work: F,
) -> std::result::Result<Done<K, T>, Failure>
where
    K: Serialize + DeserializeOwned,
    F: AsyncFnOnce(&mut WriteTransaction) -> std::result::Result<(K, T, Vec<UserError>), Failure>,
{
    if let Some(key) = &request.key
        && let Some(before) = tx.recall(key, memory).await?
    {
        let head = before.head;
        let kept = repeated(request, &before)?;
        return Ok((Effect::Repeated(kept), Some(head), Vec::new()));
    }
    let (kept, value, warnings) = work(tx).await?;
    if let Some(key) = request.key.as_deref().filter(|_| !request.is_dry) {
        let result = serde_json::to_string(&kept).map_err(internal)?;
        tx.remember(key, request.input.clone(), result, memory)
            .await?;
    }
    Ok((Effect::Fresh(value), None, warnings))
}

fn repeated<K: DeserializeOwned>(
    request: &MutationRequest,
    before: &Remembered,
) -> std::result::Result<K, Failure> {
    if before.input != request.input {
        let message = "this idempotency key was used for another mutation or another input";
        let faults = Faults::one(&["idempotencyKey"], UserErrorCode::Duplicate, message);
        return Err(faults.into());
    }
    serde_json::from_str(&before.result).map_err(internal)
}

fn internal(error: serde_json::Error) -> Failure {
    Failure::Other(ApiError::internal(error))
}

fn explain(failure: Failure) -> Result<Vec<UserError>> {
    match failure {
        Failure::Input(errors) => Ok(errors),
        Failure::Store(error) => Faults::of_store(error).map(Faults::into_errors),
        Failure::Other(error) => Faults::of_api(error).map(Faults::into_errors),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_bounded() {
        for (key, code) in [
            ("", Some(UserErrorCode::Required)),
            (" ", Some(UserErrorCode::Required)),
            ("a\0", Some(UserErrorCode::InvalidValue)),
            (&"x".repeat(201), Some(UserErrorCode::TooLong)),
            (&"x".repeat(200), None),
        ] {
            let mut faults = Faults::default();
            check_key(key, &mut faults);
            let errors = faults.into_errors();
            assert_eq!(errors.first().map(|error| error.code), code, "{key}");
        }
    }
}
