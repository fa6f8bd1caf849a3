//! `extensions.sources`: the sources behind exactly what an answer says.
//!
//! Who asks for them has the document marked before it is executed: every object then tells which
//! record it is. What the marks say is read off the answer and taken out again, so that the answer
//! is the same as without.

mod behind;
mod field;
mod mark;
mod shown;

use std::collections::BTreeSet;

use async_graphql::parser::types::{
    ExecutableDocument, TypeDefinition, TypeKind, TypeSystemDefinition,
};
use async_graphql::parser::{self, parse_schema};
use async_graphql::{Name, Response, Value};
use entity::source;

use super::error::Result;
use super::vocabulary::SourceKind;
use crate::model::id::{RecordKind, encode};
use crate::scope::Scope;
use behind::sources_behind;
use shown::shown;

/// The member of `extensions`.
const MEMBER: &str = "sources";
/// The field of a type that names who says so.
const SOURCE: &str = "source";

/// Names the sources behind answers; made from the schema once.
pub(crate) struct Attribution {
    /// The object types: a fragment on another one says nothing about an object.
    objects: BTreeSet<Name>,
    /// Those that name their source themselves.
    sourced: Vec<Name>,
}

impl Attribution {
    /// Reads what there is to know from the schema's text.
    ///
    /// # Errors
    /// If the text is not a schema.
    pub(crate) fn new(sdl: &str) -> std::result::Result<Self, parser::Error> {
        let mut attribution = Self {
            objects: BTreeSet::new(),
            sourced: Vec::new(),
        };
        for definition in parse_schema(sdl)?.definitions {
            if let TypeSystemDefinition::Type(ty) = definition {
                attribution.read(&ty.node);
            }
        }
        Ok(attribution)
    }

    fn read(&mut self, ty: &TypeDefinition) {
        let TypeKind::Object(object) = &ty.kind else {
            return;
        };
        let names_source = object.fields.iter().any(|field| {
            let field = &field.node;
            field.name.node == SOURCE && field.ty.node.to_string() == "Source!"
        });
        if names_source {
            self.sourced.push(ty.name.node.clone());
        }
        self.objects.insert(ty.name.node.clone());
    }

    /// The document so that its answer tells of which records it is.
    pub(crate) fn marked(&self, document: &ExecutableDocument) -> ExecutableDocument {
        mark::marked(document, &self.sourced)
    }

    /// Takes the marks out of an answer to a marked document, and adds the sources.
    ///
    /// # Errors
    /// If the sources cannot be read; the marks are out all the same.
    pub(crate) async fn name_sources(
        &self,
        scope: &Scope,
        document: &ExecutableDocument,
        operation: Option<&str>,
        response: &mut Response,
    ) -> Result<()> {
        for error in &mut response.errors {
            mark::hide(&mut error.path);
        }
        let mut shown = shown(&self.objects, document, operation, &mut response.data);
        for (subject, keys) in scope.grounds() {
            shown.topics.entry(subject).or_default().extend(keys);
        }
        let sources = sources_behind(scope, shown).await?;
        let sources = sources.iter().map(|row| told(row)).collect();
        response
            .extensions
            .insert(MEMBER.to_owned(), Value::List(sources));
        Ok(())
    }
}

/// What is to be known of a source by who names it.
fn told(row: &source::Model) -> Value {
    let text = |text: &Option<String>| text.clone().map_or(Value::Null, Value::String);
    let kind = SourceKind::from(row.kind);
    let members = [
        ("id", Value::String(encode(RecordKind::Source, row.id))),
        ("kind", async_graphql::resolver_utils::enum_value(kind)),
        ("title", Value::String(row.title.clone())),
        ("publisher", text(&row.publisher)),
        ("url", text(&row.url)),
        ("license", text(&row.license)),
        ("attribution", text(&row.attribution)),
    ];
    let members = members.map(|(name, value)| (Name::new(name), value));
    Value::Object(members.into_iter().collect())
}
