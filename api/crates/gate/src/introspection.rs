//! How deep introspection may follow lists of the schema's own description.
//!
//! A type has fields, each of them a type with fields: three such lists in a row describe a whole
//! schema thousands of times over. The tools' own query follows one.

use apollo_compiler::Node;
use apollo_compiler::ast::Field;

use super::GateLimits;
use super::bounds::stopped;
use super::error::{BoundHit, GateError, place};
use super::walk::{Below, Document, FragmentUse, Measure, Stop, Walk};

/// The lists by which one description leads to many others.
const LISTS: [&str; 4] = ["fields", "interfaces", "possibleTypes", "inputFields"];

/// The most lists below one another, and the innermost of them.
#[derive(Clone, Copy, Default)]
struct Lists<'d> {
    deep: u64,
    innermost: Option<&'d Node<Field>>,
}

struct Nesting;

impl<'d> Measure<'d> for Nesting {
    /// Whether the selections stand inside `__schema` or `__type`.
    type Scope = bool;
    type Value = Lists<'d>;

    fn nothing(&self) -> Lists<'d> {
        Lists::default()
    }

    fn join(&self, left: Lists<'d>, right: Lists<'d>) -> Lists<'d> {
        if right.deep > left.deep { right } else { left }
    }

    fn field(
        &self,
        field: &'d Node<Field>,
        inside: bool,
        below: &mut Below<'_, 'd, Self>,
    ) -> Result<Lists<'d>, Stop<'d>> {
        let name = field.name.as_str();
        let mut lists = below(inside || name == "__schema" || name == "__type")?;
        if inside && LISTS.contains(&name) {
            lists.deep = lists.deep.saturating_add(1);
            lists.innermost = lists.innermost.or(Some(field));
        }
        Ok(lists)
    }

    fn fragment(
        &self,
        _: &FragmentUse<'d>,
        inside: bool,
        below: &mut Below<'_, 'd, Self>,
    ) -> Result<Lists<'d>, Stop<'d>> {
        below(inside)
    }
}

/// Refuses introspection that nests too many lists.
pub(super) fn check(document: &Document, limits: &GateLimits) -> Result<(), GateError> {
    let mut walk = Walk::new(document, &Nesting);
    for operation in document.operations() {
        let lists = walk
            .selections(&operation.selection_set, false)
            .map_err(|stop| stopped(stop, document))?;
        if lists.deep > limits.max_introspection_depth {
            let hit = BoundHit {
                name: "max_introspection_depth",
                limit: limits.max_introspection_depth,
                actual: lists.deep,
            };
            let innermost = lists.innermost.and_then(|field| field.location());
            return Err(GateError::bound(
                hit,
                "Introspection lists (fields, interfaces, possibleTypes, inputFields) within one another",
                "Ask for one type at a time by __type.",
            )
            .at(place(innermost, &document.ast.sources)));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::super::GateCode;
    use super::super::testing::{accepted, refused};

    /// What the common tools ask for when they open a schema.
    const TOOLS: &str = "
        query IntrospectionQuery {
          __schema {
            description
            queryType { name kind }
            mutationType { name kind }
            subscriptionType { name kind }
            types { ...FullType }
            directives {
              name description isRepeatable locations
              args(includeDeprecated: true) { ...InputValue }
            }
          }
        }
        fragment FullType on __Type {
          kind name description specifiedByURL isOneOf
          fields(includeDeprecated: true) {
            name description
            args(includeDeprecated: true) { ...InputValue }
            type { ...TypeRef }
            isDeprecated deprecationReason
          }
          inputFields(includeDeprecated: true) { ...InputValue }
          interfaces { ...TypeRef }
          enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
          possibleTypes { ...TypeRef }
        }
        fragment InputValue on __InputValue {
          name description type { ...TypeRef } defaultValue isDeprecated deprecationReason
        }
        fragment TypeRef on __Type {
          kind name ofType { kind name ofType { kind name ofType { kind name ofType {
            kind name ofType { kind name ofType { kind name ofType { kind name ofType {
              kind name ofType { kind name } } } } } } } } }
        }";

    #[test]
    fn the_tools_may_ask() {
        let cost = accepted(TOOLS).cost;
        assert!(cost < 20_000, "{cost}");
    }

    #[test]
    fn lists_within_lists_are_refused() {
        accepted("{ __type(name: \"Film\") { fields { type { fields { name } } } } }");
        let text = "{ __schema { types { ...A } } } \
                    fragment A on __Type { interfaces { ...B } } \
                    fragment B on __Type { fields { type { possibleTypes { name } } } }";
        let error = refused(text, GateCode::BudgetExceeded);
        let hit = error.limit.unwrap();
        assert_eq!(
            (hit.name, hit.limit, hit.actual),
            ("max_introspection_depth", 2, 3)
        );
        assert_eq!(error.locations.len(), 1);
    }
}
