//! The one walk over a document after expansion of its fragments.
//!
//! A document's size on paper says little about its size when fragments are spread: nine fragments
//! that spread one another twelve times are 800 bytes and four hundred million fields. So nothing here
//! expands. Every selection set is measured once for each scope in which it stands, and the value
//! is reused wherever it stands again.

use std::hash::Hash;

use apollo_compiler::ast::{Definition, DirectiveList, Field, FragmentDefinition, Selection};
use apollo_compiler::ast::{Document as Ast, OperationDefinition};
use apollo_compiler::collections::HashMap;
use apollo_compiler::{Name, Node};

/// Selection sets within selection sets, the outermost and those of fragments included. Field depth
/// is bounded tighter by configuration; this keeps nested fragments and chains of them from using up
/// the stack: here, in validation and in the executor, which has no bound of its own.
pub(super) const MAX_NESTING: u64 = 100;

/// A parsed document with its fragments by name.
pub(super) struct Document {
    pub(super) ast: Ast,
    fragments: HashMap<Name, usize>,
}

impl Document {
    pub(super) fn new(ast: Ast) -> Self {
        let mut fragments = HashMap::default();
        for (index, definition) in ast.definitions.iter().enumerate() {
            if let Definition::FragmentDefinition(fragment) = definition {
                fragments.entry(fragment.name.clone()).or_insert(index);
            }
        }
        Self { ast, fragments }
    }

    pub(super) fn operations(&self) -> impl Iterator<Item = &Node<OperationDefinition>> {
        self.ast.definitions.iter().filter_map(|definition| {
            let Definition::OperationDefinition(operation) = definition else {
                return None;
            };
            Some(operation)
        })
    }

    pub(super) fn fragments(&self) -> impl Iterator<Item = &Node<FragmentDefinition>> {
        self.ast.definitions.iter().filter_map(|definition| {
            let Definition::FragmentDefinition(fragment) = definition else {
                return None;
            };
            Some(fragment)
        })
    }

    fn fragment(&self, name: &Name) -> Option<&Node<FragmentDefinition>> {
        let index = *self.fragments.get(name)?;
        let Definition::FragmentDefinition(fragment) = self.ast.definitions.get(index)? else {
            return None;
        };
        Some(fragment)
    }
}

/// A spread or an inline fragment as a measure sees it.
pub(super) struct FragmentUse<'d> {
    /// The type condition, where there is one.
    pub(super) condition: Option<&'d Name>,
    /// The directives of the spread or inline fragment.
    pub(super) directives: &'d DirectiveList,
    /// The directives of the fragment's definition.
    pub(super) definition: Option<&'d DirectiveList>,
}

/// Why a walk ended early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop<'d> {
    /// A fragment spreads itself, directly or through others.
    Cycle(&'d Node<FragmentDefinition>),
    /// More than [`MAX_NESTING`] levels.
    TooNested,
}

/// Measures what stands below a field or fragment, in a scope of the caller's choice.
pub(super) type Below<'w, 'd, M> =
    dyn FnMut(<M as Measure<'d>>::Scope) -> Result<<M as Measure<'d>>::Value, Stop<'d>> + 'w;

/// What is to be known of a document: how a field, a fragment and a row of selections count.
///
/// A value may depend on nothing but the selections and the scope, for it is reused.
pub(super) trait Measure<'d> {
    /// What the surroundings change about a value: nothing, a type, a page size.
    type Scope: Copy + Eq + Hash;
    /// What is measured.
    type Value: Clone;

    /// The value of no selections.
    fn nothing(&self) -> Self::Value;

    /// The value of two rows of selections together.
    fn join(&self, left: Self::Value, right: Self::Value) -> Self::Value;

    /// The value in a scope that leaves something open, made from those of the scopes that do not.
    /// Such a value is known once for all fields that lead to the selections.
    fn open(
        &self,
        _scope: Self::Scope,
        _below: &mut Below<'_, 'd, Self>,
    ) -> Option<Result<Self::Value, Stop<'d>>> {
        None
    }

    /// The value of a field.
    fn field(
        &self,
        field: &'d Node<Field>,
        scope: Self::Scope,
        below: &mut Below<'_, 'd, Self>,
    ) -> Result<Self::Value, Stop<'d>>;

    /// The value of a spread or inline fragment.
    fn fragment(
        &self,
        fragment: &FragmentUse<'d>,
        scope: Self::Scope,
        below: &mut Below<'_, 'd, Self>,
    ) -> Result<Self::Value, Stop<'d>>;
}

/// A walk in progress: the measure, and what is known already.
pub(super) struct Walk<'m, 'd, M: Measure<'d>> {
    document: &'d Document,
    measure: &'m M,
    /// `None` while a set is being measured: meeting it again then is a cycle.
    known: HashMap<(*const Selection, M::Scope), Option<M::Value>>,
    level: u64,
}

impl<'m, 'd, M: Measure<'d>> Walk<'m, 'd, M> {
    pub(super) fn new(document: &'d Document, measure: &'m M) -> Self {
        Self {
            document,
            measure,
            known: HashMap::default(),
            level: 0,
        }
    }

    /// Whether a selection set has been measured in this scope.
    pub(super) fn knows(&self, selections: &[Selection], scope: M::Scope) -> bool {
        self.known.contains_key(&(selections.as_ptr(), scope))
    }

    /// The value of a selection set in a scope.
    pub(super) fn selections(
        &mut self,
        selections: &'d [Selection],
        scope: M::Scope,
    ) -> Result<M::Value, Stop<'d>> {
        if selections.is_empty() {
            return Ok(self.measure.nothing());
        }
        // The address stands for the set: the document is borrowed, so nothing in it moves.
        let key = (selections.as_ptr(), scope);
        if let Some(Some(value)) = self.known.get(&key) {
            return Ok(value.clone());
        }
        let measure = self.measure;
        let below = &mut |scope| self.selections(selections, scope);
        if let Some(value) = measure.open(scope, below) {
            let value = value?;
            self.known.insert(key, Some(value.clone()));
            return Ok(value);
        }
        if self.level >= MAX_NESTING {
            return Err(Stop::TooNested);
        }
        self.known.insert(key, None);
        self.level += 1;
        let mut total = self.measure.nothing();
        for selection in selections {
            let value = self.selection(selection, scope)?;
            total = self.measure.join(total, value);
        }
        self.level -= 1;
        self.known.insert(key, Some(total.clone()));
        Ok(total)
    }

    fn selection(
        &mut self,
        selection: &'d Selection,
        scope: M::Scope,
    ) -> Result<M::Value, Stop<'d>> {
        let measure = self.measure;
        match selection {
            Selection::Field(field) => measure.field(field, scope, &mut |scope| {
                self.selections(&field.selection_set, scope)
            }),
            Selection::InlineFragment(inline) => {
                let fragment = FragmentUse {
                    condition: inline.type_condition.as_ref(),
                    directives: &inline.directives,
                    definition: None,
                };
                measure.fragment(&fragment, scope, &mut |scope| {
                    self.selections(&inline.selection_set, scope)
                })
            }
            Selection::FragmentSpread(spread) => {
                // Validation names a fragment that does not exist.
                let Some(found) = self.document.fragment(&spread.fragment_name) else {
                    return Ok(measure.nothing());
                };
                let fragment = FragmentUse {
                    condition: Some(&found.type_condition),
                    directives: &spread.directives,
                    definition: Some(&found.directives),
                };
                measure.fragment(&fragment, scope, &mut |scope| {
                    let key = (found.selection_set.as_ptr(), scope);
                    if let Some(None) = self.known.get(&key) {
                        return Err(Stop::Cycle(found));
                    }
                    self.selections(&found.selection_set, scope)
                })
            }
        }
    }
}

#[cfg(test)]
mod tests;
