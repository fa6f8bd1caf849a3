//! The scalar `Edtf`.

use async_graphql::{InputValueResult, Scalar, ScalarType, Value};
use model::edtf::Edtf;

use super::text_of;
use crate::schema::kit::error::invalid_scalar;

/// The scalar `Edtf`.
#[derive(Clone, Debug)]
pub(crate) struct EdtfText(pub(crate) Edtf);

/// A date as precise as it is known, in EDTF (ISO 8601-2): `1994-09-14`, `1994-09`, `1994`, the
/// summer of 2025 `2025-22`, the first quarter of 2026 `2026-33`, the 1970s `197X`, about 1994
/// `1994~`, perhaps 1994 `1994?`, some time from October to December 2025 `2025-10/2025-12`.
#[Scalar(
    name = "Edtf",
    specified_by_url = "https://www.loc.gov/standards/datetime/"
)]
impl ScalarType for EdtfText {
    fn parse(value: Value) -> InputValueResult<Self> {
        let text = text_of!(value, "1994-09-14");
        let read = Edtf::parse(&text);
        read.map(Self)
            .map_err(|error| invalid_scalar(format!("\"{text}\": {error}")))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}
