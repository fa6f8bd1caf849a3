//! GraphQL over HTTP, and the few plain routes beside it.
//!
//! A GraphQL request passes five stages, each in its file: `authenticate` says who sends it, `body`
//! reads it, `gate` admits it, `execute` runs it, `respond` writes the answer.

mod access;
mod authenticate;
mod body;
mod coding;
mod connection;
mod cors;
mod description;
mod execute;
mod gate;
mod graphql;
mod health;
mod negotiate;
mod pack;
mod playground;
mod request_headers;
mod respond;
mod schema_file;
mod send;
mod tag;
mod weights;
mod wire;

use std::sync::Arc;

use ::gate::Gate;
use ::graphql::error::ErrorCode;
use ::graphql::schema::{Attribution, FilmgraphSchema};
use ::graphql::scope::Served;
use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        Method,
        header::{CACHE_CONTROL, HeaderMap, HeaderName, LOCATION},
    },
    middleware::from_fn,
    web,
};
use async_graphql::parser::types::ExecutableDocument;
use auth::Keyring;
use limiter::{Limiter, Proxies, Threads};

pub(crate) use connection::listen;
pub(crate) use cors::Cors;
pub(crate) use pack::Packer;
pub(crate) use playground::{Examples, featured_work};

use crate::config::{AnswersConfig, ServerConfig};
use crate::http::negotiate::MediaType;
use crate::http::wire::WireError;

/// Where the GraphQL endpoint is.
pub(crate) const GRAPHQL_PATH: &str = "/graphql";
/// Where the schema is served as text.
pub(crate) const SCHEMA_PATH: &str = "/schema.graphql";
/// Where client libraries find what they need of the schema besides.
pub(crate) const CLIENT_PATH: &str = "/schema/client.json";

/// What every request needs, built once and shared by all workers.
pub(crate) struct Shared {
    pub(crate) schema: FilmgraphSchema,
    pub(crate) attribution: Attribution,
    pub(crate) gate: Gate<ExecutableDocument>,
    pub(crate) served: Served,
    pub(crate) keyring: Arc<Keyring>,
    pub(crate) server: ServerConfig,
    pub(crate) answers: AnswersConfig,
    pub(crate) cors: Cors,
    pub(crate) packer: Packer,
    pub(crate) examples: Examples,
    pub(crate) files: SchemaFiles,
    pub(crate) limiter: Limiter,
    pub(crate) threads: Threads,
    pub(crate) proxies: Proxies,
    /// Bytes of the largest answer.
    pub(crate) max_answer_bytes: u64,
}

pub(crate) use schema_file::SchemaFiles;

/// Adds all routes.
pub(crate) fn routes(services: &mut web::ServiceConfig) {
    let read = |path: &str| web::resource(path).wrap(from_fn(cors::of_reading));
    let graphql = web::resource(GRAPHQL_PATH).wrap(from_fn(cors::of_graphql));
    services
        .service(graphql.to(graphql::handle))
        .service(read(SCHEMA_PATH).to(schema_file::sdl))
        .service(read(CLIENT_PATH).to(schema_file::client))
        .service(read("/health/live").to(health::live))
        .service(read("/health/ready").to(health::ready))
        .service(web::resource(playground::PATH).to(playground::page))
        .service(web::resource(playground::EXAMPLES_PATH).to(playground::examples))
        .service(web::resource("/playground/{file:.*}").to(playground::file))
        .service(web::resource("/favicon.ico").to(no_icon))
        .service(web::resource("/").to(index))
        .default_service(web::to(not_found));
}

/// Browsers ask for it beside every page that names no icon, such as the schema: nothing is missing.
async fn no_icon() -> HttpResponse {
    let mut response = HttpResponse::NoContent();
    response.insert_header((CACHE_CONTROL, "public, max-age=86400"));
    response.finish()
}

/// Leads people to the playground. Programs find in the body what there is.
async fn index(request: HttpRequest, shared: web::Data<Shared>) -> HttpResponse {
    if let Some(refusal) = refuse_unless_read(&request) {
        return refusal;
    }
    let mut paths = serde_json::json!({
        "name": "Filmgraph",
        "graphql": GRAPHQL_PATH,
        "schema": SCHEMA_PATH,
        "client": CLIENT_PATH,
    });
    if !shared.server.playground {
        return HttpResponse::Ok().json(paths);
    }
    paths["playground"] = playground::PATH.into();
    HttpResponse::TemporaryRedirect()
        .insert_header((LOCATION, playground::PATH))
        .json(paths)
}

async fn not_found() -> HttpResponse {
    let message = format!("nothing is served here; the API is at {GRAPHQL_PATH}");
    respond::plain_error(404, WireError::new(ErrorCode::NotFound, message))
}

/// A list may be spread over several headers of one name.
fn list_of(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let values = headers.get_all(name);
    let values: Vec<&str> = values.filter_map(|value| value.to_str().ok()).collect();
    (!values.is_empty()).then(|| values.join(","))
}

/// The answer to a method that a read-only route does not serve.
fn refuse_unless_read(request: &HttpRequest) -> Option<HttpResponse> {
    match *request.method() {
        Method::GET | Method::HEAD => None,
        Method::OPTIONS => Some(respond::options("GET, HEAD, OPTIONS")),
        _ => Some(respond::method_not_allowed(
            MediaType::Json,
            "GET, HEAD, OPTIONS",
        )),
    }
}
