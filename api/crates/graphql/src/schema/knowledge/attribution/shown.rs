//! What an answer shows: read off its marks, which are taken out.

use std::collections::{BTreeSet, HashMap};

use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::{ExecutableDocument, Field, Selection, SelectionSet};
use async_graphql::{Name, Value};
use entity::vocabulary::RecordKind;
use model::id::{RecordId, decode};
use record::is_claimable;

use super::field::keys_shown;
use super::mark::{CLAIM, ID, OWN_SOURCE, TYPE};
use crate::scope::Topics;

/// What an answer shows.
#[derive(Default)]
pub(super) struct Shown {
    /// Which properties of which records.
    pub(super) topics: Topics,
    /// Sources that objects name themselves.
    pub(super) sources: BTreeSet<i64>,
}

/// Reads an answer, and takes the marks out.
pub(super) fn shown(
    objects: &BTreeSet<Name>,
    document: &ExecutableDocument,
    operation: Option<&str>,
    data: &mut Value,
) -> Shown {
    let mut operations = document.operations.iter();
    let asked = operations.find(|(name, _)| {
        operation.is_none() || name.map(Name::as_str) == operation || name.is_none()
    });
    let mut reading = Reading {
        objects,
        document,
        shown: Shown::default(),
    };
    if let Some((_, operation)) = asked {
        reading.value(data, &[&operation.node.selection_set.node]);
    }
    reading.shown
}

/// The fields that stand under a key of an object: one field by the rule of merging, and what is
/// asked for below it.
struct Under<'d> {
    field: &'d Field,
    below: Vec<&'d SelectionSet>,
}

struct Reading<'d> {
    objects: &'d BTreeSet<Name>,
    document: &'d ExecutableDocument,
    shown: Shown,
}

impl<'d> Reading<'d> {
    fn value(&mut self, value: &mut Value, sets: &[&'d SelectionSet]) {
        match value {
            Value::Object(object) => self.object(object, sets),
            Value::List(list) => {
                for value in list {
                    self.value(value, sets);
                }
            }
            _ => {}
        }
    }

    fn object(&mut self, object: &mut IndexMap<Name, Value>, sets: &[&'d SelectionSet]) {
        let ty = text(object.shift_remove(TYPE));
        let record = id(object.shift_remove(ID));
        let claim = object.shift_remove(CLAIM).and_then(own_source);
        let source = own_source_of(object).or(claim);
        self.shown.sources.extend(source);
        let subject = record.filter(|subject| is_claimable(subject.kind));
        if let Some(subject) = subject {
            self.shown.topics.entry(subject).or_default();
        }
        let mut fields = HashMap::new();
        for set in sets {
            self.collect(set, ty.as_deref().unwrap_or_default(), &mut fields);
        }
        for (key, value) in object.iter_mut() {
            let Some(under) = fields.get(key) else {
                continue;
            };
            if is_nothing(value) {
                continue;
            }
            if let Some(subject) = subject {
                let keys = keys_shown(subject.kind, &under.field.name.node);
                self.shown.topics.entry(subject).or_default().extend(keys);
            }
            self.value(value, &under.below);
        }
    }

    fn collect(&self, set: &'d SelectionSet, ty: &str, fields: &mut HashMap<&'d Name, Under<'d>>) {
        for item in &set.items {
            match &item.node {
                Selection::Field(field) => {
                    let field = &field.node;
                    let under = fields.entry(&field.response_key().node);
                    let under = under.or_insert_with(|| Under {
                        field,
                        below: Vec::new(),
                    });
                    under.below.push(&field.selection_set.node);
                }
                Selection::InlineFragment(fragment) => {
                    let condition = fragment.node.type_condition.as_ref();
                    if condition.is_none_or(|on| self.may_be(ty, &on.node.on.node)) {
                        self.collect(&fragment.node.selection_set.node, ty, fields);
                    }
                }
                Selection::FragmentSpread(spread) => {
                    let name = &spread.node.fragment_name.node;
                    let Some(fragment) = self.document.fragments.get(name) else {
                        continue;
                    };
                    if self.may_be(ty, &fragment.node.type_condition.node.on.node) {
                        self.collect(&fragment.node.selection_set.node, ty, fields);
                    }
                }
            }
        }
    }

    /// Whether a fragment on a type may say something about an object. One on an interface that the
    /// object has not shows nothing that another does not: fields of one key that could stand
    /// together are the same field.
    fn may_be(&self, ty: &str, condition: &Name) -> bool {
        condition == ty || !self.objects.contains(condition)
    }
}

fn own_source_of(object: &mut IndexMap<Name, Value>) -> Option<i64> {
    let source = object.shift_remove(OWN_SOURCE)?;
    let Value::Object(mut source) = source else {
        return None;
    };
    let source = id(source.shift_remove(ID))?;
    (source.kind == RecordKind::Source).then_some(source.id)
}

/// The source of a claim.
fn own_source(claim: Value) -> Option<i64> {
    let Value::Object(mut claim) = claim else {
        return None;
    };
    own_source_of(&mut claim)
}

fn text(value: Option<Value>) -> Option<String> {
    let Some(Value::String(text)) = value else {
        return None;
    };
    Some(text)
}

fn id(value: Option<Value>) -> Option<RecordId> {
    let record = decode(&text(value)?).ok()?;
    Some(RecordId {
        kind: record.kind,
        id: record.id,
    })
}

/// Nothing is said where there is no value.
fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::List(list) => list.is_empty(),
        _ => false,
    }
}
