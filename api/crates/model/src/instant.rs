//! Points in time: microseconds, as precise as both databases keep them.

use std::fmt;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::day::{Day, UNDATED};

/// Microseconds since 1970-01-01T00:00:00Z. Written as RFC 3339 in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Instant(pub i64);

/// A text that is no date and time of RFC 3339.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is not a date and time of RFC 3339, such as 2026-01-31T12:00:00Z")]
pub struct InstantError;

impl Instant {
    fn date_time(self) -> Option<OffsetDateTime> {
        OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.0) * 1_000).ok()
    }

    /// Its text; none outside of the years 0 to 9999, which is all that RFC 3339 has.
    fn text(self) -> Option<String> {
        self.date_time().and_then(|at| at.format(&Rfc3339).ok())
    }
}

impl Instant {
    /// The day in UTC.
    #[must_use]
    pub fn day(self) -> Day {
        const MICROS_A_DAY: i64 = 86_400_000_000;
        let day = self.0.div_euclid(MICROS_A_DAY);
        // A point in time that no calendar has is beyond every day.
        Day::try_from(day).unwrap_or(UNDATED)
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text().ok_or(fmt::Error)?)
    }
}

impl FromStr for Instant {
    type Err = InstantError;

    fn from_str(text: &str) -> Result<Self, InstantError> {
        let at = OffsetDateTime::parse(text, &Rfc3339).map_err(|_| InstantError)?;
        let micros = at.unix_timestamp_nanos().div_euclid(1_000);
        let instant = i64::try_from(micros).map(Self).map_err(|_| InstantError)?;
        // An offset can take it out of the years that can be written.
        instant.text().map(|_| instant).ok_or(InstantError)
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let read = text.parse();
        read.map_err(|error| D::Error::custom(format!("\"{text}\" {error}")))
    }
}

impl schemars::JsonSchema for Instant {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Instant".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let description = "A point in time: RFC 3339, kept to the microsecond.";
        schemars::json_schema!({"type": "string", "description": description})
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn instants_are_written_in_utc_and_read_with_any_offset() {
        let instant: Instant = "2026-01-31T13:00:00.5+01:00".parse().unwrap();
        assert_eq!(instant.to_string(), "2026-01-31T12:00:00.5Z");
        assert_eq!(instant.to_string().parse(), Ok(instant));
        assert_eq!(Instant(-1).day(), -1);
        assert_eq!(Instant(86_400_000_000).day(), 1);
        for text in [
            "2026-01-31",
            "9999-12-31T23:59:59-01:00",
            "0000-01-01T00:00:00+01:00",
        ] {
            assert_eq!(text.parse::<Instant>(), Err(InstantError), "{text}");
        }
    }
}
