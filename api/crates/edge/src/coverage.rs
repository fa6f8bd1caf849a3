//! How much of what a list can hold is known to be there, by what sources say that they have.

use entity::vocabulary::{Department, WorkKind};
use model::day::Day;
use model::edtf::{Edtf, UNDATED};

use super::EdgeFilter;

/// What a source has of a career, or of a cast and crew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// In these departments; none means in all.
    pub departments: Vec<Department>,
    /// For works of these kinds; none means for all.
    pub kinds: Vec<WorkKind>,
    /// Up to when; none means without an end.
    pub until: Option<Edtf>,
    /// Whether it has all of that.
    pub is_complete: bool,
}

/// What a list can hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    /// Roles in these departments.
    pub departments: Vec<Department>,
    /// On works of these kinds.
    pub kinds: Vec<WorkKind>,
    /// On works of this day or later.
    pub first: Day,
    /// On works of this day or earlier.
    pub last: Day,
}

/// How much of it is known to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coverage {
    /// All of it: a source says so.
    Complete,
    /// A part of it.
    Partial,
    /// No source says anything of it.
    Unknown,
}

impl Held {
    /// The last day up to which it certainly has what it has: an approximate date ends before it may
    /// have begun.
    fn last(&self) -> Day {
        match &self.until {
            None => UNDATED,
            Some(date) if date.is_approximate() => date.certain_span().0.saturating_sub(1),
            Some(date) => date.latest().unwrap_or(UNDATED),
        }
    }

    fn has_all(&self, of: &Reach) -> bool {
        self.is_complete
            && of.departments.iter().all(|of| has(&self.departments, of))
            && of.kinds.iter().all(|of| has(&self.kinds, of))
            && self.last() >= of.last
    }

    fn has_some(&self, of: &Reach) -> bool {
        of.departments.iter().any(|of| has(&self.departments, of))
            && of.kinds.iter().any(|of| has(&self.kinds, of))
            && self.last() >= of.first
    }
}

/// Whether a list has a member; one without members has all.
fn has<T: PartialEq>(list: &[T], member: &T) -> bool {
    list.is_empty() || list.contains(member)
}

impl Reach {
    /// What a filter lets through, at any time that it admits.
    #[must_use]
    pub fn of(filter: &EdgeFilter) -> Self {
        let window = filter.released;
        Self {
            departments: filter.admitted_departments(),
            kinds: filter.admitted_kinds(),
            first: window.map_or(Day::MIN, |window| window.first),
            last: window.map_or(UNDATED, |window| window.last),
        }
    }

    /// How much of it is known to be there: all of it where one source has all of it.
    #[must_use]
    pub fn covered_by(&self, held: &[Held]) -> Coverage {
        if held.iter().any(|held| held.has_all(self)) {
            Coverage::Complete
        } else if held.iter().any(|held| held.has_some(self)) {
            Coverage::Partial
        } else {
            Coverage::Unknown
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::super::DayWindow;
    use super::*;

    fn films_until(until: Option<&str>) -> Held {
        Held {
            departments: vec![Department::Acting],
            kinds: vec![WorkKind::Film],
            until: until.map(|date| Edtf::parse(date).unwrap()),
            is_complete: true,
        }
    }

    fn day(text: &str) -> Day {
        Edtf::parse(text).unwrap().latest().unwrap()
    }

    fn reach(last: Day) -> Reach {
        Reach {
            departments: vec![Department::Acting],
            kinds: vec![WorkKind::Film],
            first: Day::MIN,
            last,
        }
    }

    #[test]
    fn all_of_it_is_there_where_one_source_has_all_departments_kinds_and_days() {
        let held = [films_until(Some("2020"))];
        let by = |reach: &Reach| reach.covered_by(&held);
        let asked = reach(day("2020"));
        assert_eq!(by(&asked), Coverage::Complete);
        assert_eq!(by(&reach(day("2020") + 1)), Coverage::Partial);
        let both = vec![Department::Acting, Department::Directing];
        let departments = Reach {
            departments: both,
            ..asked.clone()
        };
        assert_eq!(by(&departments), Coverage::Partial);
        let kinds = Reach {
            kinds: vec![WorkKind::Series],
            ..asked.clone()
        };
        assert_eq!(by(&kinds), Coverage::Unknown);
        let later = Reach {
            first: day("2021"),
            ..reach(UNDATED)
        };
        assert_eq!(by(&later), Coverage::Unknown);
        assert_eq!(asked.covered_by(&[]), Coverage::Unknown);
    }

    #[test]
    fn a_part_is_never_all_and_no_end_is_all_time() {
        let part = Held {
            is_complete: false,
            ..films_until(None)
        };
        assert_eq!(reach(UNDATED).covered_by(&[part]), Coverage::Partial);
        let all = [films_until(None)];
        assert_eq!(reach(UNDATED).covered_by(&all), Coverage::Complete);
    }

    #[test]
    fn an_approximate_end_counts_up_to_where_it_may_begin() {
        let held = [films_until(Some("2020~"))];
        assert_eq!(reach(day("2018")).covered_by(&held), Coverage::Complete);
        assert_eq!(reach(day("2019")).covered_by(&held), Coverage::Partial);
    }

    #[test]
    fn a_filter_reaches_what_it_lets_through() {
        let all = Reach::of(&EdgeFilter::default());
        assert_eq!(all.departments.len(), Department::ALL.len());
        assert_eq!((all.first, all.last), (Day::MIN, UNDATED));
        let crew = Reach::of(&EdgeFilter {
            except_department: Some(Department::Acting),
            released: Some(DayWindow { first: 3, last: 9 }),
            ..EdgeFilter::default()
        });
        assert!(!crew.departments.contains(&Department::Acting));
        assert_eq!((crew.first, crew.last), (3, 9));
    }
}
