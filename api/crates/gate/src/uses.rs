//! Where the operations of a document use their variables, as far as values hang on it.

use apollo_compiler::Name;
use apollo_compiler::collections::{HashMap, HashSet};

/// Where one operation uses its variables.
#[derive(Default)]
pub(super) struct Uses {
    without_null: HashMap<Name, String>,
    reads_scalars: HashSet<Name>,
    describes: HashSet<Name>,
}

impl Uses {
    /// Notes a place at which null has no meaning, though the variable may be null.
    pub(super) fn note_without_null(&mut self, variable: &Name, place: impl FnOnce() -> String) {
        if !self.without_null.contains_key(variable) {
            self.without_null.insert(variable.clone(), place());
        }
    }

    /// Notes a place whose scalars are read before the operation runs.
    pub(super) fn note_reads_scalars(&mut self, variable: &Name) {
        self.reads_scalars.insert(variable.clone());
    }

    /// Notes an argument of the schema's description of itself.
    pub(super) fn note_describes(&mut self, variable: &Name) {
        self.describes.insert(variable.clone());
    }

    /// The variables that stand for arguments of the schema's description of itself.
    pub(super) fn describes(&self) -> impl Iterator<Item = &Name> {
        self.describes.iter()
    }

    /// The first place at which the variable must not be null, though its type admits it.
    pub(super) fn without_null(&self, variable: &str) -> Option<&str> {
        self.without_null.get(variable).map(String::as_str)
    }

    /// Whether scalars in the variable are read before the operation runs: wherever it stands, but
    /// in the input of a mutation.
    pub(super) fn reads_scalars(&self, variable: &str) -> bool {
        self.reads_scalars.contains(variable)
    }
}

/// The same of all operations of a document, by their names.
#[derive(Default)]
pub(super) struct AllUses(HashMap<Option<Name>, Uses>);

impl AllUses {
    pub(super) fn insert(&mut self, operation: Option<Name>, uses: Uses) {
        self.0.insert(operation, uses);
    }

    pub(super) fn of(&self, operation: Option<&Name>) -> Option<&Uses> {
        self.0.get(&operation.cloned())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::GateCode::InvalidVariables;
    use super::super::testing::{accepted_with, refused_with};

    #[test]
    fn null_does_not_stand_where_a_default_made_a_variable_fit() {
        for (text, place) in [
            ("query($x: ID = 1) { node(id: $x) { id } }", "node.id"),
            (
                "query($x: [ID!] = [1]) { a: nodes(ids: $x) { id } }",
                "a.ids",
            ),
            (
                "query($x: ID = 1) { nodes(ids: [2, $x]) { id } }",
                "nodes.ids[1]",
            ),
            (
                "query($x: Int = 1) { sizes(need: 1, in: {a: $x}) }",
                "sizes.in.a",
            ),
            (
                "query($x: Sort = YEAR) { film { cast(orderBy: {field: $x}) { totalCount } } }",
                "film.cast.orderBy.field",
            ),
            (
                "query($x: Boolean = true) { film { id @include(if: $x) } }",
                "film.@include.if",
            ),
            (
                "query($x: Boolean = true) { film { ...F } } fragment F on Film { id @skip(if: $x) }",
                "film.@skip.if",
            ),
            (
                "query($x: Day) { film { shown(must: $x) } }",
                "film.shown.must",
            ),
            ("query A($x: ID = 1) { node(id: $x) { id } }", "node.id"),
        ] {
            let error = refused_with(text, json!({"x": null}), InvalidVariables);
            let said = format!("Variable \"$x\": null is not allowed for argument \"{place}\"; ");
            assert!(error.message.starts_with(&said), "{}", error.message);
            accepted_with(text, json!({}));
        }
        accepted_with(
            "query($x: ID = 1) { film(id: $x) { id } }",
            json!({"x": null}),
        );
    }
}
