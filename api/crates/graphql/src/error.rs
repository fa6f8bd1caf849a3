//! The errors that a client can meet, and the names they have on the wire.
//!
//! Nothing here knows HTTP or GraphQL: `http` and `schema` translate. There is no conversion from
//! "anything that can be displayed", because such a conversion is how database text reaches clients.

use std::fmt;
use std::ops::Deref;

use serde_json::{Map, Value};

/// Why a request, or a part of it, failed: the `extensions.code` of a GraphQL error.
///
/// The names are a promise to clients: one may be added, none may change its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    /// A value is of the right type but not an acceptable one.
    InvalidValue,
    /// Something that has to be given is missing.
    Required,
    /// A text, list or file is longer than allowed.
    TooLong,
    /// Nothing exists under this id, slug or path.
    NotFound,
    /// The description fits several records; the details list them.
    Ambiguous,
    /// A record with this identity exists already.
    Duplicate,
    /// The record was changed since the version the client has seen.
    VersionConflict,
    /// The caller is known and may not do this.
    Forbidden,
    /// The caller has to say who they are.
    Unauthenticated,
    /// The caller asks too often; the details say when to come back.
    RateLimited,
    /// The request goes past a bound; the details name the bound, its limit and the actual value.
    BudgetExceeded,
    /// The record existed and was removed for good.
    Gone,
    /// The server cannot do this now and will be able to soon.
    Busy,
    /// The database has no room to write. Reading goes on.
    DiskFull,
    /// Nothing can be written to the database as it is. Reading goes on.
    ReadOnly,
    /// The storage of the database fails, or what it holds is damaged.
    IoError,
    /// Whether a mutation took effect is not known: its commit was sent and not answered.
    OutcomeUnknown,
    /// A projection has not yet reached the position that the reader asked for.
    ProjectionBehind,
    /// The request was not finished, or not received, in the time allowed.
    Timeout,
    /// A fault of the server. The log has the cause under the request id.
    Internal,
    /// The document is not GraphQL.
    ParseFailed,
    /// The document is GraphQL but does not fit the schema.
    ValidationFailed,
    /// A variable is missing or does not fit its type.
    InvalidVariables,
    /// The document has no operation, several and no name given, or none of the name given.
    OperationNotFound,
    /// The HTTP request does not carry a well-formed GraphQL request.
    BadRequest,
    /// The HTTP method is not served here, or may not run this kind of operation.
    MethodNotAllowed,
    /// None of the media types that the client accepts can be produced.
    NotAcceptable,
    /// The body is not declared as JSON in UTF-8.
    UnsupportedMediaType,
    /// A query was asked for by its hash, and the server keeps no persisted queries.
    PersistedQueryNotSupported,
}

impl ErrorCode {
    /// Every code, in the order in which the documentation lists them.
    pub const ALL: [Self; 29] = [
        Self::InvalidValue,
        Self::Required,
        Self::TooLong,
        Self::NotFound,
        Self::Ambiguous,
        Self::Duplicate,
        Self::VersionConflict,
        Self::Forbidden,
        Self::Unauthenticated,
        Self::RateLimited,
        Self::BudgetExceeded,
        Self::Gone,
        Self::Busy,
        Self::DiskFull,
        Self::ReadOnly,
        Self::IoError,
        Self::OutcomeUnknown,
        Self::ProjectionBehind,
        Self::Timeout,
        Self::Internal,
        Self::ParseFailed,
        Self::ValidationFailed,
        Self::InvalidVariables,
        Self::OperationNotFound,
        Self::BadRequest,
        Self::MethodNotAllowed,
        Self::NotAcceptable,
        Self::UnsupportedMediaType,
        Self::PersistedQueryNotSupported,
    ];

    /// The name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidValue => "INVALID_VALUE",
            Self::Required => "REQUIRED",
            Self::TooLong => "TOO_LONG",
            Self::NotFound => "NOT_FOUND",
            Self::Ambiguous => "AMBIGUOUS",
            Self::Duplicate => "DUPLICATE",
            Self::VersionConflict => "VERSION_CONFLICT",
            Self::Forbidden => "FORBIDDEN",
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::RateLimited => "RATE_LIMITED",
            Self::BudgetExceeded => "BUDGET_EXCEEDED",
            Self::Gone => "GONE",
            Self::Busy => "BUSY",
            Self::DiskFull => "DISK_FULL",
            Self::ReadOnly => "READ_ONLY",
            Self::IoError => "IO_ERROR",
            Self::OutcomeUnknown => "OUTCOME_UNKNOWN",
            Self::ProjectionBehind => "PROJECTION_BEHIND",
            Self::Timeout => "TIMEOUT",
            Self::Internal => "INTERNAL",
            Self::ParseFailed => "PARSE_FAILED",
            Self::ValidationFailed => "VALIDATION_FAILED",
            Self::InvalidVariables => "INVALID_VARIABLES",
            Self::OperationNotFound => "OPERATION_NOT_FOUND",
            Self::BadRequest => "BAD_REQUEST",
            Self::MethodNotAllowed => "METHOD_NOT_ALLOWED",
            Self::NotAcceptable => "NOT_ACCEPTABLE",
            Self::UnsupportedMediaType => "UNSUPPORTED_MEDIA_TYPE",
            Self::PersistedQueryNotSupported => "PERSISTED_QUERY_NOT_SUPPORTED",
        }
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Where an error of the executor, which gives one a field, keeps what else is wrong. Clients never
/// see it: `http` tells each by itself.
pub const MORE: &str = "more";

/// All that a client is told of a fault of the server.
pub const INTERNAL_MESSAGE: &str = "Internal error";

/// The longest message, in characters: it may quote what the client sent, and that may be as long as a
/// body.
const MAX_MESSAGE: usize = 500;

/// A message that is no longer than it may be.
#[must_use]
pub fn bounded(mut message: String) -> String {
    if let Some((end, _)) = message.char_indices().nth(MAX_MESSAGE) {
        message.truncate(end);
        message.push('…');
        // Not the room of all that it quoted.
        message.shrink_to_fit();
    }
    message
}

/// An error inside a request: what went wrong, in words for a person and in details for a program.
/// One word, for every result that may be one has room for it.
///
/// It cannot be displayed, on purpose: async-graphql turns whatever can be displayed into an error
/// without a code.
#[derive(Debug, Clone, PartialEq)]
pub struct ApiError(Box<Content>);

/// What a client is told of an error.
#[derive(Debug, Clone, PartialEq)]
pub struct Content {
    /// The kind of failure.
    pub code: ErrorCode,
    /// One sentence for a person. It names what the client sent, never what the server holds.
    pub message: String,
    /// What a program may want to read; it stands in `extensions` beside the code.
    pub details: Map<String, Value>,
    /// What else is wrong in the same place of the answer: each is told as an error of its own.
    pub more: Box<[ApiError]>,
}

impl Deref for ApiError {
    type Target = Content;

    fn deref(&self) -> &Content {
        &self.0
    }
}

impl From<ApiError> for Content {
    fn from(error: ApiError) -> Self {
        *error.0
    }
}

impl ApiError {
    /// An error without details.
    #[must_use]
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self(Box::new(Content {
            code,
            message: bounded(message.into()),
            details: Map::new(),
            more: Box::default(),
        }))
    }

    /// The same, with what else is wrong.
    #[must_use]
    pub fn beside(mut self, more: Vec<Self>) -> Self {
        self.0.more = more.into_boxed_slice();
        self
    }

    /// Adds one detail. The key `code` is taken: it is the error's own.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.0.details.insert(key.to_owned(), value.into());
        self
    }

    /// A bound that was hit, told so that the client can see what would fit.
    #[must_use]
    pub fn bound(message: impl Into<String>, bound: &str, limit: u64, actual: Option<u64>) -> Self {
        let error = Self::new(ErrorCode::BudgetExceeded, message)
            .with("bound", bound)
            .with("limit", limit);
        match actual {
            Some(actual) => error.with("actual", actual),
            None => error,
        }
    }

    /// A fault of the server: the cause goes to the log, in the span of the request, and the client
    /// learns only that there was one.
    #[must_use]
    pub fn internal(cause: impl fmt::Display) -> Self {
        tracing::error!(target: "filmgraph::graphql", %cause, "internal error");
        Self::new(ErrorCode::Internal, INTERNAL_MESSAGE)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn wire_names_are_distinct_and_screaming() {
        let names: BTreeSet<_> = ErrorCode::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(names.len(), ErrorCode::ALL.len());
        for name in names {
            assert!(
                name.bytes().all(|b| b.is_ascii_uppercase() || b == b'_'),
                "{name}"
            );
        }
    }

    #[test]
    fn an_internal_error_hides_its_cause() {
        let error = ApiError::internal("password authentication failed for user \"root\"");
        assert_eq!(error.code, ErrorCode::Internal);
        assert_eq!(error.message, INTERNAL_MESSAGE);
        assert!(error.details.is_empty());
    }

    #[test]
    fn what_a_message_quotes_is_cut() {
        let quoted = format!("`id`: \"{}\" is no id", "é".repeat(1_000_000));
        let error = ApiError::new(ErrorCode::InvalidValue, quoted);
        assert_eq!(error.message.chars().count(), 501);
        assert!(error.message.capacity() < 4_000);
        assert_eq!(bounded("short".to_owned()), "short");
    }

    #[test]
    fn a_bound_says_what_would_fit() {
        let error = ApiError::bound("too deep", "max_depth", 15, Some(16));
        assert_eq!(error.details["bound"], "max_depth");
        assert_eq!(error.details["limit"], 15);
        assert_eq!(error.details["actual"], 16);
    }
}
