//! The arguments of the schema's description of itself.
//!
//! `includeDeprecated` may be null, which says no more than leaving it out. The executor takes it for
//! an argument that must have a value: so the document that is run has none of those that are null.

use apollo_compiler::ast::{Argument, Definition, Document as Ast, Selection, Value};
use apollo_compiler::{Name, Node};

/// The one argument of the description that may be null. No field of a schema has one of this name.
const ARGUMENT: &str = "includeDeprecated";

/// The variables that stand for it among the arguments of a field of a type.
pub(super) fn variables<'d>(
    ty: &Name,
    arguments: &'d [Node<Argument>],
) -> impl Iterator<Item = &'d Name> {
    let is_description = ty.starts_with("__");
    let arguments = arguments.iter().filter(move |_| is_description);
    arguments.filter_map(|argument| match &*argument.value {
        Value::Variable(name) if argument.name == ARGUMENT => Some(name),
        _ => None,
    })
}

/// The document without those that are null.
pub(super) fn without_null(document: &Ast, is_null: &impl Fn(&Value) -> bool) -> Ast {
    let mut document = document.clone();
    for definition in &mut document.definitions {
        match definition {
            Definition::OperationDefinition(operation) => {
                leave_out(&mut operation.make_mut().selection_set, is_null);
            }
            Definition::FragmentDefinition(fragment) => {
                leave_out(&mut fragment.make_mut().selection_set, is_null);
            }
            _ => {}
        }
    }
    document
}

fn leave_out(selections: &mut [Selection], is_null: &impl Fn(&Value) -> bool) {
    for selection in selections {
        match selection {
            Selection::Field(field) => {
                let field = field.make_mut();
                let is_left = |argument: &Node<Argument>| {
                    argument.name != ARGUMENT || !is_null(&argument.value)
                };
                field.arguments.retain(is_left);
                leave_out(&mut field.selection_set, is_null);
            }
            Selection::InlineFragment(inline) => {
                leave_out(&mut inline.make_mut().selection_set, is_null);
            }
            Selection::FragmentSpread(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::super::testing::{SDL, request, scalars};
    use super::super::{Gate, GateLimits};

    /// What is run of a document.
    fn run(text: &str, variables: serde_json::Value) -> String {
        let limits = GateLimits::default();
        let gate = Gate::new(SDL, limits, scalars(), |tree| tree.to_string()).unwrap();
        let admitted = gate.admit(&request(text, variables)).unwrap();
        admitted.document.to_string()
    }

    #[test]
    fn null_is_as_if_it_were_left_out() {
        let text = "query($d: Boolean) { __type(name: \"Film\") { fields(includeDeprecated: $d) { ...F } } } \
                    fragment F on __Field { args(includeDeprecated: $d) { name } }";
        for variables in [json!({}), json!({"d": null})] {
            assert!(!run(text, variables).contains("includeDeprecated"));
        }
        let kept = run(text, json!({"d": true}));
        assert_eq!(kept.matches("includeDeprecated: $d").count(), 2);
        for field in [
            "fields(includeDeprecated: null) { name }",
            "enumValues(includeDeprecated: null) { name }",
            "inputFields(includeDeprecated: null) { name }",
            "fields { args(includeDeprecated: null) { name } }",
        ] {
            let text = format!("{{ __schema {{ types {{ ... on __Type {{ {field} }} }} }} }}");
            assert!(!run(&text, json!({})).contains("includeDeprecated"));
        }
        let text = "{ __schema { directives { args(includeDeprecated: true) { name } } } }";
        assert!(run(text, json!({})).contains("includeDeprecated: true"));
    }
}
