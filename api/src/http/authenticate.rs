//! First stage: who sends the request.
//!
//! Without the header `Authorization` the request is anonymous. With one it is somebody's or
//! refused: credentials that do not hold are never taken for none.

use actix_web::{HttpRequest, http::header::AUTHORIZATION};
use auth::{AuthError, Denied, Principal};
use graphql::error::{ApiError, ErrorCode};
use graphql::loader::api_error;

use super::{Shared, access::Facts, respond::Refusal};

/// Seconds after which whoever could not be known comes back.
const RETRY_AFTER: u64 = 1;

/// The caller, if the request names one.
pub(super) async fn caller(
    request: &HttpRequest,
    shared: &Shared,
    facts: &mut Facts,
) -> Result<Option<Principal>, Refusal> {
    let mut headers = request.headers().get_all(AUTHORIZATION);
    let Some(value) = headers.next() else {
        return Ok(None);
    };
    let only = value.to_str().ok().filter(|_| headers.next().is_none());
    let Some(value) = only else {
        return Err(refuse(&Denied::Header));
    };
    let session = shared.served.store.session();
    let outcome = shared.keyring.principal(&session, value).await;
    facts.statements = Some(session.statements());
    match outcome {
        Ok(principal) => {
            facts.actor = Some(principal.actor.clone());
            Ok(Some(principal))
        }
        Err(AuthError::Denied(denied)) => Err(refuse(&denied)),
        Err(AuthError::Store(error)) => Err(unknown(api_error(error))),
    }
}

fn refuse(denied: &Denied) -> Refusal {
    let error = ApiError::new(ErrorCode::Unauthenticated, denied.to_string());
    Refusal::http(401, error)
}

/// The database does not say whose key it is.
fn unknown(error: ApiError) -> Refusal {
    match error.code {
        ErrorCode::Busy => Refusal::busy(error, RETRY_AFTER),
        _ => Refusal::http(500, error),
    }
}
