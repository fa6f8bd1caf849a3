//! What a request may cost to answer, told before it is answered.
//!
//! The unit is one record loaded by its id. The cost is of the operation with its variables: page
//! sizes are read, what `@skip` and `@include` leave out is left out, and a selection on an
//! interface or union costs what it costs on the dearest of its types, never their sum.

use std::rc::Rc;

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

/// A record: the unit. A leaf costs nothing, for its record has been loaded.
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
struct Place<'d> {
    ty: &'d str,
    page: Option<u64>,
}

/// A cost, and the branch that weighs most in it.
#[derive(Clone, Default)]
struct Cost<'d> {
    total: u64,
    top: u64,
    path: Option<Rc<Step<'d>>>,
}

struct Step<'d> {
    name: &'d str,
    next: Option<Rc<Step<'d>>>,
}

impl<'d> Cost<'d> {
    /// The cost of a field: by itself the branch that weighs most.
    fn of(total: u64, field: &'d Field, next: Option<Rc<Step<'d>>>) -> Self {
        if total == 0 {
            return Self::default();
        }
        let name = field.alias.as_ref().unwrap_or(&field.name).as_str();
        Self {
            total,
            top: total,
            path: Some(Rc::new(Step { name, next })),
        }
    }
}

/// How a field counts what stands below it.
struct Shape {
    own: u64,
    times: u64,
    page: Option<u64>,
}

struct Costing<'d> {
    catalog: &'d Catalog,
    values: Values<'d>,
    limits: &'d GateLimits,
}

impl<'d> Measure<'d> for Costing<'d> {
    type Scope = Place<'d>;
    type Value = Cost<'d>;

    fn nothing(&self) -> Cost<'d> {
        Cost::default()
    }

    fn join(&self, left: Cost<'d>, right: Cost<'d>) -> Cost<'d> {
        let total = left.total.saturating_add(right.total);
        let heavier = if right.top > left.top { right } else { left };
        Cost { total, ..heavier }
    }

    /// An interface or union leaves its type open: the dearest counts.
    fn open(
        &self,
        place: Place<'d>,
        below: &mut Below<'_, 'd, Self>,
    ) -> Option<Result<Cost<'d>, Stop<'d>>> {
        let types = self.catalog.concrete(place.ty);
        if matches!(types, [only] if only == place.ty) {
            return None;
        }
        let mut dearest = self.nothing();
        for ty in types {
            match below(Place { ty, ..place }) {
                Ok(cost) if cost.total > dearest.total => dearest = cost,
                Ok(_) => {}
                Err(stop) => return Some(Err(stop)),
            }
        }
        Some(Ok(dearest))
    }

    fn field(
        &self,
        field: &'d Node<Field>,
        place: Place<'d>,
        below: &mut Below<'_, 'd, Self>,
    ) -> Result<Cost<'d>, Stop<'d>> {
        // The common leaf, which is free on whatever type.
        if field.selection_set.is_empty() && field.arguments.is_empty() {
            return Ok(self.nothing());
        }
        let found = self.catalog.schema.type_field(place.ty, &field.name);
        let Ok(definition) = found else {
            return Ok(self.nothing());
        };
        if !self.included(&field.directives) {
            return Ok(self.nothing());
        }
        let shape = self.shape(field, definition, place);
        let ty = definition.ty.inner_named_type();
        if self.catalog.concrete(ty).is_empty() {
            // A leaf: part of a record that has been counted, unless it needs headers for itself.
            return Ok(Cost::of(shape.own, field, None));
        }
        let page = shape.page;
        let dearest = below(Place { ty, page })?;
        let each = RECORD.saturating_add(dearest.total);
        let total = each.saturating_mul(shape.times).saturating_add(shape.own);
        Ok(Cost::of(total, field, dearest.path))
    }

    fn fragment(
        &self,
        fragment: &FragmentUse<'d>,
        place: Place<'d>,
        below: &mut Below<'_, 'd, Self>,
    ) -> Result<Cost<'d>, Stop<'d>> {
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

impl<'d> Costing<'d> {
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

    fn shape(&self, field: &Field, definition: &FieldDefinition, place: Place<'_>) -> Shape {
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

/// The cost of an operation, refused where it is too high. The variables are coerced ones.
pub(super) fn check(
    catalog: &Catalog,
    document: &Document,
    operation: &Node<OperationDefinition>,
    variables: &Map<String, Json>,
    limits: &GateLimits,
) -> Result<u64, GateError> {
    let root = catalog.schema.root_operation(operation.operation_type);
    let Some(ty) = root.map(Name::as_str) else {
        return Ok(0);
    };
    let costing = Costing {
        catalog,
        values: Values::new(variables),
        limits,
    };
    let mut walk = Walk::new(document, &costing);
    let cost = walk
        .selections(&operation.selection_set, Place { ty, page: None })
        .map_err(|stop| stopped(stop, document))?;
    if cost.total <= limits.max_cost {
        return Ok(cost.total);
    }
    Err(refusal(&cost, document, operation, limits))
}

fn refusal(
    cost: &Cost<'_>,
    document: &Document,
    operation: &Node<OperationDefinition>,
    limits: &GateLimits,
) -> GateError {
    let mut names = Vec::new();
    let mut step = cost.path.as_deref();
    while let Some(found) = step {
        names.push(found.name);
        step = found.next.as_deref();
    }
    let hit = BoundHit {
        name: "max_cost",
        limit: limits.max_cost,
        actual: cost.total,
    };
    let message = format!(
        "The request costs {}, and {} is the most allowed. Its costliest path is {}, which costs \
         {}: ask for smaller pages there, or for fewer levels.",
        cost.total,
        limits.max_cost,
        names.join("."),
        cost.top
    );
    let path = names
        .iter()
        .map(|name| PathSegment::Field((*name).to_owned()));
    GateError {
        path: path.collect(),
        limit: Some(hit),
        ..GateError::new(GateCode::BudgetExceeded, message)
    }
    .at(place(operation.location(), &document.ast.sources))
}
