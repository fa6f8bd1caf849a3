//! The scalar `DateTime`.

use async_graphql::{InputValueResult, Scalar, ScalarType, Value};
use model::instant::Instant;

use super::text_of;
use crate::schema::kit::error::invalid_scalar;

/// The scalar `DateTime`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DateTime(pub(crate) Instant);

/// A point in time in UTC, as precise as a microsecond: `2026-01-31T12:00:00.123456Z`.
#[Scalar(
    name = "DateTime",
    specified_by_url = "https://scalars.graphql.org/andimarek/date-time"
)]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        let text = text_of!(value, "2026-01-31T12:00:00Z");
        let read = text.parse();
        read.map(Self)
            .map_err(|error| invalid_scalar(format!("\"{text}\" {error}")))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}
