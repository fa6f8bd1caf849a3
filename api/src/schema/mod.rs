//! The GraphQL schema: one file a type of the domain, with its queries; merged here.

// A resolver has an argument for each of its field's.
#![allow(clippy::too_many_arguments)]

mod award;
mod career;
mod character;
mod collection;
mod commentary;
mod curated_list;
mod error;
mod external_id;
mod filmography;
mod filter;
mod genre;
mod keyword;
mod list;
mod listing;
mod milestone;
mod node;
mod paging;
mod partial_date;
mod person;
mod person_name;
mod placed;
mod profession;
mod quote;
mod reference;
mod reunion;
mod role;
mod scalar;
mod source;
mod title;
mod vocabulary;
mod work;
mod work_relation;

use async_graphql::{
    EmptyMutation, EmptySubscription, MergedObject, SDLExportOptions, ValidationMode,
};

use curated_list::ListQuery;
use node::NodeQuery;
use person::PersonQuery;
use work::WorkQuery;

/// Everything that can be asked.
#[derive(MergedObject, Default)]
pub struct Query(NodeQuery, WorkQuery, PersonQuery, ListQuery);

/// The schema as it is executed.
pub type FilmgraphSchema = async_graphql::Schema<Query, EmptyMutation, EmptySubscription>;

/// Builds the schema. It checks nothing itself: requests come through the gate.
#[must_use]
pub fn build() -> FilmgraphSchema {
    async_graphql::Schema::build(Query::default(), EmptyMutation, EmptySubscription)
        .validation_mode(ValidationMode::Fast)
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
