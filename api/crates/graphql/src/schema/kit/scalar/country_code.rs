//! The scalar `CountryCode`.

use async_graphql::{InputValueResult, Scalar, ScalarType, Value};
use model::country::check_country_code;

use super::text_of;
use crate::schema::kit::error::invalid_scalar;

/// The scalar `CountryCode`.
#[derive(Clone, Debug)]
pub(crate) struct CountryCode(pub(crate) String);

/// A country by its ISO 3166-1 alpha-2 code, in capital letters: `FR`. Those of countries that are no
/// more are accepted, too (`SU`, and of four letters `SUHH`), and of regions those beginning with X that
/// the standard leaves to users (`XWW`).
#[Scalar(
    name = "CountryCode",
    specified_by_url = "https://www.iso.org/iso-3166-country-codes.html"
)]
impl ScalarType for CountryCode {
    fn parse(value: Value) -> InputValueResult<Self> {
        let text = text_of!(value, "FR");
        match check_country_code(&text) {
            Ok(()) => Ok(Self(text)),
            Err(reason) => Err(invalid_scalar(reason)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}
