//! The scalar `Decimal`.

use async_graphql::{InputValueResult, Scalar, ScalarType, Value};
use model::money::read_decimal;

use super::text_of;
use crate::schema::kit::error::invalid_scalar;

/// The scalar `Decimal`.
#[derive(Clone, Debug)]
pub(crate) struct Decimal(pub(crate) String);

/// The longest number that is read.
const MAX_CHARS: usize = 40;

/// A decimal number, exact and of any size, as a string: `55000000`, `12.5`. Not a float: sums of money
/// are not rounded. 5.50 and 05.5 are 5.5, and given as that.
#[Scalar(
    name = "Decimal",
    specified_by_url = "https://www.w3.org/TR/xmlschema-2/#decimal"
)]
impl ScalarType for Decimal {
    fn parse(value: Value) -> InputValueResult<Self> {
        let text = text_of!(value, "12.5");
        let read = read_decimal(&text).filter(|_| text.len() <= MAX_CHARS);
        read.map(Self).ok_or_else(|| {
            let form = "digits, and perhaps a point with digits behind it";
            invalid_scalar(format!("\"{text}\" is not a decimal such as 12.5: {form}"))
        })
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}
