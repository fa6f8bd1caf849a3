//! Inputs of mutations, made from the descriptions of records: a field that a record has can be
//! given when one is made and when it is changed, without being written here again.

mod declare;
mod draft;
mod member;
mod read;
mod taking;

use std::borrow::Cow;
use std::marker::PhantomData;

use async_graphql::registry::Registry;
use async_graphql::{Context, ID, InputType, InputValueResult, OneofObject, Value};
use record::PersonRecord;
use store::write::Stored;

use super::{Faults, MutationRequest};
use crate::schema::kit::reference::PersonRef;

pub(super) use draft::{Draft, Drafts};
use read::member;

/// A kind of record that mutations make and change.
pub(crate) trait Kind: Stored + Send + 'static {
    /// What the schema calls it.
    const TYPE: &'static str;
}

/// What an input is for.
pub(crate) trait Mode: Send + Sync + 'static {
    /// Which of the three.
    const USE: Use;
}

/// What an input is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    /// To make a record.
    Create,
    /// To change one.
    Update,
    /// To make one together with another.
    Part,
}

/// To make a record.
#[derive(Debug)]
pub(crate) enum Create {}

/// To change a record.
#[derive(Debug)]
pub(crate) enum Update {}

/// To make a record together with another.
#[derive(Debug)]
pub(crate) enum Part {}

impl Mode for Create {
    const USE: Use = Use::Create;
}

impl Mode for Update {
    const USE: Use = Use::Update;
}

impl Mode for Part {
    const USE: Use = Use::Part;
}

/// An input about a record of a kind, as it was given: it is read field by field, so that
/// everything that is wrong with it is told at once.
pub(crate) struct Input<R, M> {
    pub(super) given: Value,
    of: PhantomData<fn() -> (R, M)>,
}

impl<R: Kind, M: Mode> InputType for Input<R, M> {
    type RawValueType = Self;

    fn type_name() -> Cow<'static, str> {
        let name = R::TYPE;
        match M::USE {
            Use::Create => format!("{name}CreateInput"),
            Use::Update => format!("{name}UpdateInput"),
            Use::Part => format!("{name}Input"),
        }
        .into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        declare::input::<R, M>(registry)
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        Ok(Self {
            given: value.unwrap_or_default(),
            of: PhantomData,
        })
    }

    fn to_value(&self) -> Value {
        self.given.clone()
    }

    fn as_raw_value(&self) -> Option<&Self::RawValueType> {
        Some(self)
    }
}

/// A person: one who is there, or a new one. New ones that are described in the same words within
/// one mutation are one person.
#[derive(OneofObject)]
pub(crate) enum PersonRefOrCreate {
    /// A person who is there.
    Ref(PersonRef),
    /// A new person.
    Create(Input<PersonRecord, Part>),
}

impl<R: Kind, M: Mode> Input<R, M> {
    /// A call of a mutation with this input.
    pub(super) fn request(
        &self,
        ctx: &Context<'_>,
        mutation: &str,
        faults: &mut Faults,
    ) -> MutationRequest {
        let key = match self.member("idempotencyKey") {
            Some(Value::String(key)) => Some(key.as_str()),
            _ => None,
        };
        let is_dry = self.member("dryRun") == Some(&Value::Boolean(true));
        MutationRequest::new(ctx, mutation, self, key, is_dry, faults)
    }

    /// The record that is to be changed, and the version that it is expected to have.
    pub(super) fn target(&self, faults: &mut Faults) -> Option<(i64, i32)> {
        let id = ID::parse(self.member("id").cloned()).ok()?;
        let id = faults.id(&["id"], &id, R::KIND)?;
        let version = i32::parse(self.member("expectedVersion").cloned()).ok()?;
        Some((id, version))
    }

    fn member(&self, name: &str) -> Option<&Value> {
        match &self.given {
            Value::Object(members) => member(members, name),
            _ => None,
        }
    }
}
