//! What day it is, asked in one place so that a test can say.

use time::{Date, OffsetDateTime, Time};

/// The source of "now". Everything that depends on the day takes one of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Clock {
    /// The machine's clock, in UTC.
    #[default]
    System,
    /// The first moment of one day, for ever.
    Fixed(Date),
}

impl Clock {
    /// The present moment in UTC.
    #[must_use]
    pub fn now(&self) -> OffsetDateTime {
        match self {
            Self::System => OffsetDateTime::now_utc(),
            Self::Fixed(date) => date.with_time(Time::MIDNIGHT).assume_utc(),
        }
    }

    /// The present moment in microseconds since 1970: as precise as both databases keep it.
    #[must_use]
    pub fn micros(&self) -> i64 {
        i64::try_from(self.now().unix_timestamp_nanos() / 1_000).unwrap_or(i64::MAX)
    }

    /// The present day in UTC.
    #[must_use]
    pub fn today(&self) -> Date {
        self.now().date()
    }
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;

    #[test]
    fn a_fixed_clock_stands_still() {
        let clock = Clock::Fixed(date!(2026 - 02 - 28));
        assert_eq!(clock.today(), date!(2026 - 02 - 28));
        assert_eq!(clock.now(), datetime!(2026-02-28 0:00 UTC));
    }
}
