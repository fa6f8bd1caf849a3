//! The scalar `Decimal`.

use async_graphql::{InputValueResult, Scalar, ScalarType, Value};

use super::text_of;
use crate::schema::kit::error::invalid_scalar;

/// The scalar `Decimal`.
#[derive(Clone, Debug)]
pub(crate) struct Decimal(pub(crate) String);

/// The longest number that is read.
const MAX_CHARS: usize = 40;

/// A decimal number, exact and of any size, as a string: `55000000`, `12.5`. Not a float: sums of money
/// are not rounded.
#[Scalar(
    name = "Decimal",
    specified_by_url = "https://www.w3.org/TR/xmlschema-2/#decimal"
)]
impl ScalarType for Decimal {
    fn parse(value: Value) -> InputValueResult<Self> {
        let text = text_of!(value, "12.5");
        let unsigned = text.strip_prefix('-').unwrap_or(&text);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
        let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if text.len() <= MAX_CHARS && is_digits(whole) && is_digits(fraction) {
            Ok(Self(text))
        } else {
            Err(invalid_scalar(format!(
                "\"{text}\" is not a decimal number such as 12.5"
            )))
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}
