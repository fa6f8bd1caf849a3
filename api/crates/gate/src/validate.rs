//! The document against the schema, and every other check that holds for all of its requests.

use apollo_compiler::validation::DiagnosticList;

use super::GateLimits;
use super::arguments;
use super::bounds;
use super::catalog::Catalog;
use super::error::{ErrorPlace, GateCode, GateError, MAX_ERRORS};
use super::introspection;
use super::once;
use super::overlap;
use super::parse::listed;
use super::uses::AllUses;
use super::walk::Document;

/// Bounds and validates a document, in this order: validation meets none that is large. Gives where
/// variables are used.
pub(super) fn check(
    document: &Document,
    catalog: &Catalog,
    limits: &GateLimits,
) -> Result<AllUses, Vec<GateError>> {
    bounds::check(document, limits).map_err(|error| vec![error])?;
    let schema = &catalog.schema;
    let refused =
        |errors: &DiagnosticList| listed(errors, GateCode::ValidationFailed, Some(schema));
    // A field that does not exist leaves a hole, about which validation would complain again: so
    // the document is built first, and validated when it is whole.
    let executable = document
        .ast
        .to_executable(schema)
        .map_err(|failed| refused(&failed.errors))?;
    overlap::check(schema, &executable).map_err(|error| vec![error])?;
    let (uses, errors) = arguments::check(catalog, &executable);
    let executable = match executable.validate(schema) {
        Ok(executable) if errors.is_empty() => executable,
        Ok(_) => return Err(errors),
        Err(failed) => return Err(together(errors, refused(&failed.errors))),
    };
    once::check(&executable).map_err(|error| vec![error])?;
    introspection::check(document, limits).map_err(|error| vec![error])?;
    Ok(uses)
}

/// Errors about values and those of the validator, in the order of their places. Of a place that both
/// are about, ours say more; an argument that is null is not missing besides, and what an input lacks
/// is told by ours alone.
fn together(mut errors: Vec<GateError>, validator: Vec<GateError>) -> Vec<GateError> {
    let places = errors.iter().flat_map(|error| error.locations.clone());
    let places: Vec<_> = places.collect();
    let arguments = errors
        .iter()
        .filter_map(|error| match error.place.as_deref() {
            Some(ErrorPlace::Argument(name)) => Some(format!("({name}:)` is not provided.")),
            _ => None,
        });
    let arguments: Vec<String> = arguments.collect();
    let has_ours = !errors.is_empty();
    let is_told = |error: &GateError| {
        let message = &error.message;
        error.locations.iter().any(|at| places.contains(at))
            || arguments.iter().any(|said| message.ends_with(said))
            || (has_ours && message.starts_with("The required field "))
    };
    errors.extend(validator.into_iter().filter(|error| !is_told(error)));
    errors.sort_by_key(|error| error.locations.first().map(|at| (at.line, at.column)));
    errors.truncate(MAX_ERRORS);
    errors
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use serde_json::json;

    use super::super::testing::{accepted_with, refused};
    use super::GateCode::{ParseFailed, ValidationFailed};

    #[test]
    fn what_a_parser_must_refuse() {
        for text in [
            "",
            "# nothing",
            "query A() { node(id: 1) { id } }",
            "fragment on on Film { id } { film { ...on } }",
            "{ film(id) { id } }",
            "{ film(id:) { id } }",
            "{ film(by: {id}) { id } }",
            "{ film(by: {id:}) { id } }",
            "{ film { id } @include(if) }",
            "{ film @include(if) { id } }",
            "query($a: ID = ) { film(id: $a) { id } }",
            "\"words\" fragment on Film { id } { film { ...fragment } }",
            "\"words\" { film { id } }",
            "{ film { id }",
            "{ film { } }",
            "{ film() { id } }",
            "{ film { ... } }",
            "{ film(id: \"\\u{110000}\") { id } }",
            "{ film(id: \"\\uD83D\") { id } }",
            "{ film(id: 01) { id } }",
            "{ film(id: $) { id } }",
            "query($a: ID!!) { film(id: $a) { id } }",
            "query { film { id } } }",
            "\u{0}{ film { id } }",
            "{ film(id: \"\nx\") { id } }",
            "{ film(id: \"x\n\") { id } }",
            "query($a: Int = $b) { sizes(need: [$a]) }",
        ] {
            let error = refused(text, ParseFailed);
            assert!(!error.message.contains("::"), "{}", error.message);
        }
    }

    #[test]
    fn a_lost_argument_is_named_with_its_place() {
        let error = refused(
            "{\n  film(id: 1) { id }\n  b: film(by) { id } }",
            ParseFailed,
        );
        assert!(error.message.contains("\"by\""), "{}", error.message);
        assert_eq!(
            (error.locations[0].line, error.locations[0].column),
            (3, 11)
        );
    }

    #[test]
    fn what_validation_must_refuse() {
        for text in [
            "query($i: ID) { node(id: $i) { id } }",
            "query($i: ID = null) { node(id: $i) { id } }",
            "query($i: ID) { nodes(ids: [$i]) { id } }",
            "query($i: [ID]!) { nodes(ids: $i) { id } }",
            "query($i: [ID!]!) { nodes(ids: [$i]) { id } }",
            "query($i: [Int!]) { sizes(in: {a: $i}, need: 1) }",
            "query($i: Int) { sizes(in: {a: $i}, need: 1) }",
            "query($i: Boolean) { film @include(if: $i) { id } }",
            "{ film { ...A ...B } } fragment A on Film { x: title } fragment B on Film { x: id }",
            "{ film { __typename { id } } }",
            "{ film { id @include(if: $nobody) } }",
            "{ film { title(language: $nobody) } }",
            "{ film { id @unheard } }",
            "{ film { ...A } } fragment A on Film { ...A }",
            "{ film { ...A } } fragment A on Film { ...B } fragment B on Film { ...A }",
            "{ film { id } } fragment A on Film { id }",
            "{ film { nothing } }",
            "{ film }",
            "{ film { title { x } } }",
            "{ sizes(need: 1, in: {a: 1, a: 2}) }",
            "{ sizes(need: 1, in: {a: 1, d: 2147483648}) }",
            "{ sizes(need: 1, in: {a: 1, e: \"YEAR\"}) }",
            "{ sizes(need: 1, any: {a: 1, a: 2}) }",
            "{ sizes(need: 1, need: 2) }",
            "{ film { id } } { film { id } }",
            "query A { film { id } } query A { film { id } }",
            "type X { a: Int }",
            "query($a: Int, $a: Int) { sizes(need: 1, list: [$a]) }",
            "query($a: Film) { film { id } }",
            "query($a: ID) { film { id } }",
            "subscription { changed { id } other: changed { id } }",
            "{ search { ... on Quote { text } } }",
            "{ film { ...Nothing } }",
            "{ sizes(need: 1, in: {a: 1, b: 1e999}) }",
            "{ sizes(need: 1, any: -1e999) }",
            "{ sizes(need: 1, any: {a: [1, 1e400]}) }",
            "{ node(id: 9223372036854775808) { id } }",
            "query($a: ID! = 18446744073709551616) { node(id: $a) { id } }",
        ] {
            let error = refused(text, ValidationFailed);
            assert!(!error.message.contains("::"), "{}", error.message);
        }
    }

    #[test]
    fn what_is_valid() {
        for text in [
            "query($a: Boolean !) { film { __typename @include(if: $a) } }",
            "query($a: Boolean! = true) { __typename @skip(if: $a) }",
            "{ film(id: \"\\u{1F600}\") { id } }",
            "{ film(id: \"\\uD83D\\uDE00\") { id } }",
            "{ film(id: \"\"\"a \\\"\"\" b\"\"\") { id } }",
            "query query { query: film { on: id fragment: id } }",
            "{ query: film { id } }",
            "query { film { id } }",
            "query($a: ID = \"x\") { node(id: $a) { id } }",
            "query($a: Int = 1) { sizes(need: [$a]) }",
            "query($a: Boolean) { film { exists(at: 1, on: $a) } }",
            "query($a: Int!) { sizes(need: [$a, 2], any: {x: [$a]}) }",
            "query($a: Boolean!) { film { ...F @skip(if: $a) } } fragment F on Film { id }",
            "{ search { ... on Film { id } ... on Work { title } ... { __typename } } }",
            "mutation { rename(id: 1, to: \"x\") { id } }",
            "subscription { changed { id } }",
            "\u{FEFF}{ film { id } }",
            "{ node(id: 9223372036854775807) { id } }",
            "{ node(id: -0) { id } }",
            "{ sizes(need: 1, in: {a: -0, b: 1.7976931348623157e308}) }",
            "{ sizes(need: 1, any: [99999999999999999999, 1e-400]) }",
            "query($a: [ ID!]!) { nodes(ids: $a) { id } }",
        ] {
            let value = match text {
                text if text.contains("Boolean") => json!({"a": true}),
                text if text.contains("Int!") => json!({"a": 1}),
                text if text.contains("[ ID!]!") => json!({"a": ["1"]}),
                _ => json!({}),
            };
            accepted_with(text, value);
        }
    }
}
