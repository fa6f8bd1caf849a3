//! What a record refers to.

use std::borrow::Cow;

use entity::vocabulary::RecordKind;
use model::id::RecordId;

use crate::check::Path;

/// A reference by id: the field that holds it, and what it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The field.
    pub field: Cow<'static, str>,
    /// The record.
    pub to: RecordId,
}

/// A reference by name to a vocabulary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameReference {
    /// The field.
    pub field: Cow<'static, str>,
    /// The vocabulary.
    pub kind: RecordKind,
    /// The name.
    pub name: String,
}

/// Gathers what a record refers to.
#[derive(Debug, Default)]
pub struct References {
    path: Path,
    /// By id.
    pub by_id: Vec<Reference>,
    /// By name.
    pub by_name: Vec<NameReference>,
}

impl References {
    /// Notes a reference.
    pub fn id(&mut self, field: &'static str, to: RecordId) {
        let field = self.field(field);
        self.by_id.push(Reference { field, to });
    }

    /// Notes references by name.
    pub fn names(&mut self, field: &'static str, kind: RecordKind, names: &[String]) {
        self.each(names, |name, to| to.name(field, kind, name));
    }

    /// Notes a reference by name.
    pub fn name(&mut self, field: &'static str, kind: RecordKind, name: &str) {
        let field = self.field(field);
        let name = name.to_owned();
        self.by_name.push(NameReference { field, kind, name });
    }

    /// Goes through what stands in a field.
    pub fn within(&mut self, field: &'static str, refer: impl FnOnce(&mut Self)) {
        let depth = self.path.enter(field);
        refer(self);
        self.path.leave(depth);
    }

    /// Goes through the members of the list that stands in a field.
    pub(crate) fn each<V>(
        &mut self,
        members: impl IntoIterator<Item = V>,
        refer: impl Fn(V, &mut Self),
    ) {
        for (place, member) in members.into_iter().enumerate() {
            self.path.at(place);
            refer(member, self);
        }
        self.path.end();
    }

    fn field(&self, name: &'static str) -> Cow<'static, str> {
        if self.path.is_root() {
            return name.into();
        }
        self.path.to(name).into()
    }
}
