//! Whether the process lives, and whether it can answer.

use std::time::Duration;

use actix_web::{HttpRequest, HttpResponse, web};
use graphql::loader::{Kept, code};
use projection::Following;
use serde_json::{Value, json};
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
    let (reading, writing, reason, head) =
        match tokio::time::timeout(PATIENCE, shared.served.store.condition()).await {
            Ok(Ok(Condition {
                reading,
                writing,
                head,
            })) => {
                let reason = "its storage fails".to_owned();
                (reading, writing, reason, Some(head))
            }
            Ok(Err(error)) => {
                let failure = error.failure().unwrap_or(Failure::Storage);
                (Some(failure), Some(failure), error.to_string(), None)
            }
            Err(_) => {
                let reason = format!("no answer within {} s", PATIENCE.as_secs());
                (Some(Failure::Busy), Some(Failure::Busy), reason, None)
            }
        };
    let mut body = json!({
        "status": "ready",
        "reading": word(reading),
        "writing": word(writing),
        "cache": cache(&shared.served.kept, head),
    });
    if reading.is_none() {
        return HttpResponse::Ok().json(body);
    }
    tracing::warn!(reason, "the database is not ready");
    body["status"] = "unavailable".into();
    HttpResponse::ServiceUnavailable().json(body)
}

/// How what is kept between requests stands, and how it has done.
fn cache(kept: &Following<Kept>, head: Option<i64>) -> Value {
    let standing = kept.standing();
    let figures = kept.projection().figures();
    let state = match (standing.failure.is_some(), standing.is_behind) {
        (true, _) => "stuck",
        (_, true) => "catching_up",
        _ => "ok",
    };
    json!({
        "state": state,
        "place": standing.place,
        "head": head,
        "entries": figures.entries,
        "bytes": figures.bytes,
        "hits": figures.hits,
        "misses": figures.misses,
    })
}

fn word(failure: Option<Failure>) -> &'static str {
    failure.map_or("ok", |failure| code(failure).as_str())
}
