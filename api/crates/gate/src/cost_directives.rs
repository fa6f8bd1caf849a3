//! Reads the directives about cost where a schema applies them, and refuses those with which the
//! gate cannot count: who reads the schema would believe them.

use std::ops::Deref;

use apollo_compiler::ast::{Directive, FieldDefinition, InputValueDefinition, Value};
use apollo_compiler::collections::{HashMap, HashSet};
use apollo_compiler::schema::ExtendedType;
use apollo_compiler::{Name, Node, Schema};

use super::error::{CostFault, GateBuildError};
use super::prices::{Fields, Given, Inputs, ListSize, Price};

/// A record: the unit of cost, and by the specification what an object weighs of which the schema
/// does not say another weight. A leaf costs nothing, for its record has been loaded.
pub(super) const RECORD: u64 = 1;

const COST: &str = "cost";
const VALUE_COST: &str = "valueCost";
const LIST_SIZE: &str = "listSize";
const ASSUMED: &str = "assumedSize";
const SLICING: &str = "slicingArguments";
const SIZED: &str = "sizedFields";
const EXACTLY_ONE: &str = "requireOneSlicingArgument";

/// What is said of fields. Of those of an interface it is read like all else, but objects answer:
/// what counts is what is said of theirs.
pub(super) fn fields(
    schema: &Schema,
    concrete: &HashMap<Name, Vec<Name>>,
    inputs: &Inputs,
) -> Result<Fields, GateBuildError> {
    let weights = type_weights(schema, concrete)?;
    let mut fields = Fields::default();
    for (ty, definition) in &schema.types {
        let defined = match definition {
            ExtendedType::Object(object) => &object.fields,
            ExtendedType::Interface(interface) => &interface.fields,
            _ => continue,
        };
        let mut priced = HashMap::default();
        for (name, field) in defined {
            let place = format!("{ty}.{name}");
            let own = weight(field.directives.get(COST), &place)?;
            let of_type = weights.get(field.ty.inner_named_type());
            let price = Price {
                weight: own.or(of_type.copied()),
                list: list_size(schema, field).map_err(|fault| fault.at(&place))?,
                arguments: arguments(field, inputs, &place)?,
            };
            if price.weight.is_some() || price.list.is_some() || !price.arguments.is_empty() {
                priced.insert(name.clone(), price);
            }
        }
        fields.insert(ty.clone(), priced);
    }
    Ok(fields)
}

/// What values of types weigh that have a weight: of an interface or union, the heaviest.
fn type_weights(
    schema: &Schema,
    concrete: &HashMap<Name, Vec<Name>>,
) -> Result<HashMap<Name, u64>, GateBuildError> {
    let mut weights = HashMap::default();
    for (name, ty) in &schema.types {
        let directive = ty.directives().get(COST).map(Deref::deref);
        if let Some(weight) = weight(directive, name)? {
            weights.insert(name.clone(), weight);
        }
    }
    let mut heaviest = Vec::new();
    for (name, types) in concrete {
        let of_types = types.iter().filter_map(|ty| weights.get(ty));
        if let Some(&weight) = of_types.max() {
            let all_have = types.iter().all(|ty| weights.contains_key(ty));
            let least = if all_have { 0 } else { RECORD };
            heaviest.push((name.clone(), weight.max(least)));
        }
    }
    weights.extend(heaviest);
    Ok(weights)
}

/// The arguments that weigh, or in which something may.
fn arguments(
    field: &FieldDefinition,
    inputs: &Inputs,
    place: &str,
) -> Result<Vec<(Name, Given)>, GateBuildError> {
    let mut weighing = Vec::new();
    for argument in &field.arguments {
        let given = given(argument, &format!("{place}({}:)", argument.name))?;
        if given.weight > 0 || inputs.contains_key(&given.ty) {
            weighing.push((argument.name.clone(), given));
        }
    }
    Ok(weighing)
}

fn given(value: &InputValueDefinition, place: &str) -> Result<Given, GateBuildError> {
    Ok(Given {
        weight: weight(value.directives.get(COST), place)?.unwrap_or(0),
        ty: value.ty.inner_named_type().clone(),
    })
}

/// The input objects and enums in which anything weighs: themselves, or what may stand in them.
pub(super) fn inputs(schema: &Schema) -> Result<Inputs, GateBuildError> {
    let mut inputs = Inputs::default();
    for (name, ty) in &schema.types {
        if let Some(within) = within(name, ty)? {
            inputs.insert(name.clone(), within);
        }
    }
    let mut weighing: HashSet<Name> = HashSet::default();
    loop {
        let weighs = |given: &Given| given.weight > 0 || weighing.contains(&given.ty);
        let found = inputs
            .iter()
            .filter(|(name, given)| !weighing.contains(*name) && given.values().any(weighs));
        let found: Vec<Name> = found.map(|(name, _)| name.clone()).collect();
        if found.is_empty() {
            break;
        }
        weighing.extend(found);
    }
    inputs.retain(|name, _| weighing.contains(name));
    Ok(inputs)
}

/// What can be given within a value of a type.
fn within(
    ty: &Name,
    definition: &ExtendedType,
) -> Result<Option<HashMap<Name, Given>>, GateBuildError> {
    let mut within = HashMap::default();
    match definition {
        ExtendedType::InputObject(object) => {
            for (name, field) in &object.fields {
                within.insert(name.clone(), given(field, &format!("{ty}.{name}"))?);
            }
        }
        ExtendedType::Enum(values) => {
            for (name, value) in &values.values {
                let directive = value.directives.get(VALUE_COST);
                let given = Given {
                    weight: weight(directive, &format!("{ty}.{name}"))?.unwrap_or(0),
                    ty: ty.clone(),
                };
                within.insert(name.clone(), given);
            }
        }
        _ => return Ok(None),
    }
    Ok(Some(within))
}

/// The weight that a directive says, if it stands there.
fn weight(directive: Option<&Node<Directive>>, place: &str) -> Result<Option<u64>, GateBuildError> {
    let Some(directive) = directive else {
        return Ok(None);
    };
    let weight = directive.specified_argument_by_name("weight");
    let weight = weight.and_then(|weight| whole(weight));
    let fault = || CostFault::Weight(directive.name.to_string());
    weight.ok_or_else(|| fault().at(place)).map(Some)
}

fn whole(value: &Value) -> Option<u64> {
    u64::try_from(value.to_i32()?).ok()
}

fn list_size(schema: &Schema, field: &FieldDefinition) -> Result<Option<ListSize>, CostFault> {
    let Some(directive) = field.directives.get(LIST_SIZE) else {
        return Ok(None);
    };
    let said = |argument| directive.specified_argument_by_name(argument);
    let assumed = match said(ASSUMED).filter(|size| !size.is_null()) {
        Some(size) => Some(whole(size).ok_or(CostFault::AssumedSize)?),
        None => None,
    };
    let slicing = names(said(SLICING)).map(|name| slicing_argument(field, name));
    let slicing: Vec<Name> = slicing.collect::<Result<_, _>>()?;
    let exactly_one = directive.argument_by_name(EXACTLY_ONE, schema);
    let exactly_one = exactly_one.ok().and_then(|value| value.to_bool());
    if !slicing.is_empty() && exactly_one != Some(false) {
        return Err(CostFault::ExactlyOneSlicingArgument);
    }
    let sized = names(said(SIZED)).map(|name| sized_field(schema, field, name));
    let sized: Vec<Name> = sized.collect::<Result<_, _>>()?;
    if sized.is_empty() && !field.ty.is_list() {
        return Err(CostFault::NoList);
    }
    Ok(Some(ListSize {
        assumed,
        slicing,
        sized,
    }))
}

/// The names in a list of them, which may also be one name alone.
fn names(value: Option<&Node<Value>>) -> impl Iterator<Item = &str> {
    let list = value.and_then(|value| value.as_list()).unwrap_or_default();
    let alone = value.and_then(|value| value.as_str());
    alone
        .into_iter()
        .chain(list.iter().filter_map(|item| item.as_str()))
}

fn slicing_argument(field: &FieldDefinition, name: &str) -> Result<Name, CostFault> {
    let argument = field.argument_by_name(name);
    let sizes = argument.filter(|it| !it.ty.is_list() && it.ty.inner_named_type() == "Int");
    let argument = sizes.ok_or_else(|| CostFault::SlicingArgument(name.to_owned()))?;
    Ok(argument.name.clone())
}

fn sized_field(schema: &Schema, field: &FieldDefinition, name: &str) -> Result<Name, CostFault> {
    let found = schema.type_field(field.ty.inner_named_type(), name);
    let list = found.ok().filter(|found| found.ty.is_list());
    let list = list.ok_or_else(|| CostFault::SizedField(name.to_owned()))?;
    Ok(list.name.clone())
}
