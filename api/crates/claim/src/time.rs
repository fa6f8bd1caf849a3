//! When a claim counts.

use model::day::{Day, UNDATED};
use model::edtf::Edtf;
use model::instant::Instant;

/// The first day on which a claim counts: the last on which it can have been stated, which is not
/// after it came in; else the day on which it came in.
#[must_use]
pub fn known_from(stated_on: Option<&Edtf>, recorded_at: Instant) -> Day {
    let recorded = recorded_at.day();
    let stated = stated_on.and_then(|on| Some((on.earliest(), on.latest()?)));
    match stated {
        Some((first, last)) if first.is_none_or(|first| first <= recorded) => last.min(recorded),
        Some((_, last)) => last,
        None => recorded,
    }
}

/// The first day on which it no longer counts.
#[must_use]
pub fn known_until(retracted_at: Option<Instant>) -> Day {
    retracted_at.map_or(UNDATED, Instant::day)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn from(stated_on: Option<&str>, recorded_at: &str) -> String {
        let stated_on = stated_on.map(|text| Edtf::parse(text).unwrap());
        let day = known_from(stated_on.as_ref(), recorded_at.parse().unwrap());
        let day = model::day::CalendarDay::from_day(day).unwrap();
        day.to_string()
    }

    #[test]
    fn a_claim_counts_from_the_last_day_on_which_it_can_have_been_stated() {
        let recorded = "2026-06-30T12:00:00Z";
        assert_eq!(from(Some("2025-10/2026-03"), recorded), "2026-03-31");
        assert_eq!(from(Some("2026"), recorded), "2026-06-30");
        assert_eq!(from(Some("2025/.."), recorded), "2026-06-30");
        assert_eq!(from(None, recorded), "2026-06-30");
    }

    #[test]
    fn it_counts_until_the_day_on_which_it_is_taken_back() {
        assert_eq!(known_until(None), UNDATED);
        assert_eq!(known_until(Some(Instant(0))), 0);
    }
}
