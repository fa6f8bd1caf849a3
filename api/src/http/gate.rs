//! Second stage: whether the request may be executed at all, and by this method.

use actix_web::{HttpRequest, http::Method};
use async_graphql::parser::types::ExecutableDocument;

use super::{Shared, access::Facts, respond::Refusal};
use crate::{
    error::{ApiError, ErrorCode},
    gate::{Admitted, GraphQlRequest, OperationKind},
};

/// Admits a request or says why not.
pub(super) fn admit(
    request: &HttpRequest,
    parsed: &GraphQlRequest,
    shared: &Shared,
    facts: &mut Facts,
) -> Result<Admitted<ExecutableDocument>, Refusal> {
    let admitted = shared
        .gate
        .admit(parsed)
        .map_err(|errors| Refusal::request(errors.into_iter().map(Into::into).collect()))?;
    facts.operation.clone_from(&admitted.operation_name);
    facts.cost = Some(admitted.cost);
    check_kind(admitted.operation, request.method())?;
    Ok(admitted)
}

/// A link or an image must not be able to change anything, so a mutation comes by POST; and a
/// subscription needs a transport that can answer more than once.
fn check_kind(kind: OperationKind, method: &Method) -> Result<(), Refusal> {
    match kind {
        OperationKind::Subscription => {
            let message = "subscriptions are not served by this transport";
            Err(Refusal::http(
                400,
                ApiError::new(ErrorCode::BadRequest, message),
            ))
        }
        OperationKind::Mutation if method != Method::POST => {
            let error = ApiError::new(
                ErrorCode::MethodNotAllowed,
                "mutations are run by POST only",
            );
            Err(Refusal::http(405, error).allowing("POST"))
        }
        OperationKind::Mutation | OperationKind::Query => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_post_runs_mutations() {
        assert!(check_kind(OperationKind::Mutation, &Method::POST).is_ok());
        for method in [Method::GET, Method::HEAD] {
            assert!(check_kind(OperationKind::Query, &method).is_ok());
            let status = check_kind(OperationKind::Mutation, &method).map_err(|r| r.status());
            assert_eq!(status.err(), Some(Some(405)));
        }
        assert!(check_kind(OperationKind::Subscription, &Method::POST).is_err());
    }
}
