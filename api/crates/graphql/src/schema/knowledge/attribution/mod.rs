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
    ExecutableDocument, FieldDefinition, Selection, ServiceDocument, TypeKind, TypeSystemDefinition,
};
use async_graphql::{Name, Positioned, Response, Value};
use entity::source;
use entity::vocabulary::RecordKind;
use model::id::encode;

use crate::schema::kit::error::Result;
use crate::schema::vocabulary::SourceKind;
use crate::scope::Scope;
use behind::sources_behind;
use shown::shown;

/// The member of `extensions`.
const MEMBER: &str = "sources";
/// The field of a type that names who says so.
const SOURCE: &str = "source";

/// Names the sources behind answers; made from the schema once.
pub struct Attribution {
    /// The object types: a fragment on another one says nothing about an object.
    objects: BTreeSet<Name>,
    marks: Vec<Positioned<Selection>>,
}

impl Attribution {
    /// Takes from the schema what there is to know.
    pub fn new(schema: &ServiceDocument) -> Self {
        let mut objects = BTreeSet::new();
        let mut sourced = Vec::new();
        for definition in &schema.definitions {
            let TypeSystemDefinition::Type(ty) = definition else {
                continue;
            };
            let TypeKind::Object(object) = &ty.node.kind else {
                continue;
            };
            if object.fields.iter().any(|field| names_source(&field.node)) {
                sourced.push(ty.node.name.node.clone());
            }
            objects.insert(ty.node.name.node.clone());
        }
        Self {
            objects,
            marks: mark::marks(&sourced),
        }
    }

    /// The document so that its answer tells of which records it is.
    pub fn marked(&self, document: &ExecutableDocument) -> ExecutableDocument {
        mark::marked(document, &self.marks)
    }

    /// Takes the marks out of an answer to a marked document, and adds the sources.
    ///
    /// # Errors
    /// If the sources cannot be read; the marks are out all the same.
    pub async fn name_sources(
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
        let sources = sources.iter().map(|row| source_value(row)).collect();
        response
            .extensions
            .insert(MEMBER.to_owned(), Value::List(sources));
        Ok(())
    }
}

/// Whether the field tells who says so.
fn names_source(field: &FieldDefinition) -> bool {
    field.name.node == SOURCE && field.ty.node.to_string() == "Source!"
}

/// What is to be known of a source by who names it.
fn source_value(row: &source::Model) -> Value {
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
