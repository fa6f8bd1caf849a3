//! Inputs marked `@oneOf`: exactly one key, and a value for it.
//!
//! The validator does not know the rule, so it is ours, for literals and for variables alike.

use apollo_compiler::schema::InputObjectType;

/// What a key of an input object holds, as far as the rule goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Held<'a> {
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
    keys: &[(&str, Held<'_>)],
) -> Option<String> {
    let rule = format!(
        "{place}: \"{}\" takes exactly one key with a value",
        input.name
    );
    match keys {
        [] => Some(format!("{rule}, and got none.")),
        [(_, Held::Value)] => None,
        [(key, Held::Null)] => Some(format!("{rule}, and \"{key}\" is null.")),
        [(key, Held::NullableVariable(variable))] => Some(format!(
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
