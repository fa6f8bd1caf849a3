//! What the schema is told of inputs.

use async_graphql::InputType;
use async_graphql::registry::{InputObjectBuilder, MetaInputValue, MetaType, MetaTypeId, Registry};
use entity::vocabulary::RecordKind;
use record::{Field, Form, MilestoneRecord, RoleRecord, Shape};

use super::member::{Common, MILESTONES, Member, ROLES, clearable, long_doc, members};
use super::{Input, Kind, Mode, Part, PersonRefOrCreate, Use};
use crate::schema::kit::reference::{ExternalRef, PersonRef, WorkRef};
use crate::schema::kit::scalar::{
    CountryCode, CurrencyCode, DateTime, Decimal, EdtfText, LanguageTag, Url,
};
use crate::schema::knowledge::claim::MoneyInput;
use crate::schema::mutation::ProvenanceInput;
use crate::schema::vocabulary::MissingReason;

/// What types of parts are called after, where no Rust type stands for them.
const PARTS: &str = "filmgraph::parts";
/// Parts that the schema calls otherwise than their records.
const OTHER_NAMES: [(&str, &str); 2] = [("Name", "PersonName"), ("Character", "RoleCharacter")];

/// Declares the input of a kind and all that is in it.
pub(super) fn input<R: Kind, M: Mode>(registry: &mut Registry) -> String {
    registry.create_input_type::<Input<R, M>, _>(MetaTypeId::InputObject, |registry| {
        let mut builder = Vec::new();
        for member in members::<R>(M::USE) {
            builder.push(declare::<R>(member, M::USE, registry));
        }
        let fields = builder.into_iter().map(|value| (value.name.clone(), value));
        let name = Input::<R, M>::type_name();
        InputObjectBuilder::new(name, fields.collect())
            .description(Some(description::<R>(M::USE)))
            .rust_typename(std::any::type_name::<Input<R, M>>())
            .build()
    })
}

fn description<R: Kind>(purpose: Use) -> String {
    let one = R::KIND.what();
    match purpose {
        Use::Create => format!(
            "What is known of {one} that is to be made. What can be claimed is claimed by the provenance, and can be taken back value by value."
        ),
        Use::Update => format!(
            "What is to be changed of {one}. A field that is null or left out stays as it is."
        ),
        Use::Part => format!("What is known of {one} that is made together with another record."),
    }
}

fn declare<R: Kind>(member: Member, purpose: Use, registry: &mut Registry) -> MetaInputValue {
    let is_update = purpose == Use::Update;
    let must = |is_needed: bool| if is_needed && !is_update { "!" } else { "" };
    let described = |name: &str, ty: String, doc: String| {
        let mut value = MetaInputValue::new(name, ty);
        value.description = Some(doc);
        value
    };
    match member {
        Member::Field { name, field } => {
            let ty = format!("{}{}", type_of(field, registry), must(field.is_needed));
            let mut value = described(name, ty, doc_of(name, field));
            if !is_update {
                value.default_value = field.default.map(str::to_owned);
            }
            value
        }
        Member::Short(short, field) => {
            let ty = if short.is_many { "[String!]" } else { "String" };
            let bound = field.list.filter(|_| short.is_many);
            let bound = bound.map_or_else(String::new, |list| format!(" At most {}.", list.most));
            described(short.name, ty.to_owned(), format!("{}{bound}", short.doc))
        }
        Member::Work(field) => {
            WorkRef::create_type_info(registry);
            let ty = format!("{}{}", WorkRef::type_name(), must(field.is_needed));
            described(field.name, ty, field.doc.to_owned())
        }
        Member::Person(field) if is_update => {
            PersonRef::create_type_info(registry);
            described(
                field.name,
                PersonRef::type_name().into(),
                field.doc.to_owned(),
            )
        }
        Member::Person(field) => {
            PersonRefOrCreate::create_type_info(registry);
            let ty = format!(
                "{}{}",
                PersonRefOrCreate::type_name(),
                must(field.is_needed)
            );
            described(field.name, ty, field.doc.to_owned())
        }
        Member::Roles => {
            let item = Input::<RoleRecord, Part>::create_type_info(registry);
            let doc = format!("Who works on it, at most {ROLES}.");
            described("roles", format!("[{item}]"), doc)
        }
        Member::Milestones => {
            let item = Input::<MilestoneRecord, Part>::create_type_info(registry);
            let doc = format!("How far it has come, at most {MILESTONES}.");
            described("milestones", format!("[{item}]"), doc)
        }
        Member::Common(common) => of_common::<R>(common, purpose, registry),
    }
}

fn of_common<R: Kind>(common: Common, purpose: Use, registry: &mut Registry) -> MetaInputValue {
    let value = |name: &str, ty: &str, doc: &str| {
        let mut value = MetaInputValue::new(name, ty);
        value.description = Some(doc.to_owned());
        value
    };
    match common {
        Common::Id => value("id", "ID!", &format!("The id of {}.", R::KIND.what())),
        Common::ExpectedVersion => value(
            "expectedVersion",
            "Int!",
            "The version that you have seen. If it is no longer that, nothing is changed.",
        ),
        Common::Clear => {
            let names: Vec<String> = clearable::<R>()
                .iter()
                .map(|name| format!("`{name}`"))
                .collect();
            let doc = format!("The names of fields to be emptied: {}.", names.join(", "));
            value("clear", "[String!]", &doc)
        }
        Common::ClearReason => {
            <MissingReason as InputType>::create_type_info(registry);
            let doc = "Why what is emptied has no value: NOT_ANNOUNCED, NOT_APPLICABLE or UNKNOWN.";
            let mut value = value("clearReason", "MissingReason!", doc);
            value.default_value = Some("UNKNOWN".to_owned());
            value
        }
        Common::Provenance => {
            ProvenanceInput::create_type_info(registry);
            let (ty, doc) = match purpose {
                Use::Part => (
                    "ProvenanceInput",
                    "Who says so; that of the whole input if left out.",
                ),
                _ => (
                    "ProvenanceInput!",
                    "Who says so, how surely, when, and in which words.",
                ),
            };
            value("provenance", ty, doc)
        }
        Common::IdempotencyKey => value(
            "idempotencyKey",
            "String",
            "A text of your choice, of at most 200 characters, by which a repetition of this mutation is known: it is answered and not done again.",
        ),
        Common::DryRun => {
            let mut value = value(
                "dryRun",
                "Boolean!",
                "Whether to say what would be, and change nothing.",
            );
            value.default_value = Some("false".to_owned());
            value
        }
    }
}

/// The type of a field, which may be null.
fn type_of(field: &Field, registry: &mut Registry) -> String {
    let one = match &field.shape {
        Shape::Text { form, .. } => match form {
            Form::Any | Form::Words => "String".to_owned(),
            Form::Url => named::<Url>(registry),
            Form::Country => named::<CountryCode>(registry),
            Form::Language => named::<LanguageTag>(registry),
            Form::Currency => named::<CurrencyCode>(registry),
            Form::Decimal => named::<Decimal>(registry),
        },
        Shape::Name(_) => "String".to_owned(),
        Shape::Whole { .. } => "Int".to_owned(),
        Shape::Number { .. } => "Float".to_owned(),
        Shape::Flag => "Boolean".to_owned(),
        Shape::Date => named::<EdtfText>(registry),
        Shape::Money => named::<MoneyInput>(registry),
        Shape::Id(_) => "ID".to_owned(),
        Shape::Word { vocabulary, .. } => (*vocabulary).to_owned(),
        Shape::Part { name, fields } => part(name, fields, registry),
        Shape::Instant => named::<DateTime>(registry),
        Shape::AnyId | Shape::ClaimValue => "ID".to_owned(),
        Shape::ExternalIds => return format!("[{}!]", named::<ExternalRef>(registry)),
    };
    match field.list {
        Some(_) => format!("[{one}!]"),
        None => one,
    }
}

fn named<T: InputType>(registry: &mut Registry) -> String {
    T::create_type_info(registry);
    T::type_name().into_owned()
}

/// Declares the input of parts of a record.
fn part(of: &'static str, fields: &'static [Field], registry: &mut Registry) -> String {
    let known = OTHER_NAMES.iter().find(|(name, _)| *name == of);
    let type_name = known.map_or(of, |(_, name)| name);
    let name = format!("{type_name}Input");
    if registry.types.contains_key(&name) {
        return name;
    }
    let mut members = Vec::new();
    for field in fields.iter().filter(|field| field.name != "id") {
        let must = if field.is_needed { "!" } else { "" };
        let ty = format!("{}{must}", type_of(field, registry));
        let mut value = MetaInputValue::new(field.name, ty);
        value.description = Some(doc_of(field.name, field));
        value.default_value = field.default.map(str::to_owned);
        members.push((field.name.to_owned(), value));
    }
    let input: MetaType = InputObjectBuilder::new(&name, members.into_iter().collect())
        .description(Some(format!("A part of a record: see `{type_name}`.")))
        .rust_typename(PARTS)
        .build();
    registry.types.insert(name.clone(), input);
    name
}

/// What a field is, with its bounds.
fn doc_of(name: &str, field: &Field) -> String {
    let mut doc = long_doc(name).unwrap_or(field.doc).to_owned();
    if let Some(list) = field.list {
        doc.push_str(&format!(" At most {}.", list.most));
    }
    match field.shape {
        Shape::Text {
            form: Form::Any | Form::Words,
            most,
        } => {
            let of = if field.list.is_some() {
                "each of at"
            } else {
                "At"
            };
            doc.push_str(&format!(" {of} most {most} characters."));
        }
        Shape::Whole { least, most } => {
            if least > i32::MIN {
                doc.push_str(&format!(" At least {least}."));
            }
            if most < i32::MAX {
                doc.push_str(&format!(" At most {most}."));
            }
        }
        Shape::Id(kind) if kind != RecordKind::Work && kind != RecordKind::Person => {
            doc.push_str(" By its id.");
        }
        _ => {}
    }
    doc
}
