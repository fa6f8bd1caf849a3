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
    match admitted.operation {
        OperationKind::Subscription => Err(Refusal::http(
            400,
            ApiError::new(
                ErrorCode::BadRequest,
                "subscriptions are not served by this transport",
            ),
        )),
        // A link or an image must not be able to change anything.
        OperationKind::Mutation if *request.method() != Method::POST => Err(Refusal::http(
            405,
            ApiError::new(
                ErrorCode::MethodNotAllowed,
                "mutations are run by POST only",
            ),
        )
        .allowing("POST")),
        OperationKind::Mutation | OperationKind::Query => Ok(admitted),
    }
}
