//! What a request may cost to answer, and how many values its answer may hold, told before it is
//! answered.
//!
//! The unit of cost is one record loaded by its id, that of an answer one value of a leaf. Both are
//! of the operation with its variables: page sizes are read, what `@skip` and `@include` leave out
//! is left out, and a selection on an interface or union weighs what it weighs on the heaviest of
//! its types, never their sum.

use std::marker::PhantomData;

use apollo_compiler::ast::{
    DirectiveList, Field, FieldDefinition, OperationDefinition, OperationType,
};
use apollo_compiler::{Name, Node};
use serde_json::{Map, Value as Json};

use super::GateLimits;
use super::bounds::stopped;
use super::catalog::Catalog;
use super::error::{BoundHit, GateCode, GateError, PathSegment, place};
use super::values::{Values, asks_for};
use super::walk::{Below, Document, FragmentUse, Measure, Stop, Walk};
use super::weight::{Traced, Weigh};

/// A record: the unit of cost. A leaf costs nothing, for its record has been loaded.
const RECORD: u64 = 1;

/// An edge list: it is read whole whatever the page, a covering index range of some hundreds of
/// edges on average, which takes about as long as forty records of a batch.
const EDGE_LIST: u64 = 40;

/// A filter or order on what is in the works' headers: one header for each edge of the list, read
/// by batch, where the list alone would be one range.
const HEADER_READ: u64 = 100;

/// A list without a size: what bounds it is how it is written, and ten is more than most hold.
const PLAIN_LIST: u64 = 10;

/// A mutation: it keeps other writers waiting while it runs, and runs some ten statements.
const MUTATION: u64 = 100;

/// The keys of a filter that are answered from a header.
const HEADER_FILTERS: [&str; 3] = ["genres", "votes", "rating"];

/// The fields of an order that are answered from a header.
const HEADER_ORDERS: [&str; 3] = ["TITLE", "RATING", "POPULARITY"];

/// A type, and within a connection the size of its page.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Level<'d> {
    ty: &'d str,
    page: Option<u64>,
}

/// What a part of an operation comes to.
#[derive(Clone, Default)]
struct Part<W> {
    cost: W,
    values: W,
}

/// How a field counts what stands below it.
struct Shape {
    own: u64,
    times: u64,
    page: Option<u64>,
}

/// Weighs an operation, alone or with the way to what weighs most.
struct Costing<'d, W> {
    catalog: &'d Catalog,
    values: Values<'d>,
    limits: &'d GateLimits,
    weight: PhantomData<W>,
}

impl<'d, W: Weigh<'d>> Measure<'d> for Costing<'d, W> {
    type Scope = Level<'d>;
    type Value = Part<W>;

    fn nothing(&self) -> Part<W> {
        Part::default()
    }

    fn join(&self, left: Part<W>, right: Part<W>) -> Part<W> {
        Part {
            cost: left.cost.and(right.cost),
            values: left.values.and(right.values),
        }
    }

    /// An interface or union leaves its type open: the heaviest counts.
    fn open(
        &self,
        place: Level<'d>,
        below: &mut Below<'_, 'd, Self>,
    ) -> Option<Result<Part<W>, Stop<'d>>> {
        let types = self.catalog.concrete(place.ty);
        if matches!(types, [only] if only == place.ty) {
            return None;
        }
        let heaviest = types.iter().try_fold(self.nothing(), |heaviest, ty| {
            let part = below(Level { ty, ..place })?;
            Ok(Part {
                cost: heaviest.cost.or(part.cost),
                values: heaviest.values.or(part.values),
            })
        });
        Some(heaviest)
    }

    fn field(
        &self,
        field: &'d Node<Field>,
        place: Level<'d>,
        below: &mut Below<'_, 'd, Self>,
    ) -> Result<Part<W>, Stop<'d>> {
        if !self.included(&field.directives) {
            return Ok(self.nothing());
        }
        let is_bare = field.selection_set.is_empty() && field.arguments.is_empty();
        // The common leaf, which is free and one value on whatever type.
        if is_bare && !self.catalog.may_be_list_of_leaves(&field.name) {
            return Ok(leaf(field, 0, 1));
        }
        let found = self.catalog.schema.type_field(place.ty, &field.name);
        let Ok(definition) = found else {
            return Ok(self.nothing());
        };
        let shape = self.shape(field, definition, place);
        // A description of the schema is as long as the schema, and has bounds of its own.
        let times = if place.ty.starts_with("__") {
            1
        } else {
            shape.times
        };
        let ty = definition.ty.inner_named_type();
        if self.catalog.concrete(ty).is_empty() {
            // Part of a record that has been counted, unless it needs headers for itself.
            return Ok(leaf(field, shape.own, times));
        }
        let page = shape.page;
        let part = below(Level { ty, page })?;
        let each = RECORD.saturating_add(part.cost.total());
        let cost = each.saturating_mul(shape.times).saturating_add(shape.own);
        let values = part.values.total().saturating_mul(times);
        Ok(Part {
            cost: W::of(cost, field, part.cost),
            values: W::of(values, field, part.values),
        })
    }

    fn fragment(
        &self,
        fragment: &FragmentUse<'d>,
        place: Level<'d>,
        below: &mut Below<'_, 'd, Self>,
    ) -> Result<Part<W>, Stop<'d>> {
        let applies = fragment.condition.is_none_or(|condition| {
            let types = self.catalog.concrete(condition);
            types.iter().any(|ty| ty == place.ty)
        });
        if applies && self.included(fragment.directives) {
            return below(place);
        }
        Ok(self.nothing())
    }
}

fn leaf<'d, W: Weigh<'d>>(field: &'d Field, cost: u64, values: u64) -> Part<W> {
    Part {
        cost: W::of(cost, field, W::default()),
        values: W::of(values, field, W::default()),
    }
}

impl<'d, W: Weigh<'d>> Costing<'d, W> {
    fn new(catalog: &'d Catalog, variables: &'d Map<String, Json>, limits: &'d GateLimits) -> Self {
        Self {
            catalog,
            values: Values::new(variables),
            limits,
            weight: PhantomData,
        }
    }

    fn operation(
        &self,
        document: &'d Document,
        operation: &'d Node<OperationDefinition>,
    ) -> Result<Part<W>, GateError> {
        let root = self.catalog.schema.root_operation(operation.operation_type);
        let Some(ty) = root.map(Name::as_str) else {
            return Ok(Part::default());
        };
        let mut walk = Walk::new(document, self);
        walk.selections(&operation.selection_set, Level { ty, page: None })
            .map_err(|stop| stopped(stop, document))
    }

    fn included(&self, directives: &DirectiveList) -> bool {
        directives.iter().all(|directive| {
            let mut arguments = directive.arguments.iter();
            let flag = arguments.find(|argument| argument.name == "if");
            let flag = flag.and_then(|argument| self.values.flag(&argument.value));
            match directive.name.as_str() {
                "skip" => flag != Some(true),
                "include" => flag != Some(false),
                _ => true,
            }
        })
    }

    fn shape(&self, field: &Field, definition: &FieldDefinition, place: Level<'_>) -> Shape {
        let argument = |name| self.values.argument(field, definition, name);
        let filtered = argument("filter").is_some_and(|v| asks_for(&v, &HEADER_FILTERS));
        let ordered = argument("orderBy").is_some_and(|v| orders_by(&v, &HEADER_ORDERS));
        let header = if filtered || ordered { HEADER_READ } else { 0 };
        let written = if self.is_mutation(place.ty) {
            MUTATION
        } else {
            0
        };
        let plain = |times| Shape {
            own: header + written,
            times,
            page: None,
        };
        if definition.ty.inner_named_type().ends_with("Connection") {
            return Shape {
                own: EDGE_LIST.saturating_add(header),
                times: 1,
                page: Some(self.page(field, definition)),
            };
        }
        if let (Some(page), "edges" | "nodes") = (place.page, field.name.as_str()) {
            return plain(page);
        }
        if takes(definition, "limit") {
            let limit = argument("limit").and_then(|value| value.as_i64());
            return plain(limit.map_or(self.limits.default_page, at_least_none));
        }
        if definition.ty.is_list() {
            let asked = self.values.batch(field, definition, PLAIN_LIST);
            return plain(asked.unwrap_or(PLAIN_LIST));
        }
        plain(1)
    }

    fn is_mutation(&self, ty: &str) -> bool {
        let root = self.catalog.schema.root_operation(OperationType::Mutation);
        root.is_some_and(|root| root == ty)
    }

    /// The size of a connection's page. Where `first` and `last` are both given, or one of them is
    /// out of range, the field refuses: a page in range is a fair guess at what that costs.
    fn page(&self, field: &Field, definition: &FieldDefinition) -> u64 {
        let size = |name| {
            let value = self.values.argument(field, definition, name)?;
            Some(at_least_none(value.as_i64()?).min(self.limits.max_page))
        };
        let asked = size("first").max(size("last"));
        asked.unwrap_or(self.limits.default_page)
    }
}

fn at_least_none(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

fn takes(definition: &FieldDefinition, name: &str) -> bool {
    definition.argument_by_name(name).is_some()
}

/// Whether an order, or one of a list of orders, is by one of these fields.
fn orders_by(order: &Json, fields: &[&str]) -> bool {
    match order {
        Json::Array(orders) => orders.iter().any(|order| orders_by(order, fields)),
        Json::Object(order) => order
            .get("field")
            .is_some_and(|field| orders_by(field, fields)),
        Json::String(field) => fields.contains(&field.as_str()),
        _ => false,
    }
}

/// What an operation comes to.
pub(super) struct Estimate {
    /// Records loaded.
    pub(super) cost: u64,
    /// Values of leaves in the answer.
    pub(super) values: u64,
}

/// The estimate for an operation, refused where it is too high. The variables are coerced ones.
pub(super) fn check(
    catalog: &Catalog,
    document: &Document,
    operation: &Node<OperationDefinition>,
    variables: &Map<String, Json>,
    limits: &GateLimits,
) -> Result<Estimate, GateError> {
    let alone = Costing::<u64>::new(catalog, variables, limits);
    let Part { cost, values } = alone.operation(document, operation)?;
    if cost <= limits.max_cost && values <= limits.max_answer_values {
        return Ok(Estimate { cost, values });
    }
    // Only a refusal tells the way to what weighs most: it is followed once there is one.
    let traced = Costing::<Traced<'_>>::new(catalog, variables, limits);
    let Part { cost, values } = traced.operation(document, operation)?;
    let error = if cost.total > limits.max_cost {
        too_dear(&cost, limits)
    } else {
        too_large(&values, limits)
    };
    Err(error.at(place(operation.location(), &document.ast.sources)))
}

fn too_dear(cost: &Traced<'_>, limits: &GateLimits) -> GateError {
    let path = cost.path();
    let message = format!(
        "The request costs {}, and {} is the most allowed. Its costliest path is {}, which costs \
         {}: ask for smaller pages there, or for fewer levels.",
        cost.total,
        limits.max_cost,
        dotted(&path),
        cost.top
    );
    refusal("max_cost", cost.total, limits.max_cost, path, message)
}

fn too_large(values: &Traced<'_>, limits: &GateLimits) -> GateError {
    let path = values.path();
    let (limit, actual) = (limits.max_answer_values, values.total);
    let message = format!(
        "The answer may hold {actual} values, and {limit} is the most allowed. Its heaviest path is \
         {}, which may hold {}: ask for smaller pages there, or for fewer fields.",
        dotted(&path),
        values.top
    );
    refusal("max_answer_values", actual, limit, path, message)
}

fn dotted(path: &[PathSegment]) -> String {
    let names: Vec<String> = path.iter().map(ToString::to_string).collect();
    names.join(".")
}

fn refusal(
    name: &'static str,
    actual: u64,
    limit: u64,
    path: Vec<PathSegment>,
    message: String,
) -> GateError {
    let hit = BoundHit {
        name,
        limit,
        actual,
    };
    GateError {
        path,
        limit: Some(hit),
        ..GateError::new(GateCode::BudgetExceeded, message)
    }
}
