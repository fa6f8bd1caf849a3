//! Whether the process lives, and whether it can answer.

use std::time::Duration;

use actix_web::{HttpRequest, HttpResponse, web};
use graphql::loader::code;
use serde_json::json;
use store::{Condition, Failure};

use super::{Shared, refuse_unless_read};

const PATIENCE: Duration = Duration::from_secs(2);

/// The process runs. It says nothing of the database, so that an orchestrator does not restart a
/// server for a fault that is not its own.
pub(super) async fn live(request: HttpRequest) -> HttpResponse {
    refuse_unless_read(&request)
        .unwrap_or_else(|| HttpResponse::Ok().json(json!({ "status": "live" })))
}

/// The database can be read, and answers in time. Whether it can be written is said besides: a
/// server that cannot write goes on answering those who read.
pub(super) async fn ready(request: HttpRequest, shared: web::Data<Shared>) -> HttpResponse {
    if let Some(refusal) = refuse_unless_read(&request) {
        return refusal;
    }
    let (reading, writing, reason) =
        match tokio::time::timeout(PATIENCE, shared.store.condition()).await {
            Ok(Ok(Condition { reading, writing })) => {
                (reading, writing, "its storage fails".to_owned())
            }
            Ok(Err(error)) => {
                let failure = error.failure().unwrap_or(Failure::Storage);
                (Some(failure), Some(failure), error.to_string())
            }
            Err(_) => {
                let reason = format!("no answer within {} s", PATIENCE.as_secs());
                (Some(Failure::Busy), Some(Failure::Busy), reason)
            }
        };
    let mut body = json!({
        "status": "ready",
        "reading": word(reading),
        "writing": word(writing),
    });
    if reading.is_none() {
        return HttpResponse::Ok().json(body);
    }
    tracing::warn!(reason, "the database is not ready");
    body["status"] = "unavailable".into();
    HttpResponse::ServiceUnavailable().json(body)
}

fn word(failure: Option<Failure>) -> &'static str {
    failure.map_or("ok", |failure| code(failure).as_str())
}
