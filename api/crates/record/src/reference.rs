//! What a record refers to.

use std::borrow::Cow;

use entity::vocabulary::RecordKind;
use model::id::RecordId;

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
    path: Vec<&'static str>,
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
        for name in names {
            let field = self.field(field);
            self.by_name.push(NameReference {
                field,
                kind,
                name: name.clone(),
            });
        }
    }

    /// Goes through what stands in a field.
    pub fn within(&mut self, field: &'static str, refer: impl FnOnce(&mut Self)) {
        self.path.push(field);
        refer(self);
        self.path.pop();
    }

    fn field(&self, name: &'static str) -> Cow<'static, str> {
        if self.path.is_empty() {
            return name.into();
        }
        let path: Vec<&str> = self.path.iter().copied().chain([name]).collect();
        path.join(".").into()
    }
}
