//! Days of the proleptic Gregorian calendar, as numbers and as year, month and day.

use std::fmt;

use time::{Date, Month};

/// Days since 1970-01-01 in the proleptic Gregorian calendar.
pub type Day = i32;

/// The day of what has no date: it sorts as the newest.
pub const UNDATED: Day = Day::MAX;

const EPOCH_JULIAN: i32 = 2_440_588;
/// -9999-01-01 and 9999-12-31: the days that can be written.
pub(super) const FIRST: Day = Date::MIN.to_julian_day() - EPOCH_JULIAN;
pub(super) const LAST: Day = Date::MAX.to_julian_day() - EPOCH_JULIAN;

/// A day that exists, from -9999-01-01 to 9999-12-31.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CalendarDay {
    year: i32,
    month: u8,
    day: u8,
}

impl CalendarDay {
    /// The day of this year, month and day of the month, if there is such a day.
    pub fn new(year: i32, month: u8, day: u8) -> Option<CalendarDay> {
        date_of(year, month, day).map(|_| CalendarDay { year, month, day })
    }

    /// The calendar day of a day number; `None` for [`UNDATED`] and all that no calendar day has.
    pub fn from_day(day: Day) -> Option<CalendarDay> {
        let date = Date::from_julian_day(day.checked_add(EPOCH_JULIAN)?).ok()?;
        let (year, month, day) = date.to_calendar_date();
        Some(CalendarDay {
            year,
            month: u8::from(month),
            day,
        })
    }

    /// The day number.
    pub fn to_day(self) -> Day {
        // `new` and `from_day` admit only days that exist, so the default is never taken.
        date_of(self.year, self.month, self.day)
            .map_or(UNDATED, |date| date.to_julian_day() - EPOCH_JULIAN)
    }

    /// The astronomical year: 0 is 1 BC, -43 is 44 BC.
    pub fn year(self) -> i32 {
        self.year
    }

    /// The month, 1–12.
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, 1–31.
    pub fn day(self) -> u8 {
        self.day
    }

    /// The whole years from this day to `other`, as ages are counted; `None` if `other` is earlier.
    ///
    /// A person born on 29 February turns a year older on 29 February in leap years and on 1 March
    /// in common years: on 28 February the birthday has not yet come.
    pub fn years_until(self, other: CalendarDay) -> Option<i32> {
        let birthday_passed = (other.month, other.day) >= (self.month, self.day);
        let years = other.year - self.year - i32::from(!birthday_passed);
        (years >= 0).then_some(years)
    }
}

/// ISO 8601: `1994-09-14`; before the year 0 with a sign, `-0043-03-15`.
impl fmt::Display for CalendarDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.year < 0 { "-" } else { "" };
        let year = self.year.unsigned_abs();
        write!(f, "{sign}{year:04}-{:02}-{:02}", self.month, self.day)
    }
}

/// The age on `on` of somebody born on `born`, in whole years (see [`CalendarDay::years_until`]).
///
/// `None` if a day is outside the calendar, as [`UNDATED`] is, or if `on` is before `born`.
pub fn age(born: Day, on: Day) -> Option<i32> {
    CalendarDay::from_day(born)?.years_until(CalendarDay::from_day(on)?)
}

/// The first day of a month counted from January of the year 0, held within the calendar.
///
/// The first month after the calendar begins on the day after its last one, so that a period that
/// runs past the end (winter 9999) ends with the calendar.
pub(super) fn first_of_month(months: i32) -> Day {
    let month = u8::try_from(months.rem_euclid(12) + 1).unwrap_or(1);
    match months.div_euclid(12) {
        ..-9999 => FIRST,
        year @ -9999..=9999 => CalendarDay::new(year, month, 1).map_or(LAST, CalendarDay::to_day),
        10_000.. => LAST + 1,
    }
}

fn date_of(year: i32, month: u8, day: u8) -> Option<Date> {
    let month = Month::try_from(month).ok()?;
    Date::from_calendar_date(year, month, day).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: (i32, u8, u8)) -> Day {
        CalendarDay::new(text.0, text.1, text.2).unwrap().to_day()
    }

    #[test]
    fn counts_from_1970() {
        assert_eq!(day((1970, 1, 1)), 0);
        assert_eq!(day((1969, 12, 31)), -1);
        assert_eq!(day((2000, 3, 1)), 11_017);
        assert_eq!(day((-9999, 1, 1)), FIRST);
        assert_eq!(day((9999, 12, 31)), LAST);
    }

    #[test]
    fn only_days_that_exist() {
        assert!(CalendarDay::new(1995, 2, 29).is_none());
        assert!(CalendarDay::new(1900, 2, 29).is_none());
        assert!(CalendarDay::new(2000, 2, 29).is_some());
        assert!(CalendarDay::new(2000, 13, 1).is_none());
        assert!(CalendarDay::new(10_000, 1, 1).is_none());
        for none in [UNDATED, Day::MIN, LAST + 1, FIRST - 1] {
            assert_eq!(CalendarDay::from_day(none), None);
        }
    }

    #[test]
    fn prints_iso() {
        let text = |year, month, day| CalendarDay::new(year, month, day).unwrap().to_string();
        assert_eq!(text(1994, 9, 4), "1994-09-04");
        assert_eq!(text(476, 1, 2), "0476-01-02");
        assert_eq!(text(-43, 3, 15), "-0043-03-15");
    }

    #[test]
    fn ages_are_whole_years() {
        let cases = [
            ((1981, 6, 9), (1994, 9, 14), Some(13)),
            ((1981, 6, 9), (1994, 6, 8), Some(12)),
            ((1981, 6, 9), (1994, 6, 9), Some(13)),
            ((1981, 6, 9), (1981, 6, 9), Some(0)),
            ((1981, 6, 9), (1981, 6, 8), None),
            ((2000, 2, 29), (2001, 2, 28), Some(0)),
            ((2000, 2, 29), (2001, 3, 1), Some(1)),
            ((2000, 2, 29), (2004, 2, 28), Some(3)),
            ((2000, 2, 29), (2004, 2, 29), Some(4)),
        ];
        for (born, on, years) in cases {
            assert_eq!(age(day(born), day(on)), years, "{born:?} {on:?}");
        }
        assert_eq!(age(0, UNDATED), None);
        assert_eq!(age(Day::MIN, 0), None);
    }

    #[test]
    fn months_stay_within_the_calendar() {
        assert_eq!(first_of_month(1970 * 12), 0);
        assert_eq!(first_of_month(-43 * 12 + 2), day((-43, 3, 1)));
        assert_eq!(first_of_month(i32::MIN), FIRST);
        assert_eq!(first_of_month(i32::MAX), LAST + 1);
    }

    proptest! {
        #[test]
        fn numbers_and_days_are_inverse(number in FIRST..=LAST) {
            let day = CalendarDay::from_day(number).unwrap();
            prop_assert_eq!(day.to_day(), number);
            prop_assert_eq!(CalendarDay::new(day.year(), day.month(), day.day()), Some(day));
        }

        #[test]
        fn order_of_numbers_is_order_of_days(a in FIRST..=LAST, b in FIRST..=LAST) {
            let days = (CalendarDay::from_day(a), CalendarDay::from_day(b));
            prop_assert_eq!(a.cmp(&b), days.0.cmp(&days.1));
        }

        #[test]
        fn any_number_is_safe(born in any::<Day>(), on in any::<Day>(), months in any::<i32>()) {
            prop_assert!(age(born, on).is_none_or(|years| years >= 0));
            prop_assert!((FIRST..=LAST + 1).contains(&first_of_month(months)));
        }
    }
}
