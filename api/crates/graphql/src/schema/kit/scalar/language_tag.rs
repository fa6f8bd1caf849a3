//! The scalar `LanguageTag`.

use async_graphql::{InputValueResult, Scalar, ScalarType, Value};
use model::language::{canonical_tag, fault_of_tag};

use super::text_of;
use crate::schema::kit::error::invalid_scalar;

/// The scalar `LanguageTag`.
#[derive(Clone, Debug)]
pub(crate) struct LanguageTag(pub(crate) String);

/// A language by its BCP 47 tag: `fr`, `pt-BR`, `zh-Hant`. Case says nothing: `PT-br` is `pt-BR`.
#[Scalar(
    name = "LanguageTag",
    specified_by_url = "https://www.rfc-editor.org/rfc/rfc5646"
)]
impl ScalarType for LanguageTag {
    fn parse(value: Value) -> InputValueResult<Self> {
        let text = text_of!(value, "fr");
        match fault_of_tag(&text) {
            None => Ok(Self(canonical_tag(&text))),
            Some(reason) => Err(invalid_scalar(reason)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}
