//! STUB, to be replaced at the merge: parses and validates, knows no bounds.

use std::sync::Arc;

use apollo_compiler::{
    ExecutableDocument, Schema, request::coerce_variable_values, validation::Valid,
};
use serde_json::{Map, Value};

#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq)]
pub struct GateLimits {
    pub max_bytes: u64,
    pub max_tokens: usize,
    pub max_recursion: usize,
    pub max_definitions: u64,
    pub max_fields: u64,
    pub max_aliases: u64,
    pub max_directives: u64,
    pub max_depth: u64,
    pub max_introspection_depth: u64,
    pub max_cost: u64,
    pub default_page: u64,
    pub max_page: u64,
    pub cache_bytes: u64,
}

impl Default for GateLimits {
    fn default() -> Self {
        Self {
            max_bytes: 128 * 1024,
            max_tokens: 20_000,
            max_recursion: 64,
            max_definitions: 200,
            max_fields: 5_000,
            max_aliases: 200,
            max_directives: 200,
            max_depth: 20,
            max_introspection_depth: 2,
            max_cost: 100_000,
            default_page: 20,
            max_page: 100,
            cache_bytes: 32 << 20,
        }
    }
}

/// A request as it came.
#[derive(Debug, Clone, PartialEq)]
pub struct GraphQlRequest {
    /// The document.
    pub query: String,
    /// Which operation.
    pub operation_name: Option<String>,
    /// The variables, not yet coerced.
    pub variables: Map<String, Value>,
}

/// What an operation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum OperationKind {
    Query,
    Mutation,
    Subscription,
}

/// A request that may be executed.
#[derive(Debug)]
#[allow(missing_docs)]
pub struct Admitted<D> {
    pub document: Arc<D>,
    pub operation: OperationKind,
    pub operation_name: Option<String>,
    pub variables: Map<String, Value>,
    pub cost: u64,
}

#[allow(missing_docs)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GateCode {
    ParseFailed,
    ValidationFailed,
    InvalidVariables,
    OperationNotFound,
    BudgetExceeded,
}

impl GateCode {
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ParseFailed => "PARSE_FAILED",
            Self::ValidationFailed => "VALIDATION_FAILED",
            Self::InvalidVariables => "INVALID_VARIABLES",
            Self::OperationNotFound => "OPERATION_NOT_FOUND",
            Self::BudgetExceeded => "BUDGET_EXCEEDED",
        }
    }
}

#[allow(missing_docs)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Location {
    pub line: usize,
    pub column: usize,
}

#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathSegment {
    Field(String),
    Index(usize),
}

#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoundHit {
    pub name: &'static str,
    pub limit: u64,
    pub actual: u64,
}

#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq)]
pub struct GateError {
    pub code: GateCode,
    pub message: String,
    pub locations: Vec<Location>,
    pub path: Vec<PathSegment>,
    pub limit: Option<BoundHit>,
}

/// The SDL cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct GateBuildError(String);

type Compile<D> = Box<dyn Fn(&str) -> Result<D, String> + Send + Sync>;

/// The stub.
pub struct Gate<D> {
    schema: Valid<Schema>,
    compile: Compile<D>,
}

impl<D> Gate<D> {
    /// The stub.
    pub fn new(
        sdl: &str,
        _limits: GateLimits,
        compile: impl Fn(&str) -> Result<D, String> + Send + Sync + 'static,
    ) -> Result<Self, GateBuildError> {
        let schema = Schema::parse_and_validate(sdl, "schema.graphql")
            .map_err(|error| GateBuildError(error.to_string()))?;
        Ok(Self {
            schema,
            compile: Box::new(compile),
        })
    }

    /// The stub.
    pub fn admit(&self, request: &GraphQlRequest) -> Result<Admitted<D>, Vec<GateError>> {
        let fail = |code, message: String| {
            let location = Location { line: 1, column: 1 };
            vec![GateError {
                code,
                message,
                locations: vec![location],
                path: Vec::new(),
                limit: None,
            }]
        };
        apollo_compiler::ast::Document::parse(&request.query, "request")
            .map_err(|e| fail(GateCode::ParseFailed, e.errors.to_string()))?;
        let document =
            ExecutableDocument::parse_and_validate(&self.schema, &request.query, "request")
                .map_err(|e| fail(GateCode::ValidationFailed, e.errors.to_string()))?;
        let operation = document
            .operations
            .get(request.operation_name.as_deref())
            .map_err(|e| fail(GateCode::OperationNotFound, e.message().to_string()))?;
        let given: apollo_compiler::response::JsonMap =
            serde_json::from_value(Value::Object(request.variables.clone()))
                .map_err(|e| fail(GateCode::InvalidVariables, e.to_string()))?;
        let variables = coerce_variable_values(&self.schema, operation, &given)
            .map_err(|e| fail(GateCode::InvalidVariables, e.message().to_string()))?;
        let variables = match serde_json::to_value(&*variables) {
            Ok(Value::Object(map)) => map,
            _ => Map::new(),
        };
        let kind = if operation.is_mutation() {
            OperationKind::Mutation
        } else if operation.is_subscription() {
            OperationKind::Subscription
        } else {
            OperationKind::Query
        };
        let operation_name = operation.name.as_ref().map(ToString::to_string);
        let document =
            (self.compile)(&document.to_string()).map_err(|e| fail(GateCode::ParseFailed, e))?;
        Ok(Admitted {
            document: Arc::new(document),
            operation: kind,
            operation_name,
            variables,
            cost: 1,
        })
    }
}
