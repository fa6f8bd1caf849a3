//! Third stage: whether the request may be executed at all, and by this method.

use actix_web::{HttpRequest, http::Method};
use async_graphql::{
    Name,
    parser::{
        parse_query,
        types::{ExecutableDocument, OperationType},
    },
};

use super::{Shared, access::Facts, respond::Refusal};
use crate::{
    error::{ApiError, ErrorCode},
    gate::{Admitted, GateCode, GateError, GraphQlRequest, OperationKind},
};

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
        .map_err(|errors| refuse(method, parsed, errors))?;
    facts.operation.clone_from(&admitted.operation_name);
    facts.cost = Some(admitted.cost);
    check_kind(admitted.operation, method)?;
    Ok(admitted)
}

/// A mutation by the wrong method is told as that even where the schema has no such mutation. The
/// text is parsed again only after it has passed the gate's own parser and bounds.
fn refuse(method: &Method, parsed: &GraphQlRequest, errors: Vec<GateError>) -> Refusal {
    let is_bounded = errors
        .iter()
        .all(|error| error.code == GateCode::ValidationFailed);
    if is_bounded && method != Method::POST && is_mutation(parsed) {
        return only_by_post();
    }
    Refusal::request(errors.into_iter().map(Into::into).collect())
}

fn is_mutation(request: &GraphQlRequest) -> bool {
    let Ok(document) = parse_query(&request.query) else {
        return false;
    };
    let is_meant = |name: Option<&Name>| match &request.operation_name {
        Some(wanted) => name.is_some_and(|name| name.as_str() == wanted),
        None => true,
    };
    let mut operations = document.operations.iter();
    operations
        .any(|(name, operation)| is_meant(name) && operation.node.ty == OperationType::Mutation)
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
    fn a_mutation_is_known_by_the_operation_that_is_meant() {
        let request = |query: &str, name: Option<&str>| GraphQlRequest {
            query: query.to_owned(),
            operation_name: name.map(str::to_owned),
            variables: serde_json::Map::new(),
        };
        let two = "query A { a } mutation B { b }";
        assert!(is_mutation(&request("mutation { a }", None)));
        assert!(is_mutation(&request(two, Some("B"))));
        assert!(!is_mutation(&request(two, Some("A"))));
        assert!(!is_mutation(&request("{ a }", None)));
        assert!(!is_mutation(&request("mutation {", None)));
    }
}
