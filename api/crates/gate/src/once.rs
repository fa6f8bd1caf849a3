//! Mutations that stand twice under one response key.
//!
//! By the language they are one field, to be run once. The executor runs each where it stands, so that
//! what was meant as one change would be two: they are refused.

use std::collections::{BTreeMap, BTreeSet};

use apollo_compiler::ExecutableDocument;
use apollo_compiler::executable::{Field, Selection, SelectionSet};

use super::error::{GateCode, GateError, place, quote};

/// Refuses a document with a mutation that stands twice under one key.
pub(super) fn check(document: &ExecutableDocument) -> Result<(), GateError> {
    let mutations = document.operations.iter();
    for mutation in mutations.filter(|operation| operation.is_mutation()) {
        let mut roots = Roots {
            document,
            keys: BTreeSet::new(),
            fragments: BTreeMap::new(),
        };
        roots.collect(&mutation.selection_set)?;
    }
    Ok(())
}

struct Roots<'d> {
    document: &'d ExecutableDocument,
    keys: BTreeSet<&'d str>,
    /// The fragments that were met, each with a field of it, if it has one.
    fragments: BTreeMap<&'d str, Option<&'d Field>>,
}

impl<'d> Roots<'d> {
    /// Goes through fields at the root; gives the first of them.
    fn collect(&mut self, set: &'d SelectionSet) -> Result<Option<&'d Field>, GateError> {
        let mut first = None;
        for selection in &set.selections {
            let found = match selection {
                Selection::Field(field) if field.name == "__typename" => None,
                Selection::Field(field) => {
                    if !self.keys.insert(field.response_key().as_str()) {
                        return Err(self.twice(field));
                    }
                    Some(&**field)
                }
                Selection::InlineFragment(inline) => self.collect(&inline.selection_set)?,
                Selection::FragmentSpread(spread) => self.spread(&spread.fragment_name)?,
            };
            first = first.or(found);
        }
        Ok(first)
    }

    fn spread(&mut self, name: &'d str) -> Result<Option<&'d Field>, GateError> {
        match self.fragments.get(name) {
            Some(Some(field)) => Err(self.twice(field)),
            Some(None) => Ok(None),
            None => {
                let fragment = self.document.fragments.get(name);
                let found = match fragment {
                    Some(fragment) => self.collect(&fragment.selection_set)?,
                    None => None,
                };
                self.fragments.insert(name, found);
                Ok(found)
            }
        }
    }

    fn twice(&self, field: &Field) -> GateError {
        let key = quote(field.response_key());
        let message = format!(
            "The mutation \"{key}\" stands twice under this key, and would be run twice: write it once, or give the second another name, as in \"second: {}\".",
            field.name
        );
        let location = place(field.name.location(), &self.document.sources);
        GateError::new(GateCode::ValidationFailed, message).at(location)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::super::testing::{accepted, refused};
    use super::GateCode::ValidationFailed;

    #[test]
    fn a_mutation_stands_once_under_a_key() {
        let one = "rename(id: 1, to: \"x\")";
        for text in [
            format!("mutation {{ {one} {{ id }} {one} {{ title }} }}"),
            format!("mutation {{ a: {one} {{ id }} a: {one} {{ id }} }}"),
            format!("mutation {{ {one} {{ id }} ... {{ {one} {{ id }} }} }}"),
            format!("mutation {{ ...A ...A }} fragment A on Mutation {{ {one} {{ id }} }}"),
            format!(
                "mutation {{ ...A ...B }} fragment A on Mutation {{ ...B }} fragment B on Mutation {{ {one} {{ id }} }}"
            ),
            format!("mutation {{ {one} {{ id }} {one} @skip(if: true) {{ id }} }}"),
        ] {
            let error = refused(&text, ValidationFailed);
            assert!(error.message.contains("twice"), "{text}: {}", error.message);
        }
    }

    #[test]
    fn what_is_twice_and_harmless_is_accepted() {
        let one = "rename(id: 1, to: \"x\") { id id }";
        accepted(&format!(
            "mutation {{ __typename a: {one} __typename b: {one} }}"
        ));
        accepted("mutation { ...A ...A } fragment A on Mutation { __typename }");
        accepted("{ film { id } film { title } }");
    }
}
