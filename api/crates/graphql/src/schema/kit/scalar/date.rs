//! The scalar `Date`.

use async_graphql::{InputValueResult, Scalar, ScalarType, Value};
use model::day::{CalendarDay, Day};
use model::edtf::{Edtf, Precision};

use super::text_of;
use crate::schema::kit::error::invalid_scalar;

/// The scalar `Date`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Date(pub(crate) Day);

/// A day of the calendar: `2025-07-15`. In filters a date may be less precise; there it is `Edtf`.
#[Scalar(
    name = "Date",
    specified_by_url = "https://scalars.graphql.org/andimarek/local-date"
)]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        let text = text_of!(value, "2025-07-15");
        let read = Edtf::parse(&text).ok();
        let day = read.filter(|date| date.precision() == Precision::Day && !date.is_approximate());
        day.and_then(|date| date.earliest())
            .map(Self)
            .ok_or_else(|| invalid_scalar(format!("\"{text}\" is not a day such as 2025-07-15")))
    }

    fn to_value(&self) -> Value {
        CalendarDay::from_day(self.0).map_or(Value::Null, |day| Value::String(day.to_string()))
    }
}
