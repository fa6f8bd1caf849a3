//! Our errors as GraphQL has them.

use std::collections::BTreeMap;

use async_graphql::{ErrorExtensionValues, InputType, InputValueError, Pos, Value};
use serde_json::{Map, Value as Json, json};

use crate::error::{ApiError, Content, ErrorCode, MORE, bounded};

/// What a resolver gives. By this name and no other: the derive macros look for it.
pub(crate) type Result<T> = std::result::Result<T, ApiError>;

impl From<ApiError> for async_graphql::Error {
    fn from(error: ApiError) -> Self {
        let error = Content::from(error);
        let mut extensions = ErrorExtensionValues::default();
        for (key, value) in members(error.code, error.details) {
            extensions.set(key, Value::from_json(value).unwrap_or_default());
        }
        if !error.more.is_empty() {
            let more = error.more.into_iter().map(|error| {
                let error = Content::from(error);
                let extensions = members(error.code, error.details);
                json!({"message": error.message, "extensions": extensions})
            });
            let more = Value::from_json(more.collect()).unwrap_or_default();
            extensions.set(MORE, more);
        }
        let mut converted = Self::new(error.message);
        converted.extensions = Some(extensions);
        converted
    }
}

/// What programs read of an error.
fn members(code: ErrorCode, details: Map<String, Json>) -> BTreeMap<String, Json> {
    let code = ("code".to_owned(), Json::from(code.as_str()));
    details.into_iter().chain([code]).collect()
}

/// A value that is of the right type and not acceptable; `place` names the argument or field.
pub(crate) fn invalid(place: &str, reason: impl AsRef<str>) -> ApiError {
    let message = format!("`{place}`: {}", reason.as_ref());
    ApiError::new(ErrorCode::InvalidValue, message).with("argument", place)
}

/// The same where a scalar is read. It has no code: whoever reads a scalar says what a refusal means.
pub(crate) fn invalid_scalar<T: InputType>(reason: impl std::fmt::Display) -> InputValueError<T> {
    InputValueError::custom(bounded(reason.to_string()))
}

/// How the executor begins and ends what it says of a value.
const BEGINS: &str = "Failed to parse \"";
const ENDS: &str = " (occurred while parsing \"";

/// What is wrong with a value, without what the executor says around it.
pub(crate) fn reason<T: InputType>(error: InputValueError<T>) -> String {
    let message = error.into_server_error(Pos::default()).message;
    own_words(&message).unwrap_or(&message).to_owned()
}

fn own_words(message: &str) -> Option<&str> {
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
