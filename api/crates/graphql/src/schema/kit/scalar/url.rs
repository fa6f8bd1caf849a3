//! The scalar `URL`.

use async_graphql::{InputValueResult, Scalar, ScalarType, Value};
use record::bound::URL_BYTES;
use record::fault_of_address;

use super::text_of;
use crate::schema::kit::error::invalid_scalar;

/// The scalar `URL`.
#[derive(Clone, Debug)]
pub(crate) struct Url(pub(crate) String);

/// An absolute web address: `https://www.imdb.com/title/tt0110413/`.
#[Scalar(name = "URL", specified_by_url = "https://url.spec.whatwg.org/")]
impl ScalarType for Url {
    fn parse(value: Value) -> InputValueResult<Self> {
        let text = text_of!(value, "https://example.org/");
        match fault_of_address(&text, URL_BYTES) {
            None => Ok(Self(text)),
            Some(reason) => Err(invalid_scalar(reason)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}
