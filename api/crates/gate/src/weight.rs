//! Weights of a document's parts, added up over a walk: alone, or with the branch that weighs most.

use std::rc::Rc;

use apollo_compiler::ast::Field;

use super::error::PathSegment;

/// A weight as a walk adds it up.
pub(super) trait Weigh<'d>: Clone + Default {
    /// How much it is.
    fn total(&self) -> u64;

    /// The weight of a field, by that of what stands in it.
    fn of(total: u64, field: &'d Field, below: Self) -> Self;

    /// Both together.
    fn and(self, other: Self) -> Self;

    /// The heavier of both.
    fn or(self, other: Self) -> Self {
        if other.total() > self.total() {
            other
        } else {
            self
        }
    }
}

/// The weight alone: all that a request needs that is let through.
impl<'d> Weigh<'d> for u64 {
    fn total(&self) -> u64 {
        *self
    }

    fn of(total: u64, _: &'d Field, _: Self) -> Self {
        total
    }

    fn and(self, other: Self) -> Self {
        self.saturating_add(other)
    }
}

/// A weight, and the branch that weighs most in it.
#[derive(Clone, Default)]
pub(super) struct Traced<'d> {
    pub(super) total: u64,
    /// The weight of that branch.
    pub(super) top: u64,
    way: Option<Rc<Step<'d>>>,
}

struct Step<'d> {
    name: &'d str,
    next: Option<Rc<Step<'d>>>,
}

impl<'d> Weigh<'d> for Traced<'d> {
    fn total(&self) -> u64 {
        self.total
    }

    /// By itself, a field is the branch that weighs most.
    fn of(total: u64, field: &'d Field, below: Self) -> Self {
        if total == 0 {
            return Self::default();
        }
        let name = field.alias.as_ref().unwrap_or(&field.name).as_str();
        let next = below.way;
        Self {
            total,
            top: total,
            way: Some(Rc::new(Step { name, next })),
        }
    }

    fn and(self, other: Self) -> Self {
        let total = self.total.saturating_add(other.total);
        let heavier = if other.top > self.top { other } else { self };
        Self { total, ..heavier }
    }
}

impl Traced<'_> {
    /// The names along the branch that weighs most.
    pub(super) fn path(&self) -> Vec<PathSegment> {
        let steps = std::iter::successors(self.way.as_deref(), |step| step.next.as_deref());
        steps
            .map(|step| PathSegment::Field(step.name.to_owned()))
            .collect()
    }
}
