//! A GraphQL error as it stands in an answer.

use gate::{ErrorPlace, GateError, Location, PathSegment};
use graphql::error::{ApiError, Content, ErrorCode, MORE};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// One entry of `errors`. `extensions` always holds a `code`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct WireError {
    pub(super) message: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    path: Vec<Value>,
    extensions: Map<String, Value>,
}

/// What is said of one thing that is wrong.
#[derive(Deserialize)]
struct Told {
    message: String,
    extensions: Map<String, Value>,
}

impl WireError {
    /// An error about the request as a whole.
    pub(super) fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        ApiError::new(code, message).into()
    }

    /// An error of the executor, and what else it holds of the same field. One without a code of ours
    /// is a fault of the server, whatever its message says, and its message is for the log only.
    pub(super) fn of_execution(error: async_graphql::ServerError) -> Vec<Self> {
        let path = path_of(&error);
        let values = error.extensions.as_ref().map(serde_json::to_value);
        let mut extensions = match values {
            Some(Ok(Value::Object(values))) if values.get("code").is_some_and(Value::is_string) => {
                values
            }
            _ => {
                let hidden = Self::hidden(&error);
                return vec![Self { path, ..hidden }];
            }
        };
        let more: Vec<Told> = extensions
            .shift_remove(MORE)
            .and_then(|more| serde_json::from_value(more).ok())
            .unwrap_or_default();
        let at = error.locations.iter();
        let locations: Vec<Value> = at.map(|at| location(at.line, at.column)).collect();
        let first = Told {
            message: error.message,
            extensions,
        };
        let all = std::iter::once(first).chain(more);
        all.map(|told| Self {
            message: told.message,
            locations: locations.clone(),
            path: path.clone(),
            extensions: told.extensions,
        })
        .collect()
    }

    fn hidden(error: &async_graphql::ServerError) -> Self {
        let locations = error
            .locations
            .iter()
            .map(|at| location(at.line, at.column))
            .collect();
        let cause = format!("{} at {:?}", error.message, error.path);
        Self {
            locations,
            ..ApiError::internal(cause).into()
        }
    }

    /// The code, for the log.
    pub(super) fn code(&self) -> &str {
        self.extensions
            .get("code")
            .and_then(Value::as_str)
            .unwrap_or_default()
    }
}

fn location(line: usize, column: usize) -> Value {
    serde_json::json!({ "line": line, "column": column })
}

fn path_of(error: &async_graphql::ServerError) -> Vec<Value> {
    let segment = |segment: &async_graphql::PathSegment| match segment {
        async_graphql::PathSegment::Field(name) => Value::from(name.as_str()),
        async_graphql::PathSegment::Index(index) => Value::from(*index),
    };
    error.path.iter().map(segment).collect()
}

impl From<ApiError> for WireError {
    fn from(error: ApiError) -> Self {
        let mut extensions = Map::new();
        let error = Content::from(error);
        extensions.insert("code".to_owned(), Value::from(error.code.as_str()));
        extensions.extend(error.details.into_iter().filter(|(key, _)| key != "code"));
        Self {
            message: error.message,
            locations: Vec::new(),
            path: Vec::new(),
            extensions,
        }
    }
}

impl From<GateError> for WireError {
    fn from(error: GateError) -> Self {
        let mut extensions = Map::new();
        extensions.insert("code".to_owned(), Value::from(error.code.as_str()));
        if let Some(hit) = error.limit {
            extensions.insert("bound".to_owned(), Value::from(hit.name.to_string()));
            extensions.insert("limit".to_owned(), Value::from(hit.limit));
            extensions.insert("actual".to_owned(), Value::from(hit.actual));
        }
        if let Some(place) = error.place {
            let (kind, place) = match *place {
                ErrorPlace::Argument(place) => ("argument", place),
                ErrorPlace::Variable(place) => ("variable", place),
            };
            extensions.insert(kind.to_owned(), Value::from(place));
        }
        let place = |at: &Location| serde_json::json!({ "line": at.line, "column": at.column });
        let segment = |segment: PathSegment| match segment {
            PathSegment::Field(name) => Value::from(name),
            PathSegment::Index(index) => Value::from(index),
        };
        Self {
            message: error.message,
            locations: error.locations.iter().map(place).collect(),
            path: error.path.into_iter().map(segment).collect(),
            extensions,
        }
    }
}
