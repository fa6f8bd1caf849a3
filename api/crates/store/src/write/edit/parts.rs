//! Parts of records that have ids of their own: they keep them while they stay what they are.

use entity::vocabulary::RecordKind;
use model::id::encode;
use record::{Described, Field, Shape};
use serde_json::{Map, Value};

use super::super::WriteTransaction;
use crate::StoreError;

/// The name of the field that holds the id of a part.
const ID: &str = "id";
/// A number for parts that are only looked at.
const NO_NUMBER: i64 = 16;

/// The kind of the ids that parts in a field have, if they have any.
fn kind_of(field: &Field) -> Option<RecordKind> {
    let Shape::Part { fields, .. } = &field.shape else {
        return None;
    };
    let id = fields.iter().find(|field| field.name == ID)?;
    match id.shape {
        Shape::Id(kind) => Some(kind),
        _ => None,
    }
}

/// Gives parts that are new ids, from `next`; one that stands in `before` just so has the id it has
/// there.
fn number(
    fields: &mut Map<String, Value>,
    field: &Field,
    kind: RecordKind,
    before: &Map<String, Value>,
    mut next: impl FnMut() -> i64,
) {
    let mut known: Vec<Map<String, Value>> = before
        .get(field.name)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|part| part.as_object().cloned())
        .collect();
    let parts = fields.get_mut(field.name).and_then(Value::as_array_mut);
    for part in parts.into_iter().flatten().filter_map(Value::as_object_mut) {
        if part.contains_key(ID) {
            continue;
        }
        let same = known.iter().position(|old| {
            old.len() == part.len() + 1
                && part
                    .iter()
                    .all(|(name, value)| old.get(name) == Some(value))
        });
        let id = same.and_then(|at| known.swap_remove(at).remove(ID));
        let id = id.unwrap_or_else(|| encode(kind, next()).into());
        part.insert(ID.to_owned(), id);
    }
}

/// Gives parts any id, so that they can be looked at.
pub(super) fn number_for_checks<R: Described>(fields: &mut Map<String, Value>) {
    for field in R::FIELDS {
        if let Some(kind) = kind_of(field) {
            number(fields, field, kind, &Map::new(), || NO_NUMBER);
        }
    }
}

impl WriteTransaction {
    /// Gives the parts of a record ids, where they have none.
    pub(super) async fn number_parts<R: Described>(
        &mut self,
        fields: &mut Map<String, Value>,
        before: &Map<String, Value>,
    ) -> Result<(), StoreError> {
        for field in R::FIELDS {
            let Some(kind) = kind_of(field) else { continue };
            let parts = fields.get(field.name).and_then(Value::as_array);
            let count = parts.map_or(0, Vec::len);
            if count == 0 {
                continue;
            }
            let new = parts.into_iter().flatten();
            let new = new.filter(|part| part.get(ID).is_none()).count();
            let count = i64::try_from(new).unwrap_or(i64::MAX);
            let mut ids = self.allocate(kind, count).await?.into_iter();
            number(fields, field, kind, before, || {
                ids.next().unwrap_or(NO_NUMBER)
            });
        }
        Ok(())
    }
}
