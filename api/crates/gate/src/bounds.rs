//! Size after expansion of fragments: fields, aliases, directives, values, depth, nesting.
//!
//! This comes before validation, so that no later stage, here or in a library, meets a document
//! that grows when it is expanded.

use apollo_compiler::Node;
use apollo_compiler::ast::{Argument, DirectiveList, Field, Value};
use serde_json::{Map, Value as Json};

use super::GateLimits;
use super::error::{BoundHit, GateCode, GateError, place};
use super::walk::{Below, Document, FragmentUse, MAX_NESTING, Measure, Stop, Walk};

/// What selections come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Size {
    pub(super) fields: u64,
    pub(super) aliases: u64,
    pub(super) directives: u64,
    pub(super) values: u64,
    /// Fields below one another.
    pub(super) depth: u64,
    /// Selection sets within these, one inside the other.
    pub(super) nesting: u64,
}

impl Size {
    fn and(self, other: Self) -> Self {
        Self {
            fields: self.fields.saturating_add(other.fields),
            aliases: self.aliases.saturating_add(other.aliases),
            directives: self.directives.saturating_add(other.directives),
            values: self.values.saturating_add(other.values),
            depth: self.depth.max(other.depth),
            nesting: self.nesting.max(other.nesting),
        }
    }

    fn with(self, directives: &DirectiveList) -> Self {
        self.and(Self {
            directives: directives.len() as u64,
            values: values(&[], directives),
            ..Self::default()
        })
    }
}

pub(super) struct Sizing;

impl<'d> Measure<'d> for Sizing {
    type Scope = ();
    type Value = Size;

    fn nothing(&self) -> Size {
        Size::default()
    }

    fn join(&self, left: Size, right: Size) -> Size {
        left.and(right)
    }

    fn field(
        &self,
        field: &'d Node<Field>,
        (): (),
        below: &mut Below<'_, 'd, Self>,
    ) -> Result<Size, Stop<'d>> {
        let below = below(())?;
        let this = Size {
            fields: 1,
            aliases: u64::from(field.alias.is_some()),
            directives: field.directives.len() as u64,
            values: values(&field.arguments, &field.directives),
            depth: below.depth.saturating_add(1),
            nesting: match field.selection_set.as_slice() {
                [] => 0,
                _ => below.nesting.saturating_add(1),
            },
        };
        Ok(below.and(this))
    }

    fn fragment(
        &self,
        fragment: &FragmentUse<'d>,
        (): (),
        below: &mut Below<'_, 'd, Self>,
    ) -> Result<Size, Stop<'d>> {
        let mut size = below(())?.with(fragment.directives);
        size.nesting = size.nesting.saturating_add(1);
        Ok(fragment.definition.map_or(size, |list| size.with(list)))
    }
}

/// The values in arguments, those within lists and input objects included.
pub(super) fn values(arguments: &[Node<Argument>], directives: &DirectiveList) -> u64 {
    let on_directives = directives.iter().flat_map(|directive| &directive.arguments);
    let all = arguments.iter().chain(on_directives);
    all.map(|argument| nodes(&argument.value)).sum()
}

fn nodes(value: &Value) -> u64 {
    let within: u64 = match value {
        Value::List(items) => items.iter().map(|item| nodes(item)).sum(),
        Value::Object(fields) => fields.iter().map(|(_, value)| nodes(value)).sum(),
        _ => 0,
    };
    within.saturating_add(1)
}

/// Refuses a document that is too large after expansion, or that cannot be expanded.
pub(super) fn check(document: &Document, limits: &GateLimits) -> Result<(), GateError> {
    definitions(document, limits)?;
    let mut walk = Walk::new(document, &Sizing);
    let mut total = Size::default();
    for operation in document.operations() {
        let size = walk
            .selections(&operation.selection_set, ())
            .map_err(|stop| stopped(stop, document))?;
        let on_variables = operation.variables.iter().map(|v| &v.directives);
        let size = on_variables.fold(size.with(&operation.directives), Size::with);
        // All operations are validated though one is run, so it is their sum that is bounded.
        total = total.and(size);
    }
    for fragment in document.fragments() {
        if walk.knows(&fragment.selection_set, ()) {
            continue;
        }
        let size = walk
            .selections(&fragment.selection_set, ())
            .map_err(|stop| stopped(stop, document))?;
        total = total.and(size);
    }
    // A set that is measured once may stand deeper the next time, so the walk alone does not tell.
    let nesting = total.nesting.saturating_add(1);
    if nesting > MAX_NESTING {
        return Err(too_nested(nesting));
    }
    within(total, limits)
}

fn definitions(document: &Document, limits: &GateLimits) -> Result<(), GateError> {
    let actual = document.ast.definitions.len() as u64;
    if actual <= limits.max_definitions {
        return Ok(());
    }
    let hit = BoundHit {
        name: "max_definitions",
        limit: limits.max_definitions,
        actual,
    };
    Err(GateError::bound(
        hit,
        "Operations and fragments in the document",
        "Send only those that belong to one operation.",
    ))
}

fn within(size: Size, limits: &GateLimits) -> Result<(), GateError> {
    let rows = [
        (
            "max_fields",
            size.fields,
            limits.max_fields,
            "Fields after expansion of fragments",
            "Ask for less in one request.",
        ),
        (
            "max_aliases",
            size.aliases,
            limits.max_aliases,
            "Aliases after expansion of fragments",
            "Use a field that takes a list, or several requests.",
        ),
        (
            "max_directives",
            size.directives,
            limits.max_directives,
            "Directives after expansion of fragments",
            "Put a directive on a fragment rather than on each of its fields.",
        ),
        (
            "max_values",
            size.values,
            limits.max_values,
            "Values in arguments after expansion of fragments",
            "Pass long lists as variables.",
        ),
        (
            "max_depth",
            size.depth,
            limits.max_depth,
            "Fields below one another",
            "Ask for the deeper part by a request of its own.",
        ),
    ];
    for (name, actual, limit, what, advice) in rows {
        if actual > limit {
            let hit = BoundHit {
                name,
                limit,
                actual,
            };
            return Err(GateError::bound(hit, what, advice));
        }
    }
    Ok(())
}

/// Refuses variables with too many values: each takes many times its text in memory.
pub(super) fn variables(given: &Map<String, Json>, limits: &GateLimits) -> Result<(), GateError> {
    let actual: u64 = given.values().map(json_nodes).sum();
    if actual <= limits.max_values {
        return Ok(());
    }
    let hit = BoundHit {
        name: "max_values",
        limit: limits.max_values,
        actual,
    };
    let advice = "Send long lists in parts.";
    Err(GateError::bound(hit, "Values in variables", advice))
}

fn json_nodes(value: &Json) -> u64 {
    let within: u64 = match value {
        Json::Array(items) => items.iter().map(json_nodes).sum(),
        Json::Object(members) => members.values().map(json_nodes).sum(),
        _ => 0,
    };
    within.saturating_add(1)
}

pub(super) fn stopped(stop: Stop<'_>, document: &Document) -> GateError {
    match stop {
        Stop::Cycle(fragment) => GateError::new(
            GateCode::ValidationFailed,
            format!(
                "Fragment \"{}\" spreads itself, directly or through other fragments.",
                fragment.name
            ),
        )
        .at(place(fragment.name.location(), &document.ast.sources)),
        Stop::TooNested => too_nested(MAX_NESTING + 1),
    }
}

fn too_nested(actual: u64) -> GateError {
    let hit = BoundHit {
        name: "nesting",
        limit: MAX_NESTING,
        actual,
    };
    GateError::bound(
        hit,
        "Selections within one another, fragments included",
        "Spread fragments side by side rather than in a chain.",
    )
}
