//! The scalar `URL`.

use async_graphql::{InputValueResult, Scalar, ScalarType, Value};

use super::text_of;
use crate::schema::kit::error::invalid_scalar;

/// The scalar `URL`.
#[derive(Clone, Debug)]
pub(crate) struct Url(pub(crate) String);

/// The longest address that is read, in bytes.
const MAX_BYTES: usize = 8_000;

/// An absolute web address: `https://www.imdb.com/title/tt0110413/`.
#[Scalar(name = "URL", specified_by_url = "https://url.spec.whatwg.org/")]
impl ScalarType for Url {
    fn parse(value: Value) -> InputValueResult<Self> {
        let text = text_of!(value, "https://example.org/");
        let web = text.starts_with("https://") || text.starts_with("http://");
        if web && text.len() <= MAX_BYTES && !text.contains(char::is_whitespace) {
            Ok(Self(text))
        } else {
            Err(invalid_scalar(
                "is not an http or https address of at most 8000 bytes",
            ))
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}
