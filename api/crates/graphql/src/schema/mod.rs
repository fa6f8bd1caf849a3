//! The GraphQL schema: one file a type of the domain, with its queries; merged here.

// A resolver has an argument for each of its field's.
#![allow(clippy::too_many_arguments)]

mod catalog;
pub mod client;
mod kit;
mod knowledge;
mod media;
mod mutation;
mod node;
mod people;
mod production;
mod reception;
mod server;
mod types;
mod vocabulary;
mod work;

use async_graphql::parser::types::ServiceDocument;
use async_graphql::parser::{self, parse_schema};
use async_graphql::{
    EmptySubscription, MergedObject, Request, Response, SDLExportOptions, ValidationMode,
};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use catalog::country::CountryQuery;
use catalog::genre::GenreQuery;
use catalog::language::LanguageQuery;
use kit::Completed;
pub use kit::scalar::{ReadScalar, scalars};
pub use knowledge::attribution::Attribution;
use knowledge::claim::ClaimMutation;
use knowledge::source::{SourceMutation, SourceQuery};
use mutation::{DeleteMutation, DeleteUndoMutation, MutationPayload, RecordMutations};
use node::NodeQuery;
use people::person::PersonQuery;
use production::company::CompanyQuery;
use reception::curated_list::ListQuery;
use server::ServerQuery;
use work::WorkQuery;

/// Everything that can be asked.
#[derive(MergedObject, Default)]
pub struct Query(
    NodeQuery,
    WorkQuery,
    PersonQuery,
    CompanyQuery,
    GenreQuery,
    CountryQuery,
    LanguageQuery,
    ListQuery,
    SourceQuery,
    ServerQuery,
);

/// Everything that can be changed. Mutations need an API key with the scope `edit`; those of one
/// document are run one after the other.
#[derive(MergedObject, Default)]
pub struct Mutation(
    SourceMutation,
    ClaimMutation,
    RecordMutations,
    DeleteMutation,
    DeleteUndoMutation,
);

/// The schema as it is executed.
pub type FilmgraphSchema = async_graphql::Schema<Query, Mutation, EmptySubscription>;

/// Builds the schema. It checks nothing itself: requests come through the gate, whose bound on
/// nesting is the only one. Another here would turn requests that were admitted into failures.
#[must_use]
pub fn build() -> FilmgraphSchema {
    async_graphql::Schema::build(Query::default(), Mutation::default(), EmptySubscription)
        .register_output_type::<MutationPayload>()
        .register_output_type::<Completed>()
        .validation_mode(ValidationMode::Fast)
        .limit_recursive_depth(usize::MAX)
        .disable_suggestions()
        .finish()
}

/// Runs a request. It is boxed here, so that what a request may run is made once, in this crate, and
/// not again wherever one is run.
pub fn execute(schema: &FilmgraphSchema, request: Request) -> BoxFuture<'_, Response> {
    schema.execute(request).boxed()
}

/// The schema in its definition language, sorted so that a diff shows what changed. The values of an
/// enum stand as they are declared, for the order of many says something.
#[must_use]
pub fn sdl() -> String {
    let options = SDLExportOptions::new()
        .sorted_arguments()
        .sorted_fields()
        .include_specified_by();
    build().sdl_with_options(options)
}

/// What the schema's text defines.
///
/// # Errors
/// If the text is not a schema.
pub fn definitions(sdl: &str) -> Result<ServiceDocument, parser::Error> {
    parse_schema(sdl)
}
