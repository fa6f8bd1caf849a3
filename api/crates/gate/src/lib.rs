//! Admission of a GraphQL request: everything that can be said about it before it is executed.
//!
//! A document is parsed, bounded and validated once; a request is then an operation of a known
//! document, variables of the declared types, and a cost. What gets through is a valid request of
//! bounded work, so that the executor needs no limits and no validation of its own.
//!
//! The gate knows no executor and no schema of ours: it is built from a schema's text and from a
//! function that makes of its tree what the executor takes. No one else parses a request. What
//! fields cost stands in that text, too, as the directives `@cost`, `@listSize` and `@valueCost`. Who
//! reads the scalars of the schema's own is handed in beside it, so that a value that one of them
//! refuses is known before anything runs. Those in the input of a mutation are the mutation's to
//! read.

mod arguments;
mod bounds;
mod cache;
mod catalog;
mod coerce;
mod cost;
mod cost_directives;
#[cfg(test)]
mod costs;
mod deprecated;
mod described;
mod descriptions;
mod error;
mod introspection;
mod leaf;
mod lex;
mod once;
mod oneof;
mod overlap;
mod parse;
mod prices;
#[cfg(test)]
mod prices_tests;
mod scalars;
mod steps;
mod suggest;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod uses;
mod validate;
mod values;
mod walk;
mod weight;

use std::sync::Arc;

use apollo_compiler::ast::{
    Document as Tree, OperationDefinition, OperationType, Value as Literal,
};
use apollo_compiler::{Name, Node};
use serde_json::{Map, Value};

use cache::{CheckedDocument, Documents};
use catalog::Catalog;
use uses::Uses;
use walk::Document;

pub use error::{
    BoundHit, CostFault, ErrorPlace, GateBuildError, GateCode, GateError, Location, PathSegment,
    Refused,
};
pub use scalars::{ReadScalar, Scalars};

/// The bounds of a gate. A value at a bound is admitted, one above it is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GateLimits {
    /// Bytes of a document's text.
    pub max_bytes: u64,
    /// Tokens of a document; runs of white space and comments count as one each.
    pub max_tokens: usize,
    /// Brackets within brackets: selections, lists, input objects, list types.
    pub max_recursion: usize,
    /// Operations and fragments of a document.
    pub max_definitions: u64,
    /// Fields after expansion of fragments, of all operations together.
    pub max_fields: u64,
    /// Aliases after expansion of fragments, of all operations together.
    pub max_aliases: u64,
    /// Directives after expansion of fragments, of all operations together.
    pub max_directives: u64,
    /// Values in arguments after expansion of fragments, of all operations together; and values in
    /// variables.
    pub max_values: u64,
    /// Fields below one another. The introspection query of the common tools needs 15.
    pub max_depth: u64,
    /// Lists of the schema's own description below one another, by introspection.
    pub max_introspection_depth: u64,
    /// The cost of an operation, in records loaded.
    pub max_cost: u64,
    /// The values of an operation's answer, by estimate.
    pub max_answer_values: u64,
    /// The size of a page where none is asked for.
    pub default_page: u64,
    /// The largest size of a page.
    pub max_page: u64,
    /// Bytes of memory for known documents.
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
            max_values: 10_000,
            max_depth: 20,
            // The third list is refused, as in the rule of the reference implementation.
            max_introspection_depth: 2,
            max_cost: 100_000,
            max_answer_values: 250_000,
            default_page: 20,
            max_page: 100,
            cache_bytes: 32 * 1024 * 1024,
        }
    }
}

/// A request as it comes from whatever carried it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GraphQlRequest {
    /// The document.
    pub query: String,
    /// The operation to run, where the document has more than one.
    pub operation_name: Option<String>,
    /// The variables as given.
    pub variables: Map<String, Value>,
}

/// The kind of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OperationKind {
    /// Reads.
    Query,
    /// Writes.
    Mutation,
    /// Follows.
    Subscription,
}

impl From<OperationType> for OperationKind {
    fn from(operation: OperationType) -> Self {
        match operation {
            OperationType::Query => Self::Query,
            OperationType::Mutation => Self::Mutation,
            OperationType::Subscription => Self::Subscription,
        }
    }
}

/// A request that may be executed.
#[derive(Debug)]
pub struct Admitted<D> {
    /// The executor's own form of the document.
    pub document: Arc<D>,
    /// The kind of the operation to run.
    pub operation: OperationKind,
    /// The name of the operation to run, where it has one.
    pub operation_name: Option<String>,
    /// The operation's variables, of their declared types, defaults included, no others.
    pub variables: Map<String, Value>,
    /// What the operation may cost, in records loaded.
    pub cost: u64,
    /// How many values its answer may hold.
    pub values: u64,
}

type Compile<D> = Box<dyn Fn(&Tree) -> D + Send + Sync>;

/// Admits requests to one schema. `D` is the executor's compiled document.
pub struct Gate<D> {
    catalog: Catalog,
    limits: GateLimits,
    compile: Compile<D>,
    documents: Documents<D>,
}

impl<D: Send + Sync + 'static> Gate<D> {
    /// A gate for the schema of this text, and for its scalars. `compile` gets the tree of a valid
    /// document, once for each document while it is known; its lines and columns are those of the
    /// author's text.
    ///
    /// # Errors
    /// When the text is no valid schema, has a scalar that nobody reads, or says about cost what
    /// cannot be counted with.
    pub fn new(
        sdl: &str,
        limits: GateLimits,
        scalars: Scalars,
        compile: impl Fn(&Tree) -> D + Send + Sync + 'static,
    ) -> Result<Self, GateBuildError> {
        Ok(Self {
            catalog: Catalog::new(sdl, scalars)?,
            documents: Documents::new(limits.cache_bytes),
            limits,
            compile: Box::new(compile),
        })
    }

    /// Admits a request, or says why not.
    ///
    /// # Errors
    /// With the reasons, and the kind of the operation that was meant.
    pub fn admit(&self, request: &GraphQlRequest) -> Result<Admitted<D>, Refused> {
        let name = request.operation_name.as_deref();
        let known = self.known(&request.query, name)?;
        let document = &known.document;
        let operation = select(document, name).map_err(|error| Refused {
            errors: vec![error],
            operation: None,
        })?;
        let kind = OperationKind::from(operation.operation_type);
        let refused = |errors| Refused {
            errors,
            operation: Some(kind),
        };
        let given = &request.variables;
        bounds::variables(given, &self.limits).map_err(|error| refused(vec![error]))?;
        let none = Uses::default();
        let uses = known.uses.of(operation.name.as_ref()).unwrap_or(&none);
        let variables = coerce::coerce(&self.catalog, document, operation, uses, given);
        let variables = variables.map_err(refused)?;
        let estimate = cost::check(&self.catalog, document, operation, &variables, &self.limits)
            .map_err(|error| refused(vec![error]))?;
        let has_none = |name: &Name| variables.get(name.as_str()).is_none_or(Value::is_null);
        let document_to_run = match uses.describes().any(has_none) {
            true => {
                let is_null =
                    |value: &Literal| value.is_null() || value.as_variable().is_some_and(has_none);
                let tree = deprecated::without_null(&document.ast, &is_null);
                Arc::new((self.compile)(&tree))
            }
            false => Arc::clone(&known.compiled),
        };
        Ok(Admitted {
            document: document_to_run,
            operation: kind,
            operation_name: operation.name.as_ref().map(ToString::to_string),
            variables,
            cost: estimate.cost,
            values: estimate.values,
        })
    }

    /// The bytes that known documents take, by estimate; never above the bound for long.
    #[must_use]
    pub fn cached_bytes(&self) -> u64 {
        self.documents.bytes()
    }

    /// The document of a text; the name is that of the operation that is meant.
    fn known(&self, text: &str, name: Option<&str>) -> Result<Arc<CheckedDocument<D>>, Refused> {
        if let Some(known) = self.documents.get(text) {
            return Ok(known);
        }
        let tree = parse::parse(text, &self.limits).map_err(|errors| Refused {
            errors,
            operation: None,
        })?;
        let document = Document::new(tree);
        let checked = validate::check(&document, &self.catalog, &self.limits);
        let uses = checked.map_err(|errors| Refused {
            errors,
            operation: select(&document, name)
                .ok()
                .map(|operation| operation.operation_type.into()),
        })?;
        let tree = deprecated::without_null(&document.ast, &Literal::is_null);
        let compiled = (self.compile)(&tree);
        let known = Arc::new(CheckedDocument::new(text, document, uses, compiled));
        self.documents.keep(text, &known);
        Ok(known)
    }
}

/// The operation that a request is about.
fn select<'d>(
    document: &'d Document,
    name: Option<&str>,
) -> Result<&'d Node<OperationDefinition>, GateError> {
    let mut operations = document.operations();
    let refused = |text: String| GateError::new(GateCode::OperationNotFound, text);
    match name {
        Some(name) => operations
            .find(|operation| operation.name.as_ref().is_some_and(|known| known == name))
            .ok_or_else(|| {
                let name = error::quote(&name);
                refused(format!("The document has no operation named \"{name}\"."))
            }),
        None => match (operations.next(), operations.next()) {
            (Some(only), None) => Ok(only),
            (None, _) => Err(refused("The document has no operation.".to_owned())),
            (Some(_), Some(_)) => Err(refused(
                "The document has several operations: name one by operationName.".to_owned(),
            )),
        },
    }
}
