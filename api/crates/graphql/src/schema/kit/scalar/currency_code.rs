//! The scalar `CurrencyCode`.

use async_graphql::{InputValueResult, Scalar, ScalarType, Value};

use super::text_of;
use crate::schema::kit::error::invalid_scalar;

/// The scalar `CurrencyCode`.
#[derive(Clone, Debug)]
pub(crate) struct CurrencyCode(pub(crate) String);

/// A currency by its ISO 4217 code, in capital letters: `USD`.
#[Scalar(
    name = "CurrencyCode",
    specified_by_url = "https://www.iso.org/iso-4217-currency-codes.html"
)]
impl ScalarType for CurrencyCode {
    fn parse(value: Value) -> InputValueResult<Self> {
        let text = text_of!(value, "USD");
        if text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase()) {
            Ok(Self(text))
        } else {
            Err(invalid_scalar(format!(
                "\"{text}\" is not a currency code such as USD"
            )))
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}
