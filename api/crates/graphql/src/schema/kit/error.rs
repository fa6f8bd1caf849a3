//! Our errors as GraphQL has them.

use async_graphql::{ErrorExtensionValues, InputValueError, Value};

use crate::error::{ApiError, ErrorCode, bounded};

/// What a resolver gives. By this name and no other: the derive macros look for it.
pub(crate) type Result<T> = std::result::Result<T, ApiError>;

impl From<ApiError> for async_graphql::Error {
    fn from(error: ApiError) -> Self {
        let mut extensions = ErrorExtensionValues::default();
        extensions.set("code", error.code.as_str());
        for (key, value) in error.details {
            let value = Value::from_json(value).unwrap_or_default();
            extensions.set(key, value);
        }
        let mut converted = Self::new(error.message);
        converted.extensions = Some(extensions);
        converted
    }
}

/// A value that is of the right type and not acceptable; `place` names the argument or field.
pub(crate) fn invalid(place: &str, reason: impl AsRef<str>) -> ApiError {
    let message = format!("`{place}`: {}", reason.as_ref());
    ApiError::new(ErrorCode::InvalidValue, message).with("argument", place)
}

/// The same where a scalar is read.
pub(crate) fn invalid_scalar<T: async_graphql::InputType>(
    reason: impl std::fmt::Display,
) -> InputValueError<T> {
    InputValueError::custom(bounded(reason.to_string()))
        .with_extension("code", ErrorCode::InvalidValue.as_str())
}
