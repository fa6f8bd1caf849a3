//! The GraphQL schema: one file a type of the domain, with its queries; merged here.

// A resolver has an argument for each of its field's.
#![allow(clippy::too_many_arguments)]

mod attribution;
mod award;
mod box_office;
mod career;
mod certification;
mod character;
mod claim;
pub mod client;
mod collection;
mod commentary;
mod company;
mod company_role;
mod country;
mod curated_list;
mod cut;
mod deal;
mod error;
mod external_id;
mod external_link;
mod filmography;
mod filter;
mod genre;
mod gone;
mod image;
mod keyword;
mod kit;
mod language;
mod list;
mod listing;
mod milestone;
mod money;
mod mutation;
mod node;
mod paging;
mod partial_date;
mod person;
mod person_name;
mod placed;
mod portrayal;
mod profession;
mod quote;
mod rating;
mod record;
mod reference;
mod release;
mod reunion;
mod role;
mod scalar;
mod server;
mod source;
mod title;
mod video;
mod vocabulary;
mod work;
mod work_location;
mod work_relation;

use async_graphql::parser::types::ServiceDocument;
use async_graphql::parser::{self, parse_schema};
use async_graphql::{EmptySubscription, MergedObject, SDLExportOptions, ValidationMode};

use self::claim::ClaimMutation;
pub use attribution::Attribution;
use company::CompanyQuery;
use country::CountryQuery;
use curated_list::ListQuery;
use genre::GenreQuery;
use kit::Completed;
use language::LanguageQuery;
use mutation::{DeleteMutation, DeleteUndoMutation, MutationPayload, RecordMutations};
use node::NodeQuery;
use person::PersonQuery;
use server::ServerQuery;
use source::{SourceMutation, SourceQuery};
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

/// The schema in its definition language, sorted so that a diff shows what changed.
#[must_use]
pub fn sdl() -> String {
    let options = SDLExportOptions::new()
        .sorted_arguments()
        .sorted_enum_items()
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
