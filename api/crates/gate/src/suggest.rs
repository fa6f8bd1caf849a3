//! Names that somebody may have meant: a word of a document that the schema does not know is often a
//! letter away from one that it knows.

use apollo_compiler::schema::ExtendedType;
use apollo_compiler::{Name, Schema};

/// The most names that are suggested.
const MAX_NAMES: usize = 3;
/// Words longer than any name need not be compared.
const MAX_WORD: usize = 100;

/// ` (did you mean "title"?)`, or nothing where no name is like the word.
pub(super) fn suggestion<'n>(word: &str, names: impl IntoIterator<Item = &'n Name>) -> String {
    let names: Vec<String> = nearest(word, names.into_iter().map(Name::as_str))
        .into_iter()
        .map(|name| format!("\"{name}\""))
        .collect();
    match names.as_slice() {
        [] => String::new(),
        names => format!(" (did you mean {}?)", names.join(" or ")),
    }
}

/// The names that are most like a word, the nearest first.
fn nearest<'n>(word: &str, names: impl Iterator<Item = &'n str>) -> Vec<&'n str> {
    if word.is_empty() || word.len() > MAX_WORD {
        return Vec::new();
    }
    let word = word.to_lowercase();
    // As in the reference implementation: two letters in five may differ, and one more.
    let most = word.chars().count() * 2 / 5 + 1;
    let mut found: Vec<(usize, &str)> = names
        .map(|name| (strsim::osa_distance(&word, &name.to_lowercase()), name))
        .filter(|(distance, name)| *distance <= most && *distance < name.len())
        .collect();
    found.sort_unstable();
    // What is much farther off than the best is noise.
    let best = found.first().map_or(0, |(distance, _)| *distance);
    found.retain(|(distance, _)| *distance <= best + 1);
    found.truncate(MAX_NAMES);
    found.into_iter().map(|(_, name)| name).collect()
}

/// What may be meant where the validator does not know a name, by what it says of it.
pub(super) fn for_diagnostic(message: &str, schema: &Schema) -> Option<String> {
    let parts: Vec<&str> = message.split('`').collect();
    let found = match *parts.as_slice() {
        ["type ", owner, " does not have a field ", field, ..] => {
            let nearest = suggestion(field, fields(schema, owner));
            match nearest.is_empty() {
                true => in_members(schema, owner, field),
                false => nearest,
            }
        }
        [
            "the argument ",
            argument,
            " is not supported by ",
            place,
            ..,
        ] => suggestion(argument, arguments(schema, place)),
        ["field ", field, " does not exist on ", input, ..] => {
            suggestion(field, schema.get_input_object(input)?.fields.keys())
        }
        ["value ", value, " does not exist on ", choices, ..] => {
            suggestion(value, schema.get_enum(choices)?.values.keys())
        }
        ["cannot find directive ", directive, ..] => {
            let directives = schema.directive_definitions.keys();
            suggestion(directive.trim_start_matches('@'), directives)
        }
        ["type condition ", ty, ..] => suggestion(ty, types(schema, is_composite)),
        ["cannot find type ", ty, ..] => suggestion(ty, types(schema, |ty| !is_composite(ty))),
        _ => return None,
    };
    (!found.is_empty()).then_some(found)
}

fn is_composite(ty: &ExtendedType) -> bool {
    ty.is_object() || ty.is_interface() || ty.is_union()
}

fn types(schema: &Schema, which: impl Fn(&ExtendedType) -> bool) -> impl Iterator<Item = &Name> {
    let types = schema.types.iter().filter(move |(_, ty)| which(ty));
    types
        .map(|(name, _)| name)
        .filter(|name| !name.starts_with("__"))
}

/// Where a field is to be asked for that no type has of those that stand for others, but some of those
/// that it may be: within fragments.
fn in_members(schema: &Schema, owner: &str, field: &str) -> String {
    let (what, members): (_, Vec<&Name>) = match schema.types.get(owner) {
        Some(ExtendedType::Union(union)) => {
            let members = union.members.iter();
            ("a union", members.map(|member| &member.name).collect())
        }
        Some(ExtendedType::Interface(_)) => {
            let objects = schema.types.iter().filter_map(|(name, ty)| match ty {
                ExtendedType::Object(object) => {
                    let is_one = object.implements_interfaces.contains(owner);
                    is_one.then_some(name)
                }
                _ => None,
            });
            ("an interface", objects.collect())
        }
        _ => return String::new(),
    };
    let has_field = |member: &&Name| schema.type_field(member, field).is_ok();
    let having = members.into_iter().filter(has_field).take(MAX_NAMES);
    let having: Vec<String> = having
        .map(|member| format!("`... on {member} {{ {field} }}`"))
        .collect();
    match (having.as_slice(), what) {
        ([], "a union") => format!(" ({owner} is {what}: ask within `... on` one of its types)"),
        ([], _) => String::new(),
        (having, _) => format!(" ({owner} is {what}: write {})", having.join(" or ")),
    }
}

fn fields<'s>(schema: &'s Schema, owner: &str) -> Vec<&'s Name> {
    match schema.types.get(owner) {
        Some(ExtendedType::Object(object)) => object.fields.keys().collect(),
        Some(ExtendedType::Interface(interface)) => interface.fields.keys().collect(),
        _ => Vec::new(),
    }
}

/// The arguments of `Film.cast` or of `@include`.
fn arguments<'s>(schema: &'s Schema, place: &str) -> Vec<&'s Name> {
    let arguments = match place.split_once('.') {
        Some((owner, field)) => schema
            .type_field(owner, field)
            .ok()
            .map(|field| &field.arguments),
        None => {
            let name = place.trim_start_matches('@');
            let directive = schema.directive_definitions.get(name);
            directive.map(|directive| &directive.arguments)
        }
    };
    let arguments = arguments.into_iter().flatten();
    arguments.map(|argument| &argument.name).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::super::GateCode::ValidationFailed;
    use super::super::testing::ask;
    use super::nearest;

    #[test]
    fn what_is_like_a_name_is_suggested_and_nothing_else() {
        let names = ["title", "titles", "tagline", "DATA_SET", "film", "series"];
        for (word, found) in [
            ("titel", vec!["title", "titles"]),
            ("TITLE", vec!["title", "titles"]),
            ("films", vec!["film"]),
            ("DATASET", vec!["DATA_SET"]),
            ("cooking", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(nearest(word, names.into_iter()), found, "{word}");
        }
        assert!(nearest(&"title".repeat(100), names.into_iter()).is_empty());
    }

    #[test]
    fn a_name_that_is_not_known_is_told_with_those_like_it() {
        for (text, said) in [
            ("{ flim { id } }", "did you mean \"film\" or \"films\"?"),
            ("{ film { titel } }", "did you mean \"title\"?"),
            ("{ film(idd: 1) { id } }", "did you mean \"id\"?"),
            (
                "{ film(by: {slugg: \"x\"}) { id } }",
                "did you mean \"slug\"?",
            ),
            (
                "{ film { cast(orderBy: {field: TITEL}) { totalCount } } }",
                "did you mean \"TITLE\"?",
            ),
            (
                "{ film { cast(orderBy: {field: COOKING}) { totalCount } } }",
                "one of TITLE, YEAR",
            ),
            ("{ film { id @skipp(if: true) } }", "did you mean \"skip\"?"),
            ("{ film { id @skip(iff: true) } }", "did you mean \"if\"?"),
            (
                "{ node(id: 1) { ... on Flim { id } } }",
                "did you mean \"Film\"?",
            ),
            (
                "{ node(id: 1) { ...F } } fragment F on Flim { id }",
                "did you mean \"Film\"?",
            ),
            (
                "query($o: RoleOdrer) { film { cast(orderBy: $o) { totalCount } } }",
                "did you mean \"RoleOrder\"?",
            ),
        ] {
            let errors = ask(text, json!({})).unwrap_err();
            let told = errors.iter().any(|error| error.message.contains(said));
            assert!(told, "{errors:#?} / {said}");
            assert_eq!(errors[0].code, ValidationFailed);
        }
    }
}
