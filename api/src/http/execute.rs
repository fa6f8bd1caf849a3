//! Third stage: running the operation, within a bound of time, and surviving what it does.

use std::{panic::AssertUnwindSafe, sync::Arc};

use async_graphql::{Request, Response, Variables, parser::types::ExecutableDocument};
use futures_util::FutureExt;
use serde_json::Value;

use super::{Shared, access::Facts, respond::Refusal};
use crate::{
    error::{ApiError, ErrorCode},
    gate::Admitted,
    scope::Scope,
};

/// Runs an admitted operation.
pub(super) async fn run(
    admitted: Admitted<ExecutableDocument>,
    language: Option<String>,
    shared: &Shared,
    facts: &mut Facts,
) -> Result<Response, Refusal> {
    let scope = Scope::new(shared.store.clone(), shared.clock, language);
    let request = prepare(admitted).data(scope.clone());
    let patience = shared.server.request_timeout();
    // A resolver that panics must cost one answer, not the worker and the others' requests. What
    // it was working on is dropped with it, so nothing half-changed is seen again.
    let execution = AssertUnwindSafe(shared.schema.execute(request)).catch_unwind();
    let outcome = tokio::time::timeout(patience, execution).await;
    facts.statements = Some(scope.statements());
    match outcome {
        Ok(Ok(response)) => Ok(response),
        Ok(Err(_)) => Err(Refusal::http(
            500,
            ApiError::internal("a resolver panicked"),
        )),
        Err(_) => {
            let limit = patience.as_millis();
            let message = format!("the operation was not finished within {limit} ms; ask for less");
            let limit = u64::try_from(limit).unwrap_or(u64::MAX);
            let error = ApiError::new(ErrorCode::Timeout, message)
                .with("bound", "request_timeout_ms")
                .with("limit", limit);
            Err(Refusal::http(504, error))
        }
    }
}

fn prepare(admitted: Admitted<ExecutableDocument>) -> Request {
    let mut request = Request::new(String::new())
        .variables(Variables::from_json(Value::Object(admitted.variables)));
    request.operation_name = admitted.operation_name;
    request.set_parsed_query(Arc::unwrap_or_clone(admitted.document));
    request
}
