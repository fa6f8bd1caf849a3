//! Fourth stage: running the operation, within a bound of time, and surviving what it does.

use std::{panic::AssertUnwindSafe, sync::Arc, time::Duration};

use async_graphql::{
    Request, Response, ServerError, Variables,
    parser::{parse_query, types::ExecutableDocument},
};
use futures_util::FutureExt;
use serde_json::Value;

use super::{Shared, access::Facts, respond::Refusal};
use crate::{
    error::{ApiError, ErrorCode},
    gate::Admitted,
    scope::{Asked, Scope},
};

/// The document as the executor takes it: made once for each, and kept by the gate.
pub(crate) fn compile(document: &str) -> Result<ExecutableDocument, String> {
    parse_query(document).map_err(|error| error.to_string())
}

/// Runs an admitted operation.
pub(super) async fn run(
    admitted: Admitted<ExecutableDocument>,
    asked: Asked,
    shared: &Shared,
    facts: &mut Facts,
) -> Result<Response, Refusal> {
    let names_sources = asked.names_sources;
    let scope = Scope::new(&shared.store, shared.clock, asked, shared.bounds);
    let execution = async {
        if names_sources {
            run_with_sources(admitted, &scope, shared).await
        } else {
            let request = prepare(admitted).data(scope.clone());
            shared.schema.execute(request).await
        }
    };
    let outcome = bounded(execution, shared.server.request_timeout()).await;
    facts.statements = Some(facts.statements.unwrap_or_default() + scope.statements());
    match outcome {
        Err(_) if scope.may_have_written() => Err(Refusal::http(504, unknown())),
        outcome => outcome,
    }
}

/// Names the sources of the answer besides. Without them the answer is still one, and says so.
async fn run_with_sources(
    mut admitted: Admitted<ExecutableDocument>,
    scope: &Scope,
    shared: &Shared,
) -> Response {
    let document = admitted.document.clone();
    let operation = admitted.operation_name.clone();
    admitted.document = Arc::new(shared.attribution.marked(&document));
    let request = prepare(admitted).data(scope.clone());
    let mut response = shared.schema.execute(request).await;
    let named =
        shared
            .attribution
            .name_sources(scope, &document, operation.as_deref(), &mut response);
    if let Err(error) = named.await {
        response.errors.push(ServerError {
            extensions: async_graphql::Error::from(error.clone()).extensions,
            ..ServerError::new(error.message, None)
        });
    }
    response
}

/// Gives an execution up when its time is over, and catches its panic: a resolver that panics must
/// cost one answer, not the worker and the others' requests. What it was working on is dropped with
/// it, so nothing half-changed is seen again.
async fn bounded(
    execution: impl Future<Output = Response>,
    patience: Duration,
) -> Result<Response, Refusal> {
    let execution = AssertUnwindSafe(execution).catch_unwind();
    match tokio::time::timeout(patience, execution).await {
        Ok(Ok(response)) => Ok(response),
        Ok(Err(_)) => Err(Refusal::http(
            500,
            ApiError::internal("a resolver panicked"),
        )),
        Err(_) => Err(Refusal::http(504, too_long(patience))),
    }
}

/// What was given up had written something, or sent a commit.
fn unknown() -> ApiError {
    let message = "the request was not finished in time, and a mutation of it took effect or may \
                   have; repeat it with the same idempotencyKey, which does it once, or read the \
                   record";
    ApiError::new(ErrorCode::OutcomeUnknown, message)
}

fn too_long(patience: Duration) -> ApiError {
    let limit = u64::try_from(patience.as_millis()).unwrap_or(u64::MAX);
    let message = format!("the operation was not finished within {limit} ms; ask for less");
    ApiError::new(ErrorCode::Timeout, message)
        .with("bound", "request_timeout_ms")
        .with("limit", limit)
}

fn prepare(admitted: Admitted<ExecutableDocument>) -> Request {
    let mut request = Request::new(String::new())
        .variables(Variables::from_json(Value::Object(admitted.variables)));
    request.operation_name = admitted.operation_name;
    request.set_parsed_query(Arc::unwrap_or_clone(admitted.document));
    request
}

#[cfg(test)]
mod tests {
    #![allow(clippy::expect_used, clippy::panic)]

    use super::*;

    const PATIENCE: Duration = Duration::from_millis(50);

    #[actix_web::test]
    async fn what_ends_in_time_is_handed_on() {
        let outcome = bounded(async { Response::new(1) }, PATIENCE).await;
        assert_eq!(
            outcome.expect("an answer").data,
            async_graphql::Value::from(1)
        );
    }

    #[actix_web::test]
    async fn what_does_not_end_is_given_up() {
        let refusal = bounded(std::future::pending(), PATIENCE)
            .await
            .expect_err("no answer");
        assert_eq!((refusal.status(), refusal.code()), (Some(504), "TIMEOUT"));
    }

    #[actix_web::test]
    async fn a_panic_is_an_internal_error() {
        let refusal = bounded(async { panic!("on purpose") }, PATIENCE)
            .await
            .expect_err("none");
        assert_eq!((refusal.status(), refusal.code()), (Some(500), "INTERNAL"));
    }
}
