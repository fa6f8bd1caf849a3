//! How much work it is to see whether fields of the same response name agree.
//!
//! The rule holds the fields of one name against each other for each concrete type, and then what
//! stands below them, merged for that type. Where every level names several types beside their
//! interface, the merged sets double and double again: two kilobytes keep the validator busy for
//! minutes, though after expansion they are a few hundred fields. So the work is counted first.
//! Each field is counted once for each row of types under which the validator may meet it; this
//! walk merges by name alone and meets each field once.

use std::collections::{BTreeSet, HashSet};

use apollo_compiler::collections::IndexMap;
use apollo_compiler::executable::{Field, Selection, SelectionSet};
use apollo_compiler::{ExecutableDocument, Name, Node, Schema};

use super::bounds::values;
use super::error::{BoundHit, GateError};

/// The most fields and values to be compared: a document of 5,000 fields below a choice of twenty types.
/// A page of search hits of six types, each with its cast and their work, has some hundreds.
const MAX_COMPARED: u64 = 100_000;

/// Refuses a document whose fields are too many to compare.
pub(super) fn check(schema: &Schema, document: &ExecutableDocument) -> Result<(), GateError> {
    let mut count = Count {
        schema,
        document,
        compared: 0,
    };
    for operation in document.operations.iter() {
        count.merged(&[&operation.selection_set], 1);
    }
    if count.compared <= MAX_COMPARED {
        return Ok(());
    }
    let hit = BoundHit {
        name: "overlaps",
        limit: MAX_COMPARED,
        actual: count.compared,
    };
    Err(GateError::bound(
        hit,
        "Fields and values to compare where types overlap, at least",
        "Select a field on the interface or on its types, not on both, on fewer levels.",
    ))
}

struct Count<'d> {
    schema: &'d Schema,
    document: &'d ExecutableDocument,
    compared: u64,
}

/// A field is compared with all its arguments.
fn weight(field: &Field) -> u64 {
    values(&field.arguments, &field.directives).saturating_add(1)
}

/// The fields of one response name with the types on which they are selected.
type Named<'d> = IndexMap<&'d Name, Vec<(&'d Name, &'d Node<Field>)>>;

impl<'d> Count<'d> {
    /// Counts merged selection sets that are met `times` over.
    fn merged(&mut self, sets: &[&'d SelectionSet], times: u64) {
        let mut named = Named::default();
        let mut spread = HashSet::new();
        for set in sets {
            self.collect(set, &mut named, &mut spread);
        }
        for fields in named.values() {
            if self.compared > MAX_COMPARED {
                return;
            }
            let types: BTreeSet<&str> = fields
                .iter()
                .map(|(ty, _)| ty.as_str())
                .filter(|ty| self.schema.get_object(ty).is_some())
                .collect();
            let times = times.saturating_mul(types.len().max(1) as u64);
            let weights = fields.iter().map(|(_, field)| weight(field)).sum();
            let compared = times.saturating_mul(weights);
            self.compared = self.compared.saturating_add(compared);
            let below: Vec<_> = fields
                .iter()
                .map(|(_, field)| &field.selection_set)
                .collect();
            self.merged(&below, times);
        }
    }

    fn collect(
        &self,
        set: &'d SelectionSet,
        named: &mut Named<'d>,
        spread: &mut HashSet<&'d Name>,
    ) {
        for selection in &set.selections {
            match selection {
                Selection::Field(field) => {
                    let row = named.entry(field.response_key()).or_default();
                    row.push((&set.ty, field));
                }
                Selection::InlineFragment(inline) => {
                    self.collect(&inline.selection_set, named, spread);
                }
                Selection::FragmentSpread(found) => {
                    let name = &found.fragment_name;
                    let fragment = self.document.fragments.get(name);
                    if let Some(fragment) = fragment.filter(|_| spread.insert(name)) {
                        self.collect(&fragment.selection_set, named, spread);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use std::time::{Duration, Instant};

    use serde_json::json;

    use super::super::testing::{accepted, ask};

    /// Each level names both types with a row of its own down to the bottom, and the interface.
    fn doubling(level: usize, levels: usize) -> String {
        if level == levels {
            return "id".to_owned();
        }
        let below = levels - level;
        let (open, close) = ("related{".repeat(below), "}".repeat(below));
        let row = |ty| format!("... on {ty}{{{open}t{ty}{level}:id{close}}}");
        let rest = doubling(level + 1, levels);
        format!("{}{}related{{{rest}}}", row("Film"), row("Series"))
    }

    #[test]
    fn types_that_overlap_on_every_level_are_refused_at_once() {
        let text = format!("{{node(id:1){{... on Work{{{}}}}}}}", doubling(0, 17));
        let start = Instant::now();
        let errors = ask(&text, json!({})).unwrap_err();
        assert!(start.elapsed() < Duration::from_secs(1));
        assert_eq!(errors[0].limit.unwrap().name, "overlaps");
    }

    #[test]
    fn a_page_of_hits_is_let_through() {
        let each = "id cast(first: 1) { nodes { id person { name } work { title ... on Film { id } ... on Series { id } } } }";
        let text = format!(
            "{{ search {{ __typename ... on Node {{ id }} ... on Film {{ {each} }} \
             ... on Work {{ title related {{ id ... on Film {{ {each} }} }} }} ... on Series {{ related {{ title }} }} }} }}"
        );
        accepted(&text);
    }
}
