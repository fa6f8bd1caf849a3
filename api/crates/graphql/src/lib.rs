//! GraphQL: the schema, what one request may see, the loaders that it reads by, and the errors that
//! a client can meet.

pub mod error;
pub mod loader;
pub mod schema;
pub mod scope;
