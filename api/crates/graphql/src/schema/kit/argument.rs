//! Errors about the values of arguments, in our words and with the name of the argument. The executor
//! says of what type a value could not be read, and leaves out for what it was given.

use async_graphql::parser::types::{ExecutableDocument, Field, Selection, SelectionSet};
use async_graphql::{Name, Pos, Response, ServerError, Value};
use serde_json::{Map, Value as Json};

/// How the executor begins and ends what it says.
const BEGINS: &str = "Failed to parse \"";
const ENDS: &str = " (occurred while parsing \"";

/// What a scalar of ours says of a value, without what the executor says around it; none where it is
/// not of such.
pub(crate) fn own_words(message: &str) -> Option<&str> {
    let (_, reason) = message.strip_prefix(BEGINS)?.split_once("\": ")?;
    // What is quoted in the reason stands before the executor's own end.
    let is_end = |end: &str| end.ends_with("\")") && !end.contains('\n');
    let mut reason = reason;
    while let Some((before, end)) = reason.rsplit_once(ENDS)
        && is_end(end)
    {
        reason = before;
    }
    Some(reason)
}

/// Names the arguments in errors about their values.
pub fn name_arguments(
    document: &ExecutableDocument,
    variables: &Map<String, Json>,
    response: &mut Response,
) {
    for error in &mut response.errors {
        let Some(reason) = own_words(&error.message).map(str::to_owned) else {
            continue;
        };
        let at = error.locations.first().copied();
        let named = at.and_then(|at| argument_at(document, at, variables));
        let place = named.map(|(name, value)| {
            let within = way_to(&value, &reason).unwrap_or_default();
            [vec![name.to_string()], within].concat().join(".")
        });
        tell(error, place, &reason);
    }
}

fn tell(error: &mut ServerError, place: Option<String>, reason: &str) {
    error.message = match &place {
        Some(place) => format!("`{place}`: {reason}"),
        None => reason.to_owned(),
    };
    if let (Some(place), Some(extensions)) = (place, &mut error.extensions) {
        extensions.set("argument", place);
    }
}

/// The argument whose value stands here.
fn argument_at(
    document: &ExecutableDocument,
    at: Pos,
    variables: &Map<String, Json>,
) -> Option<(Name, Value)> {
    let operations = document.operations.iter();
    let operations = operations.map(|(_, operation)| &operation.node.selection_set.node);
    let fragments = document.fragments.values();
    let fragments = fragments.map(|fragment| &fragment.node.selection_set.node);
    let mut left: Vec<&SelectionSet> = operations.chain(fragments).collect();
    while let Some(set) = left.pop() {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => {
                    if let Some(found) = of_field(&field.node, at, variables) {
                        return Some(found);
                    }
                    left.push(&field.node.selection_set.node);
                }
                Selection::InlineFragment(inline) => left.push(&inline.node.selection_set.node),
                Selection::FragmentSpread(_) => {}
            }
        }
    }
    None
}

fn of_field(field: &Field, at: Pos, variables: &Map<String, Json>) -> Option<(Name, Value)> {
    let mut arguments = field.arguments.iter();
    let (name, value) = arguments.find(|(_, value)| value.pos == at)?;
    let variable = |name: Name| {
        let value = variables.get(name.as_str()).cloned().unwrap_or_default();
        Value::from_json(value)
    };
    let value = value.node.clone().into_const_with(variable);
    Some((name.node.clone(), value.unwrap_or_default()))
}

/// The way to the text in a value that the reason quotes.
fn way_to(value: &Value, reason: &str) -> Option<Vec<String>> {
    match value {
        Value::String(text) => reason.contains(&format!("\"{text}\"")).then(Vec::new),
        Value::List(items) => first(items.iter().enumerate(), reason),
        Value::Object(members) => first(members, reason),
        _ => None,
    }
}

/// The first way that leads there, by the name or place of each member.
fn first<'v, N: ToString>(
    members: impl IntoIterator<Item = (N, &'v Value)>,
    reason: &str,
) -> Option<Vec<String>> {
    members.into_iter().find_map(|(name, member)| {
        let rest = way_to(member, reason)?;
        Some([vec![name.to_string()], rest].concat())
    })
}

#[cfg(test)]
mod tests {
    use super::own_words;

    #[test]
    fn what_the_executor_says_around_a_reason_is_left_out() {
        let reason = "\"x (occurred while parsing \" is not a day";
        let said = format!(
            "Failed to parse \"Date\": {reason} (occurred while parsing \"A\") (occurred while parsing \"B\")"
        );
        assert_eq!(own_words(&said), Some(reason));
        assert_eq!(own_words("there is no such film"), None);
    }
}
