//! What "before" and "after" mean between two works that are known only to some precision.

use model::edtf::UNDATED;

/// How sure the order of two works has to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateMatch {
    /// Certainly before or after, whatever the exact days.
    #[default]
    Certain,
    /// Before or after on at least one reading of the dates.
    Possible,
}

/// When a work was released, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// First possible day.
    pub from: i32,
    /// Last possible day.
    pub to: i32,
}

impl Moment {
    fn is_undated(self) -> bool {
        self.from == UNDATED
    }
}

/// Whether `other` came before `base`.
///
/// An undated work counts as the newest: every dated work is certainly prior to it, and it is
/// prior to none. Of two undated works either may be the earlier, which is only possible.
#[must_use]
pub fn is_prior(other: Moment, base: Moment, dates: DateMatch) -> bool {
    match dates {
        DateMatch::Certain => other.to < base.from,
        DateMatch::Possible => other.from < base.to || both_undated(other, base),
    }
}

/// Whether `other` came after `base`: the mirror of [`is_prior`], but that an undated work is only
/// possibly later, for nobody has said that it will come.
#[must_use]
pub fn is_later(other: Moment, base: Moment, dates: DateMatch) -> bool {
    match dates {
        DateMatch::Certain => !other.is_undated() && other.from > base.to,
        DateMatch::Possible => other.to > base.from || both_undated(other, base),
    }
}

fn both_undated(a: Moment, b: Moment) -> bool {
    a.is_undated() && b.is_undated()
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNKNOWN: Moment = Moment {
        from: UNDATED,
        to: UNDATED,
    };

    fn day(day: i32) -> Moment {
        Moment { from: day, to: day }
    }

    fn span(from: i32, to: i32) -> Moment {
        Moment { from, to }
    }

    #[test]
    fn certainly_before_needs_the_whole_span_before() {
        assert!(is_prior(span(1, 9), span(10, 20), DateMatch::Certain));
        assert!(!is_prior(span(1, 10), span(10, 20), DateMatch::Certain));
        assert!(is_prior(span(1, 10), span(10, 20), DateMatch::Possible));
    }

    #[test]
    fn two_films_of_one_year_without_a_month_are_not_prior_to_one_another() {
        let year = span(0, 364);
        assert!(!is_prior(year, year, DateMatch::Certain));
        assert!(is_prior(year, year, DateMatch::Possible));
        assert!(!is_prior(day(5), day(5), DateMatch::Possible));
    }

    #[test]
    fn an_undated_work_is_the_newest() {
        assert!(is_prior(day(1), UNKNOWN, DateMatch::Certain));
        assert!(!is_prior(UNKNOWN, day(1), DateMatch::Possible));
        assert!(!is_prior(UNKNOWN, UNKNOWN, DateMatch::Certain));
        assert!(is_prior(UNKNOWN, UNKNOWN, DateMatch::Possible));
    }

    #[test]
    fn an_undated_work_is_only_possibly_later() {
        assert!(!is_later(UNKNOWN, day(1), DateMatch::Certain));
        assert!(is_later(UNKNOWN, day(1), DateMatch::Possible));
        assert!(is_later(day(2), day(1), DateMatch::Certain));
        assert!(!is_later(day(2), UNKNOWN, DateMatch::Certain));
    }
}
