//! What tells one call of a mutation from another: its name and its input, however that is written.
//!
//! The same input can be written as a literal or as a variable, with its members in any order, with
//! defaults or without, one value where a list is expected. Its type says which of these are the same.

use async_graphql::registry::{MetaType, Registry};
use async_graphql::{InputType, Name, Value};
use sha2::{Digest, Sha256};

/// Members of an input that say how it is run, and not what it does.
const RUN_OPTIONS: [&str; 2] = ["idempotencyKey", "dryRun"];

/// The hash of a mutation's name and input.
pub(super) fn fingerprint<I: InputType>(registry: &Registry, mutation: &str, input: &I) -> String {
    of_value(registry, mutation, &I::type_name(), input.to_value())
}

fn of_value(registry: &Registry, mutation: &str, ty: &str, mut input: Value) -> String {
    if let Value::Object(members) = &mut input {
        members.retain(|name, _| !RUN_OPTIONS.contains(&name.as_str()));
    }
    let mut text = format!("{mutation}\n");
    write(registry, ty, &input, &mut text);
    let digest = Sha256::digest(text);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Writes a value of a type in the one way for all that are the same.
fn write(registry: &Registry, ty: &str, value: &Value, out: &mut String) {
    let ty = ty.strip_suffix('!').unwrap_or(ty);
    if let Some(of) = ty.strip_prefix('[').and_then(|ty| ty.strip_suffix(']')) {
        let items = match value {
            Value::List(items) => items.as_slice(),
            one => std::slice::from_ref(one),
        };
        out.push('[');
        for item in items {
            write(registry, of, item, out);
            out.push(',');
        }
        out.push(']');
        return;
    }
    match value {
        Value::Object(members) => {
            let fields = match registry.types.get(ty) {
                Some(MetaType::InputObject { input_fields, .. }) => Some(input_fields),
                _ => None,
            };
            let mut members: Vec<(&Name, &Value)> = members.iter().collect();
            members.sort_by_key(|(name, _)| *name);
            out.push('{');
            for (name, value) in members {
                let field = fields.and_then(|fields| fields.get(name.as_str()));
                let mut written = String::new();
                let of = field.map_or("", |field| field.ty.as_str());
                write(registry, of, value, &mut written);
                // What is null, or the default, is the same as what is not given.
                let default = field.and_then(|field| field.default_value.as_deref());
                if *value != Value::Null && default != Some(written.as_str()) {
                    out.extend([name.as_str(), ":", &written, ","]);
                }
            }
            out.push('}');
        }
        other => out.push_str(&scalar(registry, ty, other)),
    }
}

/// A single value: a word of an enum alike as a literal and as a variable, a number alike with and
/// without a fraction of nothing, and alike as a text where the type takes both.
fn scalar(registry: &Registry, ty: &str, value: &Value) -> String {
    let is_enum = matches!(registry.types.get(ty), Some(MetaType::Enum { .. }));
    match value {
        Value::String(word) if is_enum => word.clone(),
        Value::Number(number) => {
            let whole = number.as_f64().filter(|float| float.fract() == 0.0);
            let text = match whole.filter(|_| number.is_f64()) {
                Some(float) => format!("{float:.0}"),
                None => number.to_string(),
            };
            match ty {
                "Int" | "Float" => text,
                _ => Value::String(text).to_string(),
            }
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::value;

    use super::*;
    use crate::schema::mutation::ProvenanceInput;

    fn of(mutation: &str, input: Value) -> String {
        let mut registry = Registry::default();
        let ty = ProvenanceInput::create_type_info(&mut registry);
        of_value(&registry, mutation, &ty, input)
    }

    fn word(word: &str) -> Value {
        Value::Enum(Name::new(word))
    }

    #[test]
    fn an_input_is_known_by_what_it_means() {
        let plain = of("a", value!({"excerpt": "x", "source": {"id": "s1"}}));
        assert_eq!(plain.len(), 64);
        for same in [
            value!({"source": {"id": "s1"}, "excerpt": "x"}),
            value!({"excerpt": "x", "statedOn": null, "source": {"id": "s1"}, "dryRun": true}),
            value!({"idempotencyKey": "k", "excerpt": "x", "source": {"id": "s1"}}),
            value!({"excerpt": "x", "source": {"id": "s1"}, "certainty": (word("STATED"))}),
            value!({"excerpt": "x", "source": {"id": "s1"}, "certainty": "STATED"}),
        ] {
            assert_eq!(of("a", same.clone()), plain, "{same}");
        }
        for other in [
            value!({"excerpt": "y", "source": {"id": "s1"}}),
            value!({"excerpt": "x", "source": {"id": "s2"}}),
            value!({"excerpt": "x", "source": {"id": "s1"}, "certainty": (word("REPORTED"))}),
            value!({"excerpt": "x", "source": {"id": "s1", "dryRun": true}}),
            value!({"excerpt": "x", "source": [{"id": "s1"}]}),
        ] {
            assert_ne!(of("a", other.clone()), plain, "{other}");
        }
        assert_ne!(
            of("b", value!({"excerpt": "x", "source": {"id": "s1"}})),
            plain
        );
        let number = |ty: &str, value: Value| scalar(&Registry::default(), ty, &value);
        assert_eq!(number("Int", value!(1)), number("Int", value!(1.0)));
        assert_eq!(number("ID", value!(1)), number("ID", value!("1")));
        assert_ne!(number("Float", value!(1)), number("Float", value!(1.5)));
    }
}
