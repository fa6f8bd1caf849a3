//! The document against the schema, and every other check that holds for all of its requests.

use super::GateLimits;
use super::arguments;
use super::bounds;
use super::catalog::Catalog;
use super::error::{GateCode, GateError};
use super::introspection;
use super::parse::{listed, parse};
use super::walk::Document;

/// Parses, bounds and validates a text, in this order: validation meets no document that is large.
pub(super) fn document(
    text: &str,
    catalog: &Catalog,
    limits: &GateLimits,
) -> Result<Document, Vec<GateError>> {
    let document = Document::new(parse(text, limits)?);
    bounds::check(&document, limits).map_err(|error| vec![error])?;
    let executable = document
        .ast
        .to_executable_validate(&catalog.schema)
        .map_err(|refused| listed(&refused.errors, GateCode::ValidationFailed))?;
    arguments::check(&catalog.schema, &executable)?;
    introspection::check(&document, limits).map_err(|error| vec![error])?;
    Ok(document)
}
