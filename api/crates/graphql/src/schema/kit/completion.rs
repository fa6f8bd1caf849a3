//! The last step of building the schema: fields that are written once come to all who have them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use async_graphql::indexmap::{IndexMap, IndexSet};
use async_graphql::parser::types::Field as AskedField;
use async_graphql::registry::{MetaField, MetaInputValue, MetaType, MetaTypeName, Registry};
use async_graphql::{ContextSelectionSet, OutputType, Positioned, ServerResult, Value};

use super::cost;
use super::shared::{RECORD, SPREAD};

/// Completes the registry when it is registered, which has to be after every type: it puts the
/// fields of shared objects into the types that flatten them, gives each interface the fields that
/// all of its types have, and says of every field what it costs. It is no type of the schema.
pub(crate) struct Completed;

impl OutputType for Completed {
    fn type_name() -> Cow<'static, str> {
        "Completed".into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        complete(registry);
        cost::say(registry);
        Self::qualified_type_name()
    }

    async fn resolve(
        &self,
        _: &ContextSelectionSet<'_>,
        _: &Positioned<AskedField>,
    ) -> ServerResult<Value> {
        Ok(Value::Null)
    }
}

/// A field of a type.
struct Field {
    meta: MetaField,
    /// How the object describes it in which it is written.
    written: Option<String>,
}

type Fields = IndexMap<String, Field>;

fn complete(registry: &mut Registry) {
    let shared = shared_objects(&registry.types);
    let objects: BTreeMap<String, Fields> = registry
        .types
        .iter()
        .filter(|(name, ty)| matches!(ty, MetaType::Object { .. }) && !shared.contains(*name))
        .map(|(name, _)| (name.clone(), fields_of(&registry.types, name)))
        .collect();
    let is_of_schema = |name: &String| !shared.contains(name) && !name.starts_with(SPREAD);
    registry.types.retain(|name, _| is_of_schema(name));
    for (name, ty) in &mut registry.types {
        match ty {
            MetaType::Object { fields, .. } => {
                let all = objects.get(name).into_iter().flatten();
                *fields = all
                    .map(|(name, f)| (name.clone(), f.meta.clone()))
                    .collect();
            }
            MetaType::Interface {
                fields,
                possible_types,
                ..
            } => *fields = common(possible_types, &objects, fields),
            _ => {}
        }
    }
}

/// The objects that others flatten: they are no types of the schema.
fn shared_objects(types: &BTreeMap<String, MetaType>) -> BTreeSet<String> {
    let fields = types.values().filter_map(MetaType::fields).flatten();
    let placeholders = fields.filter(|(name, _)| name.starts_with(SPREAD));
    placeholders.map(|(_, field)| shared_by(field)).collect()
}

/// The object that a placeholder stands for.
fn shared_by(placeholder: &MetaField) -> String {
    MetaTypeName::concrete_typename(&placeholder.ty).to_owned()
}

/// The fields of an object, with those of the shared objects that it flattens. These flatten each
/// other as the Rust types contain each other, and so never in a circle.
fn fields_of(types: &BTreeMap<String, MetaType>, object: &str) -> Fields {
    let mut all = Fields::new();
    let own = types.get(object).and_then(MetaType::fields);
    for (name, meta) in own.into_iter().flatten() {
        if !name.starts_with(SPREAD) {
            let (meta, written) = (meta.clone(), meta.description.clone());
            all.insert(name.clone(), Field { meta, written });
            continue;
        }
        let noun = meta.description.as_deref().unwrap_or(RECORD);
        let shared = fields_of(types, &shared_by(meta));
        all.extend(shared.into_iter().map(|(name, f)| (name, f.called(noun))));
    }
    all
}

impl Field {
    /// The field, described for a type that has a word of its own for what it is.
    fn called(mut self, noun: &str) -> Self {
        if let Some(description) = &mut self.meta.description {
            *description = description.replace(&this(RECORD), &this(noun));
        }
        self
    }

    /// Whether another type's field can be asked for and read in the same way.
    fn is_like(&self, other: &Self) -> bool {
        let (ours, theirs) = (&self.meta, &other.meta);
        let arguments = ours.args.values().map(signature);
        ours.ty == theirs.ty && arguments.eq(theirs.args.values().map(signature))
    }
}

fn signature(argument: &MetaInputValue) -> (&str, &str, Option<&str>) {
    let default = argument.default_value.as_deref();
    (&argument.name, &argument.ty, default)
}

fn this(noun: &str) -> String {
    format!("this {noun}")
}

/// The fields that all these types have: in the words of the interface, where it has its own; else
/// as its types describe them, or where these differ, as they are written.
fn common(
    types: &IndexSet<String>,
    objects: &BTreeMap<String, Fields>,
    words: &IndexMap<String, MetaField>,
) -> IndexMap<String, MetaField> {
    let mut types = types.iter().filter_map(|name| objects.get(name));
    let Some(first) = types.next() else {
        return IndexMap::new();
    };
    let others: Vec<&Fields> = types.collect();
    let common = |(name, field): (&String, &Field)| {
        let theirs = others.iter().map(|fields| fields.get(name));
        let theirs: Option<Vec<&Field>> = theirs.collect();
        let theirs = theirs.filter(|all| all.iter().all(|theirs| field.is_like(theirs)))?;
        let own = words.get(name).map(|field| field.description.clone());
        let mut meta = field.meta.clone();
        meta.description = own.unwrap_or_else(|| described(field, &theirs));
        Some((name.clone(), meta))
    };
    first.iter().filter_map(common).collect()
}

/// How a field is described that several types have: not at all, where each says something else.
fn described(field: &Field, others: &[&Field]) -> Option<String> {
    let as_told = |other: &&Field| other.meta.description == field.meta.description;
    let as_written = |other: &&Field| other.written == field.written;
    if others.iter().all(as_told) {
        field.meta.description.clone()
    } else if others.iter().all(as_written) {
        field.written.clone()
    } else {
        None
    }
}
