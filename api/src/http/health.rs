//! Whether the process lives, and whether it can answer.

use std::time::Duration;

use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::json;

use super::{Shared, refuse_unless_read};

const PATIENCE: Duration = Duration::from_secs(2);

/// The process runs. It says nothing of the database, so that an orchestrator does not restart a
/// server for a fault that is not its own.
pub(super) async fn live(request: HttpRequest) -> HttpResponse {
    refuse_unless_read(&request)
        .unwrap_or_else(|| HttpResponse::Ok().json(json!({ "status": "live" })))
}

/// The database answers in time.
pub(super) async fn ready(request: HttpRequest, shared: web::Data<Shared>) -> HttpResponse {
    if let Some(refusal) = refuse_unless_read(&request) {
        return refusal;
    }
    let reason = match tokio::time::timeout(PATIENCE, shared.store.ping()).await {
        Ok(Ok(())) => return HttpResponse::Ok().json(json!({ "status": "ready" })),
        Ok(Err(error)) => error.to_string(),
        Err(_) => format!("no answer within {} s", PATIENCE.as_secs()),
    };
    tracing::warn!(reason, "the database is not ready");
    HttpResponse::ServiceUnavailable().json(json!({ "status": "unavailable" }))
}
