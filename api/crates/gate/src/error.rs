//! What the gate says when it refuses.

use apollo_compiler::parser::{SourceMap, SourceSpan};

use super::OperationKind;

/// An answer lists at most this many errors: the first few are what an author reads, and a document
/// made to be wrong everywhere must not buy a long answer.
pub(super) const MAX_ERRORS: usize = 20;

/// Quoted values are cut to this many characters, so that an error never echoes a whole body.
const MAX_QUOTE: usize = 60;

/// The kind of refusal, for `extensions.code`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GateCode {
    /// The text is not a GraphQL document.
    ParseFailed,
    /// The document breaks a rule of the language or does not fit the schema.
    ValidationFailed,
    /// A variable is missing or has a value of the wrong kind.
    InvalidVariables,
    /// `operationName` names none of the document's operations, or is missing where there are many.
    OperationNotFound,
    /// A bound was hit; [`GateError::limit`] names it.
    BudgetExceeded,
}

impl GateCode {
    /// The code as clients see it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ParseFailed => "PARSE_FAILED",
            Self::ValidationFailed => "VALIDATION_FAILED",
            Self::InvalidVariables => "INVALID_VARIABLES",
            Self::OperationNotFound => "OPERATION_NOT_FOUND",
            Self::BudgetExceeded => "BUDGET_EXCEEDED",
        }
    }
}

/// A place in the document, both counted from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Location {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// One step of [`GateError::path`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathSegment {
    /// A field, by the name that it has in the response.
    Field(String),
    /// A place in a list.
    Index(usize),
}

impl std::fmt::Display for PathSegment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Field(name) => f.write_str(name),
            Self::Index(index) => write!(f, "{index}"),
        }
    }
}

/// The bound that was hit, what it allows and what the request asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BoundHit {
    /// The bound, as in `cost` or `depth`.
    pub name: &'static str,
    /// The largest value that is let through.
    pub limit: u64,
    /// The value of this request. Where counting stopped at the bound, the first value above it.
    pub actual: u64,
}

/// The value at fault, where it is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ErrorPlace {
    /// The argument, and the way into it: `filter.date.to`.
    Argument(String),
    /// The variable, and the way into it: `filter.date.to`.
    Variable(String),
}

/// One reason for a refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GateError {
    /// The kind of refusal.
    pub code: GateCode,
    /// The reason, for whoever wrote the request.
    pub message: String,
    /// Where in the document.
    pub locations: Vec<Location>,
    /// The response path at fault, where there is one: the costliest one for a cost.
    pub path: Vec<PathSegment>,
    /// The bound, where one was hit.
    pub limit: Option<BoundHit>,
    /// The value at fault, where it is one.
    pub place: Option<Box<ErrorPlace>>,
}

impl GateError {
    pub(super) fn new(code: GateCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            locations: Vec::new(),
            path: Vec::new(),
            limit: None,
            place: None,
        }
    }

    pub(super) fn of(mut self, place: ErrorPlace) -> Self {
        self.place = Some(Box::new(place));
        self
    }

    pub(super) fn at(mut self, location: Option<Location>) -> Self {
        self.locations.extend(location);
        self
    }

    /// A bound that was hit: `what` is counted, as in "Fields after expansion of fragments".
    pub(super) fn bound(hit: BoundHit, what: &str, advice: &str) -> Self {
        let BoundHit { limit, actual, .. } = hit;
        Self {
            limit: Some(hit),
            ..Self::new(
                GateCode::BudgetExceeded,
                format!("{what}: {actual}, and the most allowed is {limit}. {advice}"),
            )
        }
    }
}

/// A request that is not admitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// One to twenty reasons, all of one stage.
    pub errors: Vec<GateError>,
    /// The kind of the operation that was meant, where the document could be read.
    pub operation: Option<OperationKind>,
}

/// Why no gate can be made from a schema: an error of whoever builds the server.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GateBuildError {
    /// The text is no valid schema.
    #[error("the schema does not hold: {0}")]
    Schema(String),
    /// A scalar that nobody reads.
    #[error("nothing reads the scalar {0}")]
    Scalar(String),
    /// What the schema says about cost is nothing that the gate can count with.
    #[error("{place}: {fault}")]
    Cost {
        /// The coordinate of what it is said of, as in `Film.cast` or `RoleFilter.genres`.
        place: String,
        /// What is wrong with it.
        fault: CostFault,
    },
}

/// What is wrong with a directive about cost.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CostFault {
    /// A weight, of the directive of this name.
    #[error("the weight of @{0} is a whole number from 0")]
    Weight(String),
    /// The size without an argument.
    #[error("the assumedSize of @listSize is a whole number from 0")]
    AssumedSize,
    /// An argument that should say the size.
    #[error("@listSize has `{0}` among its slicingArguments, and the field has no such Int")]
    SlicingArgument(String),
    /// A field below that should have the size.
    #[error("@listSize has `{0}` among its sizedFields, and the field's type has no such list")]
    SizedField(String),
    /// A size, and nothing that has it.
    #[error("@listSize without sizedFields stands at a list")]
    NoList,
    /// A rule for clients that the gate does not hold them to.
    #[error(
        "@listSize with slicingArguments says `requireOneSlicingArgument: false`: the gate asks \
         for none, and of several it counts with the greatest"
    )]
    ExactlyOneSlicingArgument,
}

impl CostFault {
    pub(super) fn at(self, place: &str) -> GateBuildError {
        GateBuildError::Cost {
            place: place.to_owned(),
            fault: self,
        }
    }
}

/// The place of a span, where it is known.
pub(super) fn place(span: Option<SourceSpan>, sources: &SourceMap) -> Option<Location> {
    let found = span?.line_column(sources)?;
    Some(Location {
        line: found.line,
        column: found.column,
    })
}

/// A message with a full stop, unless it ends as a sentence does.
pub(super) fn sentence(mut text: String) -> String {
    if !text.ends_with(['.', '?']) {
        text.push('.');
    }
    text
}

/// A value as quoted in a message.
pub(super) fn quote(value: &impl std::fmt::Display) -> String {
    cut(value.to_string(), MAX_QUOTE)
}

/// A text, cut after so many characters.
pub(super) fn cut(mut text: String, most: usize) -> String {
    if let Some((end, _)) = text.char_indices().nth(most) {
        text.truncate(end);
        text.push('…');
    }
    text
}
