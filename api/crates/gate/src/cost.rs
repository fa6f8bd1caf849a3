//! What a request may cost to answer, and how many values its answer may hold, told before it is
//! answered.
//!
//! The unit of cost is one record loaded by its id, that of an answer one value of a leaf. Both are
//! of the operation with its variables: page sizes are read, what `@skip` and `@include` leave out
//! is left out, and a selection on an interface or union weighs what it weighs on the heaviest of
//! its types, never their sum. What a field or its list weighs is what the schema says of it, see
//! [`super::prices`].

use std::marker::PhantomData;

use apollo_compiler::ast::{DirectiveList, Field, FieldDefinition, OperationDefinition};
use apollo_compiler::{Name, Node};
use serde_json::{Map, Value as Json};

use super::GateLimits;
use super::bounds::stopped;
use super::catalog::Catalog;
use super::cost_directives::RECORD;
use super::error::{BoundHit, GateCode, GateError, PathSegment, place};
use super::prices::{ListSize, Price};
use super::values::Values;
use super::walk::{Below, Document, FragmentUse, Measure, Stop, Walk};
use super::weight::{Traced, Weigh};

/// A list of which the schema gives no size: what bounds it is how it is written, and ten is more
/// than most hold.
const PLAIN_LIST: u64 = 10;

/// A type, and within a page its size.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Level<'d> {
    ty: &'d str,
    page: Option<Page<'d>>,
}

/// The size that a field was told for lists below it, and which these are.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Page<'d> {
    size: u64,
    fields: &'d [Name],
}

/// What a part of an operation comes to.
#[derive(Clone, Default)]
struct Part<W> {
    cost: W,
    values: W,
}

/// How a field counts what stands below it.
struct Shape<'d> {
    /// What its arguments weigh, once.
    own: u64,
    /// What it weighs, each time, if the schema says so.
    weight: Option<u64>,
    times: u64,
    page: Option<Page<'d>>,
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
        if is_bare && !self.catalog.may_count(&field.name) {
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
            // Part of a record that has been counted, unless it has a weight of its own.
            let each = shape.weight.unwrap_or(0).saturating_mul(shape.times);
            return Ok(leaf(field, each.saturating_add(shape.own), times));
        }
        let page = shape.page;
        let part = below(Level { ty, page })?;
        // Of the schema's description, what stands in its lists counts, and what leads there.
        let is_part = place.ty.starts_with("__") && !definition.ty.is_list();
        let own = if is_part {
            0
        } else {
            shape.weight.unwrap_or(RECORD)
        };
        let each = own.saturating_add(part.cost.total());
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

    fn shape(&self, field: &Field, definition: &FieldDefinition, place: Level<'_>) -> Shape<'d> {
        let price = self.catalog.prices.of(place.ty, &field.name);
        let plain = |times| Shape {
            own: price.map_or(0, |price| self.given(field, definition, price)),
            weight: price.and_then(|price| price.weight),
            times,
            page: None,
        };
        if let Some(list) = price.and_then(|price| price.list.as_ref()) {
            let asked = self.asked(field, definition, list);
            let size = asked.or(list.assumed).unwrap_or(self.limits.default_page);
            // Where a size is out of range, the field refuses: one in range is a fair guess at what
            // that costs.
            let size = size.min(self.limits.max_page);
            if list.sized.is_empty() {
                return plain(size);
            }
            let page = Page {
                size,
                fields: &list.sized,
            };
            return Shape {
                page: Some(page),
                ..plain(1)
            };
        }
        if let Some(page) = place.page.filter(|page| page.fields.contains(&field.name)) {
            return plain(page.size);
        }
        if let Some(length) = self.catalog.described.length(place.ty, &field.name) {
            return plain(length);
        }
        if definition.ty.is_list() {
            let asked = self.values.batch(field, definition, PLAIN_LIST);
            return plain(asked.unwrap_or(PLAIN_LIST));
        }
        plain(1)
    }

    /// The size that is asked for: of several, the greatest.
    fn asked(&self, field: &Field, definition: &FieldDefinition, list: &ListSize) -> Option<u64> {
        let sizes = list.slicing.iter().filter_map(|name| {
            let value = self.values.argument(field, definition, name)?;
            Some(at_least_none(value.as_i64()?))
        });
        sizes.max()
    }

    /// What weighs most in the arguments.
    fn given(&self, field: &Field, definition: &FieldDefinition, price: &Price) -> u64 {
        let weights = price.arguments.iter().filter_map(|(name, given)| {
            let value = self.values.argument(field, definition, name)?;
            Some(self.catalog.prices.of_given(given, &value))
        });
        weights.max().unwrap_or(0)
    }
}

fn at_least_none(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
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
