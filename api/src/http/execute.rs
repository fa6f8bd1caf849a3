//! Fourth stage: running the operation when it is its turn, within bounds of time and size, and
//! surviving what it does.

use std::{panic::AssertUnwindSafe, sync::Arc, time::Duration};

use actix_web::web;
use async_graphql::{
    Request, Response, ServerError, Variables,
    parser::types::{DocumentOperations, ExecutableDocument},
};
use futures_util::FutureExt;
use gate::Admitted;
use graphql::error::{ApiError, ErrorCode};
use graphql::schema;
use graphql::scope::{Allowance, RequestContext, Scope};
use limiter::{Client, Estimate, Lane, Overloaded};
use projection::Projection;
use serde_json::Value;
use store::Share;
use tokio::time::{Instant, timeout_at};

use super::{
    Shared,
    access::Facts,
    description,
    respond::{self, Prepared, Refusal},
    send::Sending,
};

/// How long the parts of a request go on past its deadline, and a thread of heavy requests may be late
/// in giving one up.
const GRACE: Duration = Duration::from_millis(50);

/// A request as it is executed.
pub(super) struct Execution {
    pub(super) admitted: Admitted<ExecutableDocument>,
    pub(super) asked: RequestContext,
    /// Whose it is, where clients are told apart.
    pub(super) client: Client,
    /// When it came.
    pub(super) came: Instant,
    /// How its answer is sent.
    pub(super) sending: Sending,
}

/// Runs an admitted operation when it is its turn, writes its answer and makes it ready to be sent.
pub(super) async fn run(
    execution: Execution,
    shared: &web::Data<Shared>,
    facts: &mut Facts,
) -> Result<Prepared, Refusal> {
    let Execution {
        admitted,
        asked,
        client,
        came,
        sending,
    } = execution;
    let estimate = Estimate {
        cost: admitted.cost,
        values: admitted.values,
    };
    let turn = shared.limiter.enter(&client, estimate).await;
    let _permit = turn.map_err(overloaded)?;
    let patience = shared.server.request_timeout();
    let deadline = came + patience;
    let lane = shared.limiter.lane(estimate);
    let allowance = Allowance {
        // Past the deadline, so that it is told here and not by whatever part notices it first.
        deadline: Some(deadline + GRACE),
        share: match lane {
            Lane::Light => Share::All,
            Lane::Heavy => Share::Half,
        },
    };
    facts.place = Some(shared.served.kept.projection().place());
    let scope = Scope::new(&shared.served, asked, allowance);
    // Boxed, for it is large and is handed on several times.
    let work = Box::pin(execute(
        admitted,
        scope.clone(),
        sending,
        shared.clone().into_inner(),
    ));
    let work = bounded(work, deadline);
    let outcome = match lane {
        Lane::Light => work.await,
        Lane::Heavy => {
            // The thread looks at its clock only between two steps of its work.
            match timeout_at(deadline + GRACE, shared.threads.run(work)).await {
                Ok(outcome) => outcome.unwrap_or(Err(Failed::Stopped)),
                Err(_) => Err(Failed::TooLong),
            }
        }
    };
    facts.statements = Some(facts.statements.unwrap_or_default() + scope.statements());
    outcome.unwrap_or_else(|failed| Err(failed.refusal(scope.may_have_written(), patience)))
}

async fn execute(
    admitted: Admitted<ExecutableDocument>,
    scope: Scope,
    sending: Sending,
    shared: Arc<Shared>,
) -> Result<Prepared, Refusal> {
    let mut response = if scope.names_sources() {
        run_with_sources(admitted, &scope, &shared).await
    } else {
        let request = prepare(admitted).data(scope.clone());
        schema::execute(&shared.schema, request).await
    };
    description::describe(&mut response);
    let written = respond::write(response, shared.max_answer_bytes)?;
    Ok(written.prepare(sending, &shared.packer).await)
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
    let mut response = schema::execute(&shared.schema, request).await;
    let named =
        shared
            .attribution
            .name_sources(scope, &document, operation.as_deref(), &mut response);
    if let Err(error) = named.await {
        response.errors.push(ServerError {
            extensions: async_graphql::Error::from(error.clone()).extensions,
            ..ServerError::new(error.message.clone(), None)
        });
    }
    response
}

/// Why there is no answer.
#[derive(Debug, PartialEq, Eq)]
enum Failed {
    TooLong,
    Panicked,
    /// The server stops.
    Stopped,
}

impl Failed {
    fn refusal(self, may_have_written: bool, patience: Duration) -> Refusal {
        let (status, error) = match self {
            Self::TooLong => (504, too_long(patience)),
            Self::Panicked => (500, ApiError::internal("a resolver panicked")),
            Self::Stopped => (503, stopping()),
        };
        if may_have_written {
            return Refusal::http(status, unknown());
        }
        Refusal::http(status, error)
    }
}

/// Gives an execution up when its time is over, and catches its panic: a resolver that panics must
/// cost one answer, not the worker and the others' requests. What it was working on is dropped with
/// it, so nothing half-changed is seen again.
async fn bounded<T>(execution: impl Future<Output = T>, deadline: Instant) -> Result<T, Failed> {
    let execution = AssertUnwindSafe(execution).catch_unwind();
    match timeout_at(deadline, execution).await {
        // What ends past its time may be of parts that were given up.
        Ok(Ok(_)) if Instant::now() >= deadline => Err(Failed::TooLong),
        Ok(Ok(outcome)) => Ok(outcome),
        Ok(Err(_)) => Err(Failed::Panicked),
        Err(_) => Err(Failed::TooLong),
    }
}

fn overloaded(overloaded: Overloaded) -> Refusal {
    let seconds = overloaded.retry_after.as_secs_f64().ceil().max(1.0) as u64;
    let message = format!("the server is busy with other requests; try again in {seconds} s");
    Refusal::busy(ApiError::new(ErrorCode::Busy, message), seconds)
}

fn stopping() -> ApiError {
    ApiError::new(
        ErrorCode::Busy,
        "the server is stopping; try again in a moment",
    )
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
    let name = admitted.operation_name.as_deref();
    request.set_parsed_query(meant(admitted.document, name));
    request.operation_name = admitted.operation_name;
    request
}

/// A document for the executor, which takes it apart. Of several operations only the one that is meant
/// is copied.
fn meant(document: Arc<ExecutableDocument>, name: Option<&str>) -> ExecutableDocument {
    match &document.operations {
        DocumentOperations::Multiple(all) if all.len() > 1 => {
            let meant = all.iter().filter(|(of, _)| Some(of.as_str()) == name);
            let meant = meant.map(|(name, operation)| (name.clone(), operation.clone()));
            ExecutableDocument {
                operations: DocumentOperations::Multiple(meant.collect()),
                fragments: document.fragments.clone(),
            }
        }
        _ => Arc::unwrap_or_clone(document),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::expect_used, clippy::panic)]

    use super::*;

    fn soon() -> Instant {
        Instant::now() + Duration::from_millis(50)
    }

    #[actix_web::test]
    async fn what_ends_in_time_is_handed_on() {
        assert_eq!(bounded(async { 1 }, soon()).await, Ok(1));
    }

    #[actix_web::test]
    async fn what_does_not_end_is_given_up() {
        let failed = bounded(std::future::pending::<()>(), soon()).await;
        assert_eq!(failed, Err(Failed::TooLong));
        let told = |written| Failed::TooLong.refusal(written, Duration::from_secs(1));
        let (refusal, unknown) = (told(false), told(true));
        assert_eq!((refusal.status(), refusal.code()), (Some(504), "TIMEOUT"));
        assert_eq!(unknown.code(), "OUTCOME_UNKNOWN");
    }

    #[actix_web::test]
    async fn a_panic_is_an_internal_error() {
        let failed = bounded(async { panic!("on purpose") }, soon()).await;
        assert_eq!(failed, Err::<(), _>(Failed::Panicked));
        let refusal = Failed::Panicked.refusal(false, Duration::ZERO);
        assert_eq!((refusal.status(), refusal.code()), (Some(500), "INTERNAL"));
    }
}
