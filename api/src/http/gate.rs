//! Third stage: whether the request may be executed at all, and by this method.

use actix_web::{HttpRequest, http::Method};
use async_graphql::parser::types::ExecutableDocument;
use gate::{Admitted, GraphQlRequest, OperationKind, Refused};
use graphql::error::{ApiError, ErrorCode};

use super::{Shared, access::Facts, respond::Refusal};

/// Admits a request or says why not.
pub(super) fn admit(
    request: &HttpRequest,
    parsed: &GraphQlRequest,
    shared: &Shared,
    facts: &mut Facts,
) -> Result<Admitted<ExecutableDocument>, Refusal> {
    let method = request.method();
    let admitted = shared
        .gate
        .admit(parsed)
        .map_err(|refused| refuse(method, refused))?;
    facts.operation.clone_from(&admitted.operation_name);
    facts.cost = Some(admitted.cost);
    facts.values = Some(admitted.values);
    check_kind(admitted.operation, method)?;
    Ok(admitted)
}

/// A mutation by the wrong method is told as that even where the schema has no such mutation.
fn refuse(method: &Method, refused: Refused) -> Refusal {
    if refused.operation == Some(OperationKind::Mutation) && method != Method::POST {
        return only_by_post();
    }
    Refusal::request(refused.errors.into_iter().map(Into::into).collect())
}

/// A link or an image must not be able to change anything, so a mutation comes by POST; and a
/// subscription needs a transport that can answer more than once.
fn check_kind(kind: OperationKind, method: &Method) -> Result<(), Refusal> {
    match kind {
        OperationKind::Subscription => {
            let message = "subscriptions are not served by this transport";
            let error = ApiError::new(ErrorCode::BadRequest, message);
            Err(Refusal::http(400, error))
        }
        OperationKind::Mutation if method != Method::POST => Err(only_by_post()),
        OperationKind::Mutation | OperationKind::Query => Ok(()),
    }
}

fn only_by_post() -> Refusal {
    let message = "mutations are run by POST only";
    let error = ApiError::new(ErrorCode::MethodNotAllowed, message);
    Refusal::http(405, error).allowing("POST")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_post_runs_mutations() {
        assert!(check_kind(OperationKind::Mutation, &Method::POST).is_ok());
        for method in [Method::GET, Method::HEAD] {
            assert!(check_kind(OperationKind::Query, &method).is_ok());
            let refusal = check_kind(OperationKind::Mutation, &method).err();
            assert_eq!(refusal.and_then(|refusal| refusal.status()), Some(405));
        }
        assert!(check_kind(OperationKind::Subscription, &Method::POST).is_err());
    }

    #[test]
    fn a_mutation_that_is_refused_may_still_come_by_post_only() {
        let refused = |operation| Refused {
            errors: Vec::new(),
            operation,
        };
        let status = |method, operation| refuse(&method, refused(operation)).status();
        let mutation = Some(OperationKind::Mutation);
        assert_eq!(status(Method::GET, mutation), Some(405));
        assert_eq!(status(Method::POST, mutation), None);
        assert_eq!(status(Method::GET, Some(OperationKind::Query)), None);
        assert_eq!(status(Method::GET, None), None);
    }
}
