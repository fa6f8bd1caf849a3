//! The GraphQL endpoint: the five stages in a row.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        Method,
        header::{ACCEPT, AUTHORIZATION, CACHE_CONTROL, HeaderName, HeaderValue},
    },
    web,
};
use graphql::error::{ApiError, ErrorCode};
use graphql::scope::RequestContext;
use limiter::Client;
use tokio::time::Instant;

use super::{
    Shared,
    access::Facts,
    authenticate, body, execute,
    execute::Execution,
    gate,
    negotiate::{self, MediaType},
    request_headers,
    respond::{self, Refusal, Written},
};

const METHODS: &str = "GET, HEAD, POST, OPTIONS";
const STATEMENTS: HeaderName = HeaderName::from_static("filmgraph-statements");
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const COST: HeaderName = HeaderName::from_static("filmgraph-cost");
const VALUES: HeaderName = HeaderName::from_static("filmgraph-values");

pub(super) async fn handle(
    request: HttpRequest,
    payload: web::Payload,
    shared: web::Data<Shared>,
) -> HttpResponse {
    let came = Instant::now();
    let media = negotiate::negotiate(list_of(&request, ACCEPT).as_deref());
    match *request.method() {
        Method::GET | Method::HEAD | Method::POST => {}
        Method::OPTIONS => return respond::options(METHODS),
        _ => return respond::method_not_allowed(media.unwrap_or(MediaType::Json), METHODS),
    }
    let mut facts = Facts::default();
    let outcome = match media {
        Some(_) => answer(&request, payload, &shared, came, &mut facts).await,
        None => Err(not_acceptable()),
    };
    let media = media.unwrap_or(MediaType::Json);
    let mut response = match outcome {
        Ok(response) => respond::executed(media, response, &mut facts),
        Err(refusal) => respond::refused(media, &refusal, &mut facts),
    };
    if request.headers().contains_key(AUTHORIZATION) {
        // An answer to somebody is nobody else's, whoever may keep answers in between.
        let value = HeaderValue::from_static("private, no-store");
        response.headers_mut().insert(CACHE_CONTROL, value);
    }
    if shared.server.debug_headers {
        add_debug_headers(&mut response, &facts);
    }
    response.extensions_mut().insert(facts);
    response
}

async fn answer(
    request: &HttpRequest,
    payload: web::Payload,
    shared: &web::Data<Shared>,
    came: Instant,
    facts: &mut Facts,
) -> Result<Written, Refusal> {
    let headers = request.headers();
    let refused = |error| Refusal::http(400, error);
    let asked = RequestContext {
        caller: authenticate::caller(request, shared, facts).await?,
        language: request_headers::language(headers).map_err(refused)?,
        names_sources: request_headers::names_sources(headers).map_err(refused)?,
    };
    let parsed = body::read(request, payload, shared).await?;
    let admitted = gate::admit(request, &parsed, shared, facts)?;
    let client = client(request, &asked, shared);
    let execution = Execution {
        admitted,
        asked,
        client,
        came,
    };
    execute::run(execution, shared, facts).await
}

/// Whose request it is: that of an API key, else of an address.
fn client(request: &HttpRequest, asked: &RequestContext, shared: &Shared) -> Client {
    if let Some(caller) = &asked.caller {
        return Client::from(caller.actor.as_str());
    }
    let Some(peer) = request.peer_addr() else {
        return Client::from("");
    };
    let forwarded = list_of(request, FORWARDED_FOR);
    let forwarded = forwarded.as_deref().unwrap_or_default();
    Client::from(shared.proxies.origin(peer.ip(), forwarded))
}

/// A list may be spread over several headers of one name.
fn list_of(request: &HttpRequest, name: HeaderName) -> Option<String> {
    let values: Vec<&str> = request
        .headers()
        .get_all(name)
        .filter_map(|value| value.to_str().ok())
        .collect();
    (!values.is_empty()).then(|| values.join(","))
}

fn not_acceptable() -> Refusal {
    let message =
        "answers are application/graphql-response+json or application/json; Accept allows neither";
    Refusal::http(406, ApiError::new(ErrorCode::NotAcceptable, message))
}

fn add_debug_headers(response: &mut HttpResponse, facts: &Facts) {
    let values = [
        (STATEMENTS, facts.statements.map(u64::from)),
        (COST, facts.cost),
        (VALUES, facts.values),
    ];
    for (name, value) in values {
        if let Some(value) = value {
            response
                .headers_mut()
                .insert(name, HeaderValue::from(value));
        }
    }
}
