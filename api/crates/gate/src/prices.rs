//! What a schema says of weights and of the length of lists. It says so by the directives of the
//! cost specification, `@cost` and `@listSize`, and by `@valueCost`, which is ours: the
//! specification has no weights for the values of an enum.

use apollo_compiler::collections::HashMap;
use apollo_compiler::{Name, Schema};
use serde_json::Value as Json;

use super::cost_directives;
use super::error::GateBuildError;

/// What is said of a field.
pub(super) struct Price {
    /// What the field weighs, or an object of its type.
    pub(super) weight: Option<u64>,
    /// How long its list is.
    pub(super) list: Option<ListSize>,
    /// Its arguments that weigh, or in which something may.
    pub(super) arguments: Vec<(Name, Given)>,
}

/// How long a list is.
pub(super) struct ListSize {
    /// Without an argument that says so.
    pub(super) assumed: Option<u64>,
    /// The arguments that say so.
    pub(super) slicing: Vec<Name>,
    /// The fields below that are the list; the field itself, where there are none.
    pub(super) sized: Vec<Name>,
}

/// What can be given: an argument, a field of an input object, a value of an enum.
pub(super) struct Given {
    /// What it weighs wherever it is given.
    pub(super) weight: u64,
    /// Its type, in which more may weigh.
    pub(super) ty: Name,
}

/// What is said of fields, by their types and names.
pub(super) type Fields = HashMap<Name, HashMap<Name, Price>>;

/// What can be given within a value of each type in which anything weighs.
pub(super) type Inputs = HashMap<Name, HashMap<Name, Given>>;

/// All that a schema says of weights and sizes.
pub(super) struct Prices {
    fields: Fields,
    inputs: Inputs,
}

impl Prices {
    /// What a valid schema says; `concrete` has the objects that each of its types stands for.
    pub(super) fn new(
        schema: &Schema,
        concrete: &HashMap<Name, Vec<Name>>,
    ) -> Result<Self, GateBuildError> {
        let inputs = cost_directives::inputs(schema)?;
        let fields = cost_directives::fields(schema, concrete, &inputs)?;
        Ok(Self { fields, inputs })
    }

    /// What is said of a field of a type.
    pub(super) fn of(&self, ty: &str, field: &str) -> Option<&Price> {
        self.fields.get(ty)?.get(field)
    }

    /// The fields of which anything is said.
    pub(super) fn names(&self) -> impl Iterator<Item = &Name> {
        self.fields.values().flat_map(HashMap::keys)
    }

    /// The greatest weight in what is given: what is read for one part of it is read for all.
    pub(super) fn of_given(&self, given: &Given, value: &Json) -> u64 {
        given.weight.max(self.within(&given.ty, value))
    }

    /// The greatest weight in a value, at any depth.
    fn within(&self, ty: &str, value: &Json) -> u64 {
        let Some(known) = self.inputs.get(ty) else {
            return 0;
        };
        let weights: Option<u64> = match value {
            Json::Array(items) => items.iter().map(|item| self.within(ty, item)).max(),
            Json::Object(fields) => {
                let given = fields.iter().filter(|(_, value)| !value.is_null());
                let known = given.filter_map(|(name, value)| Some((known.get(&**name)?, value)));
                known
                    .map(|(given, value)| self.of_given(given, value))
                    .max()
            }
            Json::String(name) => known.get(&**name).map(|value| value.weight),
            _ => None,
        };
        weights.unwrap_or(0)
    }
}
