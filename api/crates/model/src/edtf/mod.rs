//! Dates as people know them: Extended Date/Time Format (ISO 8601-2), the forms that occur in film
//! data.
//!
//! | form | means |
//! |---|---|
//! | `1994-09-14`, `1994-09`, `1994` | a day, a month, a year; `-0043` is 44 BC |
//! | `2025-21` … `2025-24` | spring (March–May), summer, autumn, winter (December 2025 to the end of February 2026) |
//! | `2026-33` … `2026-36` | first to fourth quarter |
//! | `197X`, `19XX` | some year of the 1970s; of the years 1900–1999 |
//! | `1994~`, `1994?`, `1994%` | about 1994; possibly 1994; both |
//! | `2025-10/2025-12` | an interval, whose sides are any of the above |
//! | `1994/..`, `../1994` | open: it goes on; it always was |
//! | `1994/`, `/1994` | the other end is not known |
//!
//! Years run from -9999 to 9999. Every date has exactly one spelling, so equal texts are equal dates
//! and the text is what is stored.

mod parse;
mod text;

use std::fmt;
use std::str::FromStr;

pub use super::day::{CalendarDay, Day, UNDATED, age};
use super::day::{FIRST, LAST, first_of_month};
pub use parse::{EdtfError, EdtfProblem, MAX_BYTES};

/// A date in Extended Date/Time Format.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Edtf {
    text: String,
    form: Form,
}

/// How exactly a date is stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Precision {
    /// A day.
    Day,
    /// A month.
    Month,
    /// A season of three months.
    Season,
    /// A quarter of a year.
    Quarter,
    /// A year.
    Year,
    /// Ten years, from one that ends in 0.
    Decade,
    /// A hundred years, from one that ends in 00.
    Century,
    /// From one date to another, or open at one end.
    Interval,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Form {
    Single(Part),
    Interval(Bound, Bound),
}

/// One side of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Bound {
    Open,
    Unknown,
    At(Part),
}

/// A date without an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Part {
    unit: Unit,
    qualifier: Option<Qualifier>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Qualifier {
    Uncertain,
    Approximate,
    Both,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Unit {
    Day(CalendarDay),
    Month {
        year: i32,
        month: u8,
    },
    /// 0 is spring, 3 winter.
    Season {
        year: i32,
        season: u8,
    },
    /// 0 is the first quarter.
    Quarter {
        year: i32,
        quarter: u8,
    },
    Year(i32),
    /// The first year of the ten.
    Decade(i32),
    /// The first year of the hundred.
    Century(i32),
}

impl serde::Serialize for Edtf {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> serde::Deserialize<'de> for Edtf {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let read = Edtf::parse(&text);
        read.map_err(|error| serde::de::Error::custom(format!("\"{text}\": {error}")))
    }
}

impl Edtf {
    /// Reads a date; at most [`MAX_BYTES`] long.
    pub fn parse(text: &str) -> Result<Edtf, EdtfError> {
        Ok(Edtf {
            form: parse::form(text)?,
            text: text.to_owned(),
        })
    }

    /// The date that is a whole year.
    pub fn of_year(year: i32) -> Result<Edtf, EdtfError> {
        let sign = if year < 0 { "-" } else { "" };
        Edtf::parse(&format!("{sign}{:04}", year.unsigned_abs()))
    }

    /// The date that is one day.
    pub fn of_day(day: CalendarDay) -> Edtf {
        Edtf {
            text: day.to_string(),
            form: Form::Single(Part {
                unit: Unit::Day(day),
                qualifier: None,
            }),
        }
    }

    /// The date as it is written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The first day that the date can mean, as stated; `None` where it is open or not known.
    pub fn earliest(&self) -> Option<Day> {
        self.first().map(|part| part.span().0)
    }

    /// The last day that the date can mean, as stated; `None` where it is open or not known.
    pub fn latest(&self) -> Option<Day> {
        self.last().map(|part| part.span().1)
    }

    /// The days between which the date certainly lies.
    ///
    /// `~`, `?` and `%` widen a date at both ends by one unit of its precision: `1994~` is 1993 to
    /// 1995, `1994-09?` August to October, and a side of an interval widens that end alone. An end
    /// that is open or not known is `i32::MIN` or [`UNDATED`].
    pub fn certain_span(&self) -> (Day, Day) {
        (
            self.first().map_or(Day::MIN, |part| part.certain_span().0),
            self.last().map_or(UNDATED, |part| part.certain_span().1),
        )
    }

    /// How exactly the date is stated.
    pub fn precision(&self) -> Precision {
        match self.form {
            Form::Single(part) => part.unit.precision(),
            Form::Interval(..) => Precision::Interval,
        }
    }

    /// Whether the date, or a side of the interval, is marked with `~`, `?` or `%`.
    pub fn is_approximate(&self) -> bool {
        [self.first(), self.last()]
            .into_iter()
            .flatten()
            .any(|part| part.qualifier.is_some())
    }

    /// The year of the earliest day; `None` for an interval without a known start.
    pub fn year(&self) -> Option<i32> {
        self.first().map(|part| part.unit.year())
    }

    /// The month, 1–12, where a month or a day is stated.
    pub fn month(&self) -> Option<u8> {
        match self.unit()? {
            Unit::Month { month, .. } => Some(month),
            Unit::Day(day) => Some(day.month()),
            _ => None,
        }
    }

    /// The day of the month, where a day is stated.
    pub fn day(&self) -> Option<u8> {
        match self.unit()? {
            Unit::Day(day) => Some(day.day()),
            _ => None,
        }
    }

    /// The date for people to read, such as "14 September 1994" or "about 1994".
    ///
    /// `language` is a language tag. The text is English for now, whatever the language; other
    /// languages fall back to it until they are written.
    pub fn text(&self, _language: Option<&str>) -> String {
        text::english(&self.form)
    }

    /// The year of the earliest day as `text` writes it, with no more than is known: `44 BC`, `1990s`.
    pub fn year_text(&self) -> Option<String> {
        self.first().map(|part| text::year_of(part.unit))
    }

    fn unit(&self) -> Option<Unit> {
        match self.form {
            Form::Single(part) => Some(part.unit),
            Form::Interval(..) => None,
        }
    }

    fn first(&self) -> Option<Part> {
        match self.form {
            Form::Single(part) | Form::Interval(Bound::At(part), _) => Some(part),
            Form::Interval(..) => None,
        }
    }

    fn last(&self) -> Option<Part> {
        match self.form {
            Form::Single(part) | Form::Interval(_, Bound::At(part)) => Some(part),
            Form::Interval(..) => None,
        }
    }
}

impl FromStr for Edtf {
    type Err = EdtfError;

    fn from_str(text: &str) -> Result<Edtf, EdtfError> {
        Edtf::parse(text)
    }
}

impl fmt::Display for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl Part {
    fn span(self) -> (Day, Day) {
        self.unit.span(0)
    }

    fn certain_span(self) -> (Day, Day) {
        self.unit.span(i32::from(self.qualifier.is_some()))
    }
}

impl Unit {
    /// The first and last day, widened by this many units at both ends, within the calendar.
    fn span(self, units: i32) -> (Day, Day) {
        let (first, months) = match self {
            Unit::Day(day) => {
                let day = day.to_day();
                return ((day - units).max(FIRST), (day + units).min(LAST));
            }
            Unit::Month { year, month } => (year * 12 + i32::from(month) - 1, 1),
            Unit::Season { year, season } => (year * 12 + 2 + i32::from(season) * 3, 3),
            Unit::Quarter { year, quarter } => (year * 12 + i32::from(quarter) * 3, 3),
            Unit::Year(year) => (year * 12, 12),
            Unit::Decade(year) => (year * 12, 120),
            Unit::Century(year) => (year * 12, 1200),
        };
        let after = first + months * (units + 1);
        (
            first_of_month(first - months * units),
            first_of_month(after) - 1,
        )
    }

    fn year(self) -> i32 {
        match self {
            Unit::Day(day) => day.year(),
            Unit::Month { year, .. } | Unit::Season { year, .. } | Unit::Quarter { year, .. } => {
                year
            }
            Unit::Year(year) | Unit::Decade(year) | Unit::Century(year) => year,
        }
    }

    fn precision(self) -> Precision {
        match self {
            Unit::Day(_) => Precision::Day,
            Unit::Month { .. } => Precision::Month,
            Unit::Season { .. } => Precision::Season,
            Unit::Quarter { .. } => Precision::Quarter,
            Unit::Year(_) => Precision::Year,
            Unit::Decade(_) => Precision::Decade,
            Unit::Century(_) => Precision::Century,
        }
    }
}

impl schemars::JsonSchema for Edtf {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Edtf".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let description = "A date: EDTF, such as 2026, 2026-01 or 2026-01-31.";
        schemars::json_schema!({"type": "string", "description": description})
    }
}

#[cfg(test)]
mod tests;
