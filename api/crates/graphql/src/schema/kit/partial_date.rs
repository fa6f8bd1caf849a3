//! `PartialDate`: a date as precise as it is known.

use async_graphql::Object;
use model::edtf::Edtf;

use super::error::Result;
use super::scalar::{Date, EdtfText, LanguageTag};
use crate::error::ApiError;
use crate::schema::vocabulary::DatePrecision;

/// A date as precise as it is known.
pub(crate) struct PartialDate(pub(crate) Edtf);

impl PartialDate {
    /// A stored date.
    pub(crate) fn stored(text: Option<&str>) -> Result<Option<Self>> {
        let read = text.map(Edtf::parse).transpose();
        read.map(|date| date.map(Self)).map_err(ApiError::internal)
    }
}

/// A date as precise as it is known: a day, a month, a summer, a year, a span.
#[Object]
impl PartialDate {
    /// The date in EDTF: `1994-09-14`, `2025-22` (summer of 2025), `2026`.
    async fn edtf(&self) -> EdtfText {
        EdtfText(self.0.clone())
    }

    /// The date in words: `14 September 1994`, `summer 2025`. In English for now, whatever is asked.
    async fn text(
        &self,
        #[graphql(desc = "The language of the text; the request's own if left out.")]
        language: Option<LanguageTag>,
    ) -> String {
        self.0.text(language.as_ref().map(|tag| tag.0.as_str()))
    }

    /// How precise it is.
    async fn precision(&self) -> DatePrecision {
        self.0.precision().into()
    }

    /// The year of its earliest day.
    async fn year(&self) -> Option<i32> {
        self.0.year()
    }

    /// The month, 1 to 12, where it is stated.
    async fn month(&self) -> Option<i32> {
        self.0.month().map(i32::from)
    }

    /// The day of the month, 1 to 31, where it is stated.
    async fn day(&self) -> Option<i32> {
        self.0.day().map(i32::from)
    }

    /// The first day that it can mean; null where it is open or unknown at this end.
    async fn earliest(&self) -> Option<Date> {
        self.0.earliest().map(Date)
    }

    /// The last day that it can mean; null where it is open or unknown at this end.
    async fn latest(&self) -> Option<Date> {
        self.0.latest().map(Date)
    }

    /// Whether it is only about right (`~`) or perhaps wrong (`?`).
    async fn is_approximate(&self) -> bool {
        self.0.is_approximate()
    }
}
