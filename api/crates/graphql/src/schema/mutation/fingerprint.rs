//! What tells one call of a mutation from another: its name and its input, however that is written.
//!
//! The same input can be written as a literal or as a variable, with its members in any order, with
//! defaults or without, one value where a list is expected, a text that shows nothing or an empty list
//! for nothing, a scalar or an identifier in any of its forms. Its type says which of these are the
//! same.

use async_graphql::indexmap::IndexMap;
use async_graphql::registry::{MetaInputValue, MetaType, Registry};
use async_graphql::{InputType, Name, ScalarType, Value};
use entity::vocabulary::ExternalAuthority;
use model::external::normalize;
use model::fold::fold;
use model::text::is_blank;
use serde::Deserialize as _;
use serde::de::IntoDeserializer;
use serde::de::value::{Error, StrDeserializer};
use sha2::{Digest, Sha256};

use crate::schema::kit::scalar::{DateTime, Decimal, EdtfText, LanguageTag};

/// Members of an input that say how it is run, and not what it does.
const RUN_OPTIONS: [&str; 2] = ["idempotencyKey", "dryRun"];
/// What the types of inputs are called that change a record: an empty list empties a field.
const UPDATES: &str = "UpdateInput";
/// The lists of such inputs that name what is to be done, and nothing where they are empty.
const ORDERS: [&str; 1] = ["clear"];

type Members = IndexMap<Name, Value>;

/// The hash of a mutation's name and input.
pub(super) fn fingerprint<I: InputType>(registry: &Registry, mutation: &str, input: &I) -> String {
    of_value(registry, mutation, &I::type_name(), input.to_value())
}

fn of_value(registry: &Registry, mutation: &str, ty: &str, mut input: Value) -> String {
    if let Value::Object(members) = &mut input {
        members.retain(|name, _| !RUN_OPTIONS.contains(&name.as_str()));
    }
    let text = written(registry, ty, &input);
    let digest = Sha256::digest(format!("{mutation}\n{text}"));
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A value of a type, written in the one way for all that are the same.
pub(super) fn written(registry: &Registry, ty: &str, value: &Value) -> String {
    let mut text = String::new();
    write(registry, ty, value, &mut text);
    text
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
            let mut names: Vec<&Name> = members.keys().collect();
            names.sort();
            out.push('{');
            for name in names {
                let field = fields.and_then(|fields| fields.get(name.as_str()));
                let value = one_form(ty, members, name);
                if says_nothing(ty, name, field, &value) {
                    continue;
                }
                let mut written = String::new();
                let of = field.map_or("", |field| field.ty.as_str());
                write(registry, of, &value, &mut written);
                // What is the default is the same as what is not given.
                let default = field.and_then(|field| field.default_value.as_deref());
                if default != Some(written.as_str()) {
                    out.extend([name.as_str(), ":", &written, ","]);
                }
            }
            out.push('}');
        }
        other => out.push_str(&scalar(registry, ty, other)),
    }
}

/// Whether a member says no more than if it were left out: it is null, a text that shows nothing where
/// none is needed, or an empty list, unless that empties a field.
fn says_nothing(ty: &str, name: &str, field: Option<&MetaInputValue>, value: &Value) -> bool {
    let is_needed = field.is_none_or(|field| field.ty.ends_with('!'));
    let is_list = field.is_some_and(|field| field.ty.starts_with('['));
    match value {
        Value::Null => true,
        Value::String(text) => !is_needed && !is_list && is_blank(text),
        Value::List(items) if items.is_empty() => {
            !is_needed && (!ty.ends_with(UPDATES) || ORDERS.contains(&name))
        }
        _ => false,
    }
}

/// A member of an object; what names a record, in the one form of all that name it so.
fn one_form(ty: &str, members: &Members, name: &str) -> Value {
    let value = members.get(name).cloned().unwrap_or_default();
    let Value::String(text) = &value else {
        return value;
    };
    let identifier = |authority| normalize(authority, text).ok();
    let form = match (ty, name) {
        ("WorkRef" | "PersonRef", "imdbId") => identifier(ExternalAuthority::Imdb),
        ("WorkRef" | "PersonRef" | "CompanyRef", "wikidataId") => {
            identifier(ExternalAuthority::Wikidata)
        }
        ("ExternalRef", "value") => members
            .get("authority")
            .and_then(authority)
            .and_then(identifier),
        ("NamedWorkInput", "title") | ("NamedPersonInput" | "CompanyRef", "name") => {
            Some(fold(text))
        }
        _ => None,
    };
    form.map_or(value, Value::String)
}

fn authority(word: &Value) -> Option<ExternalAuthority> {
    let word = match word {
        Value::Enum(word) => word.as_str(),
        Value::String(word) => word.as_str(),
        _ => return None,
    };
    let word: StrDeserializer<'_, Error> = word.into_deserializer();
    ExternalAuthority::deserialize(word).ok()
}

/// A value of a scalar in the one form of all that are the same; as it is, if it is none.
fn read_again<T: ScalarType>(value: &Value) -> Value {
    T::parse(value.clone()).map_or_else(|_| value.clone(), |read| read.to_value())
}

/// A single value: a word of an enum alike as a literal and as a variable, a number alike with and
/// without a fraction of nothing, and alike as a text where the type takes both.
fn scalar(registry: &Registry, ty: &str, value: &Value) -> String {
    let is_enum = matches!(registry.types.get(ty), Some(MetaType::Enum { .. }));
    match value {
        Value::String(word) if is_enum => word.clone(),
        text @ Value::String(_) => match ty {
            "LanguageTag" => read_again::<LanguageTag>(text),
            "Decimal" => read_again::<Decimal>(text),
            "Edtf" => read_again::<EdtfText>(text),
            "DateTime" => read_again::<DateTime>(text),
            _ => text.clone(),
        }
        .to_string(),
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

    use record::WorkRecord;

    use super::*;
    use crate::schema::mutation::ProvenanceInput;
    use crate::schema::mutation::input::{Create, Input, Update};

    fn of(mutation: &str, input: Value) -> String {
        let mut registry = Registry::default();
        let ty = ProvenanceInput::create_type_info(&mut registry);
        of_value(&registry, mutation, &ty, input)
    }

    fn word(word: &str) -> Value {
        Value::Enum(Name::new(word))
    }

    /// Whether two inputs of a type are the same.
    fn are_same<I: InputType>(one: Value, other: Value) -> bool {
        let mut registry = Registry::default();
        let ty = I::create_type_info(&mut registry);
        let of = |input| of_value(&registry, "a", &ty, input);
        of(one) == of(other)
    }

    #[test]
    fn what_says_nothing_is_as_what_is_left_out() {
        type Making = Input<WorkRecord, Create>;
        type Changing = Input<WorkRecord, Update>;
        let bare = || value!({"kind": (word("FILM")), "title": "A"});
        for same in [
            value!({"kind": (word("FILM")), "title": "A", "originalTitle": ""}),
            value!({"kind": (word("FILM")), "title": "A", "originalTitle": " \u{200b}"}),
            value!({"kind": (word("FILM")), "title": "A", "genres": [], "roles": []}),
            value!({"kind": (word("FILM")), "title": "A", "synopsis": ""}),
        ] {
            assert!(are_same::<Making>(bare(), same.clone()), "{same}");
        }
        for other in [
            value!({"kind": (word("FILM")), "title": "A", "originalTitle": "."}),
            // It is wrong, and not left out.
            value!({"kind": (word("FILM")), "title": "A", "genres": [""]}),
            value!({"kind": (word("FILM")), "title": "A", "genres": ""}),
        ] {
            assert!(!are_same::<Making>(bare(), other.clone()), "{other}");
        }
        let bare = || value!({"id": "wvu", "expectedVersion": 1});
        for same in [
            value!({"id": "wvu", "expectedVersion": 1, "clear": []}),
            value!({"id": "wvu", "expectedVersion": 1, "originalTitle": ""}),
        ] {
            assert!(are_same::<Changing>(bare(), same.clone()), "{same}");
        }
        // An empty list takes away what is there.
        let emptied = value!({"id": "wvu", "expectedVersion": 1, "genres": []});
        assert!(!are_same::<Changing>(bare(), emptied));
    }

    #[test]
    fn a_value_has_one_form() {
        type Making = Input<WorkRecord, Create>;
        let with = |member: &str, value: Value| {
            let mut members = Members::new();
            members.insert(Name::new("title"), value!("A"));
            members.insert(Name::new(member), value);
            Value::Object(members)
        };
        let same = |member: &str, one: Value, other: Value| {
            are_same::<Making>(with(member, one), with(member, other))
        };
        assert!(same("originalLanguage", value!("PT-br"), value!("pt-BR")));
        assert!(!same("originalLanguage", value!("pt"), value!("pt-BR")));
        let budget = |amount: &str| value!({"amount": amount, "currencyCode": "USD"});
        assert!(same("budget", budget("100.0"), budget("100")));
        assert!(!same("budget", budget("100.1"), budget("100")));
        let named = |by: &str, value: &str| {
            let mut members = Members::new();
            members.insert(Name::new(by), value!(value));
            Value::Object(members)
        };
        let series = |by, one, other| same("series", named(by, one), named(by, other));
        assert!(series("imdbId", "TT0000888", "tt0000888"));
        assert!(!series("imdbId", "tt0000888", "tt0000889"));
        assert!(series("wikidataId", "q5", "Q5"));
        assert!(!series("slug", "A-wvu", "a-wvu"));
        let external = |value: &str| value!([{"authority": (word("IMDB")), "value": value}]);
        assert!(same(
            "externalIds",
            external("TT0000888"),
            external("tt0000888")
        ));
        assert!(!same(
            "externalIds",
            external("tt0000888"),
            external("tt0000889")
        ));
        // Titles are as they are written.
        assert!(!same("originalTitle", value!("a"), value!("A")));
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
