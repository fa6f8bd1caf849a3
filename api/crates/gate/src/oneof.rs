//! Inputs marked `@oneOf`: exactly one key, and a value for it.
//!
//! The validator does not know the rule, so it is ours, for literals and for variables alike.

use apollo_compiler::schema::InputObjectType;

/// What a key of an input object holds, as far as the rule goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KeyValue<'a> {
    /// A value other than null.
    Value,
    /// Null.
    Null,
    /// A variable whose type admits null.
    NullableVariable(&'a str),
}

/// Whether exactly one key of the input must be given.
pub(super) fn is_one_of(input: &InputObjectType) -> bool {
    input.directives.has("oneOf")
}

/// The reason why an input breaks the rule, if it does. `place` is where it stands, as in
/// `argument "film.by"`.
pub(super) fn fault(
    input: &InputObjectType,
    place: &str,
    keys: &[(&str, KeyValue<'_>)],
) -> Option<String> {
    let rule = format!(
        "{place}: \"{}\" takes exactly one key with a value",
        input.name
    );
    match keys {
        [] => Some(format!("{rule}, and got none.")),
        [(_, KeyValue::Value)] => None,
        [(key, KeyValue::Null)] => Some(format!("{rule}, and \"{key}\" is null.")),
        [(key, KeyValue::NullableVariable(variable))] => Some(format!(
            "{rule}, and \"{key}\" is the variable \"${variable}\", which may be null; \
             declare it with a \"!\"."
        )),
        many => {
            let names: Vec<String> = many.iter().map(|(key, _)| format!("\"{key}\"")).collect();
            let list = super::error::quote(&names.join(", "));
            Some(format!("{rule}, and got {}: {list}.", many.len()))
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use serde_json::json;

    use super::super::GateCode::{InvalidVariables, ValidationFailed};
    use super::super::testing::{accepted, accepted_with, refused, refused_with};

    #[test]
    fn literals_hold_one_key() {
        for (argument, said) in [
            (
                "film(by: {})",
                "Argument \"film.by\": \"FilmBy\" takes exactly one key with a value, and got none.",
            ),
            (
                "film(by: {id: 1, slug: \"x\"})",
                "and got 2: \"id\", \"slug\".",
            ),
            ("film(by: {id: null})", "\"id\" is null"),
            ("film(by: {id: 1, slug: null})", "and got 2"),
            ("x: film(by: {many: [{id: 1}, {}]})", "\"x.by.many[1]\""),
            ("film(by: {many: {}})", "\"film.by.many\""),
            ("film(by: {nested: {by: {}}})", "\"film.by.nested.by\""),
            (
                "deep(in: {by: {id: 1}, list: [[{id: 1}], [{}]]})",
                "\"deep.in.list[1][0]\"",
            ),
            ("films(bys: {})", "\"films.bys\""),
        ] {
            let error = refused(&format!("{{ {argument} {{ id }} }}"), ValidationFailed);
            assert!(error.message.contains(said), "{} / {said}", error.message);
            assert_eq!(error.locations.len(), 1);
        }
        let error = refused(
            "query($by: FilmBy = {}) { film(by: $by) { id } }",
            ValidationFailed,
        );
        assert!(error.message.contains("\"$by\""), "{}", error.message);
        accepted("{ film(by: {id: 1}) { id } films(bys: [{slug: \"a\"}]) { id } }");
    }

    #[test]
    fn a_variable_within_must_not_be_null() {
        for declared in ["ID", "ID = 1"] {
            let text = format!("query($i: {declared}) {{ film(by: {{id: $i}}) {{ id }} }}");
            let error = refused(&text, ValidationFailed);
            assert!(
                error.message.contains("\"$i\", which may be null"),
                "{}",
                error.message
            );
        }
        let text = "query($i: ID!) { film(by: {id: $i}) { id } }";
        accepted_with(text, json!({"i": 1}));
    }

    #[test]
    fn variables_hold_one_key() {
        let text = "query($by: FilmBy, $in: Nested) { film(by: $by) { id } deep(in: $in) { id } }";
        for (given, said) in [
            (
                json!({"by": {}}),
                "Variable \"$by\": \"FilmBy\" takes exactly one key with a value, and got none.",
            ),
            (
                json!({"by": {"id": 1, "slug": null}}),
                "and got 2: \"id\", \"slug\".",
            ),
            (json!({"by": {"slug": null}}), "\"slug\" is null"),
            (json!({"by": {"many": [{"id": 1}, {}]}}), "\"$by.many[1]\""),
            (
                json!({"in": {"by": {"id": 1}, "list": [[{}]]}}),
                "\"$in.list[0][0]\"",
            ),
        ] {
            let error = refused_with(text, given, InvalidVariables);
            assert!(error.message.contains(said), "{} / {said}", error.message);
        }
        let nested = json!({"by": {"nested": {"by": {"id": 1}}}});
        let admitted = accepted_with(text, nested);
        let read = json!({"nested": {"by": {"id": "1"}, "note": "none"}});
        assert_eq!(admitted.variables["by"], read);
    }
}
