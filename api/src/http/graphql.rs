//! The GraphQL endpoint: the five stages in a row.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        Method,
        header::{ACCEPT, AUTHORIZATION, CACHE_CONTROL, HeaderName, HeaderValue, LOCATION, VARY},
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
    gate, list_of,
    negotiate::{self, MediaType},
    playground, request_headers,
    respond::{self, Prepared, Refusal},
    send::{self, Sending},
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
    let accept = list_of(request.headers(), &ACCEPT);
    let media = negotiate::negotiate(accept.as_deref());
    match *request.method() {
        Method::GET | Method::HEAD
            if shared.server.playground && negotiate::wants_page(accept.as_deref()) =>
        {
            return to_playground(&request);
        }
        Method::GET | Method::HEAD | Method::POST => {}
        Method::OPTIONS => return respond::options(METHODS),
        _ => return respond::method_not_allowed(media.unwrap_or(MediaType::Json), METHODS),
    }
    let mut facts = Facts::default();
    let outcome = match (media, Sending::of(&request, &shared)) {
        (Some(_), Some(sending)) => {
            answer(&request, payload, &shared, (came, sending), &mut facts).await
        }
        (None, _) => Err(not_acceptable()),
        (_, None) => Err(no_coding(&shared)),
    };
    let media = media.unwrap_or(MediaType::Json);
    let keeping = send::kept_for(shared.answers.max_age_s);
    let mut response = match outcome {
        Ok(prepared) => respond::executed(media, prepared, &keeping, &mut facts),
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
    (came, sending): (Instant, Sending),
    facts: &mut Facts,
) -> Result<Prepared, Refusal> {
    let headers = request.headers();
    let refused = |error| Refusal::http(400, error);
    let asked = RequestContext {
        caller: authenticate::caller(request, shared, facts).await?,
        language: request_headers::language(headers).map_err(refused)?,
        names_sources: request_headers::names_sources(headers).map_err(refused)?,
        reads_anew: request_headers::reads_anew(headers),
    };
    let parsed = body::read(request, payload, shared).await?;
    let admitted = gate::admit(request, &parsed, shared, facts)?;
    let client = client(request, &asked, shared);
    let execution = Execution {
        admitted,
        asked,
        client,
        came,
        sending,
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
    let forwarded = list_of(request.headers(), &FORWARDED_FOR);
    let forwarded = forwarded.as_deref().unwrap_or_default();
    Client::from(shared.proxies.origin(peer.ip(), forwarded))
}

/// A person who opens the address in a browser is led to where there is something to see, with the
/// document if there is one. The place is relative, for a proxy may serve all of it below a path.
fn to_playground(request: &HttpRequest) -> HttpResponse {
    let page = playground::PATH.trim_start_matches('/');
    let place = match request.query_string() {
        "" => page.to_owned(),
        parameters => format!("{page}?{parameters}"),
    };
    HttpResponse::SeeOther()
        .insert_header((LOCATION, place))
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((VARY, "Accept"))
        .finish()
}

/// The client refuses the plain bytes, and every coding that there is.
pub(super) fn no_coding(shared: &Shared) -> Refusal {
    let codings = send::served(shared)
        .iter()
        .filter_map(|coding| coding.header());
    let codings: Vec<&str> = codings.chain(["identity"]).collect();
    let message = format!(
        "the codings of answers are {}; Accept-Encoding allows none",
        codings.join(", ")
    );
    Refusal::http(406, ApiError::new(ErrorCode::NotAcceptable, message))
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
